// Orders: place, cancel, show, list; and the fills they had. The same for every dialect.
//
// Replies come on the engine's thread or an errand's, or at once on the caller's; exactly once.
// The caller's `proved` and all views are used before the function returns, never after.
#pragma once

#include "api/operations/house.hpp"
#include "views/rows.hpp"

namespace api {

// What became of a new order.
struct Placed {
    views::OrderRow order;
    std::vector<views::FillRow> fills;            // of this order, as taker, in order
    std::vector<core::TradePrevented> prevented;  // by self-trade prevention, with it as taker
    core::Stamp stamp;
    bool replayed{};  // the outcome of an earlier request with the same Idempotency-Key
};

// An order is named by its id, or by the client's id where the id is zero. Both given must agree.
struct OrderName {
    core::MarketId market;  // zero: whichever
    core::OrderId order;
    core::ClientOrderId client_order_id;
    core::CancelOnly only{};  // of cancels: whatever it is like, unless filled partly, or not
    core::ClientOrderId cancel_id{};  // of cancels: what the owner calls them; empty: nothing
};

struct Cancelled {
    std::vector<views::OrderRow> orders;  // as they were closed
    core::Stamp stamp;
    bool replayed{};
};

// Draws a client order id where there is none.
void place_order(House& house, const Caller& caller, core::PlaceOrder order, Then<Placed> then);
// The full verdict, without doing it: nothing is sequenced, nothing changes.
Answer<void> check_order(House& house, const Caller& caller, core::PlaceOrder order);

void cancel_order(House& house, const Caller& caller, const OrderName& name, Then<Cancelled> then);
// order_unknown when nothing is open. Market zero: in all markets; constraint_market where the key
// is held to some.
void cancel_all(House& house, const Caller& caller, core::CancelAll which, Then<Cancelled> then);
// The stream that a request named with `stream_id` may have been lost while the order was on its
// way, and its other orders cancelled: then this one is cancelled now.
void cancel_if_unbound(House& house, core::CustomerId customer, const core::OpenOrder& order);
// What any command's reply says was closed, before anything that it placed.
void tell_closed(House& house, Answer<engine::Reply>&& reply, Then<Cancelled> then);

// Where the order is open, if the key may touch that. It may have closed while an idempotent
// request is repeated: then the core knows the outcome, and the market as it was named will do.
Answer<core::MarketId> market_of_open(const House& house, const Caller& caller,
                                      const OrderName& name);

// Open orders come from the live view, closed ones from there or history; the reader sees his own
// writes. order_unknown: no such order of this account.
void show_order(House& house, const Caller& caller, const OrderName& name,
                Then<views::OrderRow> then);
// Oldest first.
Answer<std::vector<views::OrderRow>> open_orders(House& house, const Caller& caller,
                                                 core::MarketId market);

// 22 letters and digits that nobody has had before.
core::ClientOrderId drawn_client_order_id(Randomness& randomness);
// Letters, digits and -_.:/, 1 to 36 of them.
std::optional<core::ClientOrderId> read_client_order_id(std::string_view text);

}  // namespace api
