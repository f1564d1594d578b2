// How an answer of the WebSocket API is written.
//
//     {"id":7,"status":200,"result":{...},"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT",
//      "interval":"MINUTE","intervalNum":1,"limit":6000,"count":21}]}
//     {"id":7,"status":400,"error":{"code":-1121,"msg":"Invalid symbol."},"rateLimits":[...]}
//
// An order's answer counts its account's orders too. Who asked too often (429, 418) is told when to
// come back: "data":{"serverTime":..,"retryAfter":..}, both in Unix milliseconds.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

// What is known of a request when it is answered, whatever the answer is.
struct WsFrame {
    std::string id;  // as JSON
    bool shows_limits{true};
    Share share{};  // of the request budget
    core::Timestamp now;
};

std::string reply_text(const WsFrame& frame, const BinanceLimits& limits,
                       const Result<Answered>& result);

// {"subscriptionId":0,"event":{...}}
std::string event_text(unsigned subscription, std::string_view event);

}  // namespace api::binance
