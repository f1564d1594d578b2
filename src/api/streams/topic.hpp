// One stream and those who read it. An update is encoded once, whoever reads it: once raw and once
// in its envelope, and neither if nobody wants it.
//
//     Topic trades{"btcusdt@trade", {R"({"stream":"btcusdt@trade","data":)", "}"}};
//     trades.add(socket, Wrapping::wrapped);
//     trades.send(R"({"e":"trade",...})");   // {"stream":"btcusdt@trade","data":{"e":"trade",...}}
//
// Threads: the street.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "api/access/sockets.hpp"

namespace api {

enum class Wrapping : std::uint8_t { raw, wrapped };

class Topic {
  public:
    struct Envelope {
        std::string before;
        std::string after;
    };
    explicit Topic(std::string name, Envelope envelope = {})
        : name_{std::move(name)}, envelope_{std::move(envelope)} {}

    const std::string& name() const { return name_; }
    bool empty() const { return readers_.empty(); }

    // A socket reads a topic once; adding it again changes how it is wrapped.
    void add(std::shared_ptr<Socket> socket, Wrapping wrapping = Wrapping::raw);
    void remove(const Socket& socket);
    void send(std::string_view payload) const;
    // All its readers' connections. They stay its readers until they are removed.
    void close(CloseCode code, std::string_view reason) const;

    // Somebody came since the last call: he has not seen how it stands.
    bool take_fresh();

  private:
    struct Reader {
        std::shared_ptr<Socket> socket;
        Wrapping wrapping{};
    };
    std::string name_;
    Envelope envelope_;
    std::map<std::uint64_t, Reader> readers_;  // by the socket's number
    bool fresh_{};
};

}  // namespace api
