// Orders and minutes as rows of tables: what stands in which column, in one place.
#pragma once

#include "views/history/sqlite.hpp"
#include "views/market/bar.hpp"
#include "views/rows.hpp"

namespace views {

// From SELECT * FROM orders, from SELECT * FROM minutes.
OrderRow take_order(Statement& row);
TimedBar take_minute(Statement& row);
// Into INSERT INTO orders VALUES (?, ...).
void insert_order(Statement& insert, const OrderRow& row);

}  // namespace views
