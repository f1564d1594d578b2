// What the rows of refusals_*.hpp are written with. For refusals.cpp only, which joins them.
//
//     {Reject::market_halted, rejected, 422, later, "field", "The market is halted.",
//      "Wait until it opens; GET /v1/markets tells its mode.", says(400, -2010, "Market is
//      closed.")}
#pragma once

#include <string_view>

#include "api/operations/refusals.hpp"

namespace api::refusal_rows {

using core::Reject;
using enum RefusalClass;
using enum Retry;

// How the Binance dialect says it, and where its list has nothing that fits, why just so.
constexpr BinanceWords says(unsigned status, int code, std::string_view text,
                            std::string_view why = {}) {
    return {status, code, text, why};
}

constexpr BinanceWords withdrawal(int code, std::string_view text) {
    return says(400, code, text, "withdrawals are not served yet; their own words come with them");
}

inline constexpr BinanceWords by_person =
    says(400, -1130, "Data sent for parameter '<field>' is not valid.",
         "only people who signed in meet it");

}  // namespace api::refusal_rows
