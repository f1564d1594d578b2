// One request of the WebSocket API, as it came.
//
//     {"id":7,"method":"v3/depth","params":{"symbol":"BTCUSDT","limit":5}}
//     -> id 7 (as JSON), method "depth", params symbol=BTCUSDT limit=5
//
// A value becomes the text that a query would have: texts without their quotes, true and false,
// numbers exactly as they were written (52000.00 stays so: that is what was signed), lists and
// objects as JSON without spaces. Null is a parameter that was not sent, but was signed.
//
// Refuses   -1135 what is no JSON object, has no method, or has params that are no object;
//           -1100 an id that is no text of 1 to 36 characters, no whole number and not null;
//           -1101 too many params.
// Lifetime  a request views what lives in its reader until the next read().
// Cost      a copy of the text, and about 2 ns per byte.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "api/dialects/binance/parameters.hpp"

namespace api::binance {

struct WsRequest {
    std::string_view id{"null"};  // as JSON, to be echoed; of a request that is refused too
    std::string_view method{};    // "order.place"
    std::vector<Parameters::Pair> params{};
    std::vector<std::string_view> nulls{};  // names of params that are null
};

class WsRequestReader {
  public:
    WsRequestReader();
    ~WsRequestReader();

    // What was understood is in request(), whether or not all was.
    Result<void> read(std::string_view text);
    const WsRequest& request() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace api::binance
