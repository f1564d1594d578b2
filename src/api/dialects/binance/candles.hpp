// Candles of a market, without gaps, the running one included.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

void klines(const Asked& asked, Finish&& finish);  // GET /api/v3/klines, /api/v3/uiKlines

}  // namespace api::binance
