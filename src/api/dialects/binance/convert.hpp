// Converting one asset into another at a quoted price: nothing can be converted here, and the lists
// of what can be say so.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

Result<Answered> convert_pairs(const Asked& asked);        // GET /sapi/v1/convert/exchangeInfo
Result<Answered> quote_conversion(const Asked& asked);     // POST /sapi/v1/convert/getQuote
Result<Answered> accept_conversion(const Asked& asked);    // POST /sapi/v1/convert/acceptQuote
Result<Answered> conversion_status(const Asked& asked);    // GET /sapi/v1/convert/orderStatus
Result<Answered> no_conversions(const Asked& asked);       // GET /sapi/v1/convert/tradeFlow
Result<Answered> place_conversion(const Asked& asked);     // POST .../convert/limit/placeOrder
Result<Answered> cancel_conversion(const Asked& asked);    // POST .../convert/limit/cancelOrder
Result<Answered> no_open_conversions(const Asked& asked);  // POST .../convert/limit/queryOpenOrders

}  // namespace api::binance
