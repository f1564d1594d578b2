// What a WebSocket's address asks for.
//
//     /ws/btcusdt@trade/btcusdt@depth          two streams, raw
//     /stream?streams=btcusdt@trade/!bookTicker    two, each in {"stream":..,"data":..}
//     /ws  /ws/0  /stream  /stream?streams=    none yet
//     ...?timeUnit=MICROSECOND                 times in millionths of a second
//
// Names may be URL-encoded. Nothing is refused but too many of them.
#pragma once

#include <string>
#include <vector>

#include "api/access/http.hpp"
#include "api/dialects/binance/words.hpp"
#include "api/streams/topic.hpp"

namespace api::binance {

struct StreamAddress {
    std::vector<std::string> names{};
    Wrapping wrapping{};
    TimeUnit unit{};
};

bool is_stream_path(std::string_view path);
StreamAddress read_stream_address(const Request& request);

}  // namespace api::binance
