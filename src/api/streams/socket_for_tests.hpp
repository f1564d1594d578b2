// For tests: the other end of a WebSocket, in memory. It keeps what was sent to it, frame by frame.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/access/sockets.hpp"

namespace api {

class KeptSocket final : public Socket {
  public:
    void send(SocketMessage message) override {
        if (!closed) frames.push_back(std::move(message));
    }
    void close(CloseCode code, std::string_view) override {
        if (!closed) closed = code;
    }
    core::IpAddress client() const override { return core::parse_ip("127.0.0.1").value(); }
    std::uint64_t id() const override { return id_; }

    // The texts since the last call.
    std::vector<std::string> take() {
        std::vector<std::string> texts;
        for (const SocketMessage& frame : std::exchange(frames, {})) {
            texts.emplace_back(frame.text());
        }
        return texts;
    }

    std::vector<SocketMessage> frames;
    std::optional<CloseCode> closed;

  private:
    static inline std::uint64_t last_id_{};  // tests have one thread
    std::uint64_t id_{++last_id_};
};

}  // namespace api
