// What orders went through: amendments, matches with oneself that were prevented, lists that are
// done.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

void show_list(const Asked& asked, Finish&& finish);          // GET /api/v3/orderList
void all_lists(const Asked& asked, Finish&& finish);          // GET /api/v3/allOrderList
void amendments(const Asked& asked, Finish&& finish);         // GET /api/v3/order/amendments
void prevented_matches(const Asked& asked, Finish&& finish);  // GET /api/v3/myPreventedMatches

}  // namespace api::binance
