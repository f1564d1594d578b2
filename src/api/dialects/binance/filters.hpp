// The rules of a market as the filters that Binance's clients know.
#pragma once

#include "api/dialects/binance/words.hpp"

namespace api::binance {

// "filters":[{"filterType":"PRICE_FILTER",...},...]
void write_filters(Json& json, const Figures& figures, const core::Market& market);

// Those of them that count what one account has open.
void write_count_filters(Json& json, const core::Market& market);

}  // namespace api::binance
