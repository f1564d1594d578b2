// What the account has, what its key may do, and what it pays.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

Result<Answered> account(const Asked& asked);             // GET /api/v3/account
Result<Answered> account_commission(const Asked& asked);  // GET /api/v3/account/commission
Result<Answered> order_limits(const Asked& asked);        // GET /api/v3/rateLimit/order
Result<Answered> api_restrictions(const Asked& asked);    // GET /sapi/v1/account/apiRestrictions
Result<Answered> coins(const Asked& asked);               // GET /sapi/v1/capital/config/getall
Result<Answered> trade_fee(const Asked& asked);           // GET /sapi/v1/asset/tradeFee

// The rates of one market as order/test tells them, without the braces around them.
void write_commission_of_order(Json& json, const Asked& asked, core::MarketId market);

}  // namespace api::binance
