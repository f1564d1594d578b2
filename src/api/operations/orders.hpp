// Orders: place, cancel, show, list; and the fills they had. The same for every dialect.
#pragma once

#include "api/operations/house.hpp"
#include "views/rows.hpp"

namespace api {

// What became of a new order.
struct Placed {
    views::OrderRow order;
    std::vector<views::FillRow> fills;  // of this order, as taker, in order
    core::Stamp stamp;
    bool replayed{};  // the outcome of an earlier request with the same Idempotency-Key
};

// An order is named by its id, or by the client's id where the id is zero.
struct OrderName {
    core::MarketId market;  // zero: whichever
    core::OrderId order;
    core::ClientOrderId client_order_id;
};

struct Cancelled {
    std::vector<views::OrderRow> orders;  // as they were closed
    core::Stamp stamp;
    bool replayed{};
};

void place_order(House& house, const Caller& caller, const core::PlaceOrder& order,
                 Then<Placed> then);
// The full verdict, without doing it: nothing is sequenced, nothing changes.
Answer<void> check_order(House& house, const Caller& caller, const core::PlaceOrder& order);

void cancel_order(House& house, const Caller& caller, const OrderName& name, Then<Cancelled> then);
// order_unknown when nothing is open. Market zero: in all markets.
void cancel_all(House& house, const Caller& caller, core::MarketId market, Then<Cancelled> then);

// Open orders come from the live view, closed ones from history; the reader sees his own writes.
Answer<views::OrderRow> show_order(House& house, const Caller& caller, const OrderName& name);
Answer<std::vector<views::OrderRow>> open_orders(House& house, const Caller& caller,
                                                 core::MarketId market);

}  // namespace api
