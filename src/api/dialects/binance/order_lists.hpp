// Lists of orders that depend on each other: OCO, OTO, OTOCO.
#pragma once

#include "api/dialects/binance/asked.hpp"
#include "api/operations/order_lists.hpp"

namespace api::binance {

void place_oco(const Asked& asked, Finish&& finish);      // POST /api/v3/orderList/oco
void place_old_oco(const Asked& asked, Finish&& finish);  // POST /api/v3/order/oco
void place_oto(const Asked& asked, Finish&& finish);      // POST /api/v3/orderList/oto
void place_otoco(const Asked& asked, Finish&& finish);    // POST /api/v3/orderList/otoco
// POST /api/v3/orderList/opo, opoco: no market here has them, and exchangeInfo says so.
Result<Answered> no_opo(const Asked& asked);

Result<Answered> open_lists(const Asked& asked);        // GET /api/v3/openOrderList
void cancel_list(const Asked& asked, Finish&& finish);  // DELETE /api/v3/orderList

// By `orderListId`, or by the client's id under that name; -1102 where neither was sent.
Result<ListName> read_list_name(const Parameters& parameters, std::string_view client_name);
Answered told_open_list(const Asked& asked, const core::OrderList& list);

}  // namespace api::binance
