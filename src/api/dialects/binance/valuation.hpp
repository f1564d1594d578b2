// What an amount of one asset is worth in another, by the last prices of the markets here.
#pragma once

#include <optional>

#include "views/live.hpp"

namespace api::binance {

// Through one market, or through two that have an asset in common; cut towards zero. Nothing where
// no such market has traded yet.
std::optional<core::Amount> value_in(const views::Present& live, core::Amount amount,
                                     const core::Asset& of, const core::Asset& in);

}  // namespace api::binance
