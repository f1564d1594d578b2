// The public trades of a market: from the tape, and from history where that does not reach back.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

void trades(const Asked& asked, Finish&& finish);             // GET /api/v3/trades
void historical_trades(const Asked& asked, Finish&& finish);  // GET /api/v3/historicalTrades
void aggregate_trades(const Asked& asked, Finish&& finish);   // GET /api/v3/aggTrades

}  // namespace api::binance
