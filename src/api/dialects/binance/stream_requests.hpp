// What a client says on a market stream: one JSON object per message.
//
//     {"method":"SUBSCRIBE","params":["btcusdt@trade","btcusdt@depth"],"id":1}
//     {"method":"UNSUBSCRIBE","params":["btcusdt@depth"],"id":"two"}
//     {"method":"LIST_SUBSCRIPTIONS","id":3}
//     {"method":"SET_PROPERTY","params":["combined",true],"id":4}
//     {"method":"GET_PROPERTY","params":["combined"],"id":5}
//
// The id is a whole number, a text of at most 36 bytes or null; it comes back as it was sent.
//
// Errors   0 unknown property, 1 wrong type of a value, 2 not one of these requests, 3 no JSON.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace api::binance {

enum class StreamMethod : std::uint8_t {
    subscribe,
    unsubscribe,
    list_subscriptions,
    set_property,
    get_property,
};

struct StreamRequest {
    std::string id{"null"};  // as JSON
    StreamMethod method{};
    std::vector<std::string> names{};  // of streams
    bool combined{};                   // what the property is set to
};

struct StreamFault {
    int code{};
    std::string text;
    std::string id{"null"};
};

// The most streams that a connection may have, and that a list may name.
inline constexpr std::size_t streams_max = 1'024;

class StreamRequestReader {
  public:
    StreamRequestReader();
    ~StreamRequestReader();

    [[nodiscard]] std::expected<StreamRequest, StreamFault> read(std::string_view text);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

StreamFault too_many_streams(std::string id);

// {"result":null,"id":1}, {"error":{"code":2,"msg":"..."},"id":1}
std::string answer_of(std::string_view id, std::string_view result);
std::string answer_of(const StreamFault& fault);

}  // namespace api::binance
