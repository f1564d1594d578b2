// What events do to the rows of the orders that they name. The live view, history and the news all
// follow orders by these, so they say the same.
#pragma once

#include "core/types/record.hpp"
#include "views/rows.hpp"

namespace views {

void traded(OrderRow& row, const core::Traded& event, core::Timestamp time);
void decremented(OrderRow& row, const core::OrderDecremented& event, core::Timestamp time);
void parked(OrderRow& row, const core::OrderParked& event);
void activated(OrderRow& row, const core::OrderActivated& event, core::Timestamp time);
void amended(OrderRow& row, const core::OrderAmended& event, core::Timestamp time);
void closed(OrderRow& row, const core::OrderClosed& event, core::Timestamp time);

}  // namespace views
