// The last day of one market, of some, or of all.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

Result<Answered> ticker_24hr(const Asked& asked);    // GET /api/v3/ticker/24hr
Result<Answered> ticker_price(const Asked& asked);   // GET /api/v3/ticker/price
Result<Answered> ticker_book(const Asked& asked);    // GET /api/v3/ticker/bookTicker
Result<Answered> ticker_window(const Asked& asked);  // GET /api/v3/ticker
Result<Answered> ticker_of_day(const Asked& asked);  // GET /api/v3/ticker/tradingDay

}  // namespace api::binance
