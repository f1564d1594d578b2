#include "views/row_changes.hpp"

namespace views {
namespace {

core::OrderTerms& terms_of(OrderRow& row) {
    return row.order.terms ? *row.order.terms : row.order.terms.emplace();
}

}  // namespace

void traded(OrderRow& row, const core::Traded& event, core::Timestamp time) {
    row.order.leaves -= event.quantity;
    row.order.filled_quote += event.quote;
    row.order.updated_at = time;
}

void decremented(OrderRow& row, const core::OrderDecremented& event, core::Timestamp time) {
    row.order.leaves -= event.quantity;
    row.order.prevented += event.quantity;
    row.order.updated_at = time;
}

void parked(OrderRow& row, const core::OrderParked& event) {
    terms_of(row).parking = event.why;
    terms_of(row).extreme = event.extreme;
}

// Where the order's money buys less than it asked for, the house goes on with less. What it asked
// for stays what it asked for: the rest is left when it closes.
void activated(OrderRow& row, const core::OrderActivated&, core::Timestamp time) {
    terms_of(row).parking = core::Parking::none;
    terms_of(row).working_at = time;
    row.order.updated_at = time;
}

void amended(OrderRow& row, const core::OrderAmended& event, core::Timestamp time) {
    ++terms_of(row).amends;
    row.order.quantity = event.quantity;
    row.order.leaves = event.leaves;
    row.order.client_order_id = event.client_order_id;
    row.order.updated_at = time;
}

void closed(OrderRow& row, const core::OrderClosed& event, core::Timestamp time) {
    row.closed = event.reason;
    row.order.updated_at = time;
}

}  // namespace views
