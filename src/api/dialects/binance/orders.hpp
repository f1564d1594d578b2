// Orders: place, test, show, list, cancel; and the trades they had.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

void place_order(const Asked& asked, Finish&& finish);         // POST /api/v3/order
Result<Answered> test_order(const Asked& asked);               // POST /api/v3/order/test
void show_order(const Asked& asked, Finish&& finish);          // GET /api/v3/order
void cancel_order(const Asked& asked, Finish&& finish);        // DELETE /api/v3/order
void open_orders(const Asked& asked, Finish&& finish);         // GET /api/v3/openOrders
void cancel_open_orders(const Asked& asked, Finish&& finish);  // DELETE /api/v3/openOrders
void all_orders(const Asked& asked, Finish&& finish);          // GET /api/v3/allOrders
void my_trades(const Asked& asked, Finish&& finish);           // GET /api/v3/myTrades

// There is one book for each market, so routing an order means placing it.
void place_by_sor(const Asked& asked, Finish&& finish);  // POST /api/v3/sor/order
Result<Answered> test_by_sor(const Asked& asked);        // POST /api/v3/sor/order/test

}  // namespace api::binance
