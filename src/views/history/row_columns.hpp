// Orders, lists, minutes... as rows of tables: what stands in which column, in one place.
#pragma once

#include "views/history/sqlite.hpp"
#include "views/market/bar.hpp"
#include "views/rows.hpp"

namespace views {

// From SELECT * FROM orders, and so on.
OrderRow take_order(Statement& row);
ListRow take_list(Statement& row);
AmendmentRow take_amendment(Statement& row);
PreventionRow take_prevention(Statement& row);
TimedBar take_minute(Statement& row);
// Into INSERT INTO orders VALUES (?, ...), and so on.
void insert_order(Statement& insert, const OrderRow& row);
void insert_list(Statement& insert, const core::OrderList& list);
// Into an UPDATE of orders: id, quantity, client_order_id, terms.
void update_terms(Statement& update, const OrderRow& row);

}  // namespace views
