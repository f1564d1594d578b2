// What is done to open orders besides cancelling: replacing one by another, making one smaller.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

void cancel_replace(const Asked& asked, Finish&& finish);  // POST /api/v3/order/cancelReplace
void amend_order(const Asked& asked, Finish&& finish);     // PUT /api/v3/order/amend/keepPriority

}  // namespace api::binance
