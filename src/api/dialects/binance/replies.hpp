// What stands around the body of an answer: status, weights, order counts, our own code.
#pragma once

#include "api/access/http.hpp"
#include "api/dialects/binance/asked.hpp"

namespace api::binance {

// What is known of a request when it is answered, whatever the answer is.
struct Frame {
    Share share;        // of the request budget
    bool by_account{};  // it was the account's, not the address's
    bool is_wallet{};   // /sapi
    bool is_proved{};   // its signature verified: errors are told with our own code too
};

Response response_of(const Frame& frame, Result<Answered>&& result);

// -1003: 429, or 418 for unsigned traffic that did not stop.
Failed too_much_weight(const Share& share, core::Timestamp now);

// 404 and 405, which have forms of their own.
Response no_such_path(const Frame& frame, std::string_view path);
Response no_such_method(const Frame& frame, std::string_view allowed);

}  // namespace api::binance
