// Lists of orders that depend on each other: place, cancel, show.
#pragma once

#include "api/operations/orders.hpp"

namespace api {

struct PlacedList {
    core::OrderList list;
    std::vector<views::OrderRow> orders;  // in the order of the list's legs
    std::vector<views::FillRow> fills;    // of these orders as takers
    std::vector<core::TradePrevented> prevented;
    core::Stamp stamp;
    bool replayed{};
};

// By its id, or by the client's where the id is zero. Both given must agree.
struct ListName {
    core::MarketId market;  // zero: whichever
    core::OrderListId list;
    core::ClientOrderId client_list_id;
};

// A list that is open, and its orders: those that are open still, and those closed lately.
struct ShownList {
    core::OrderList list;
    std::vector<views::OrderRow> orders;
};

// Draws client ids where there are none.
void place_order_list(House& house, const Caller& caller, core::PlaceOrderList list,
                      Then<PlacedList> then);
Answer<void> check_order_list(House& house, const Caller& caller, core::PlaceOrderList list);
// All its legs. order_list_unknown when it is not open.
void cancel_order_list(House& house, const Caller& caller, const ListName& name,
                       Then<Cancelled> then);
Answer<ShownList> show_order_list(const House& house, const Caller& caller, const ListName& name);

// A list, open or done, and all its orders, in the order of its legs.
struct FoundList {
    views::ListRow row;
    std::vector<views::OrderRow> orders;
};
// By its owner's name: the open one, or else the newest. Asks history where the live view does not
// know everything.
void find_order_list(House& house, const Caller& caller, const ListName& name,
                     Then<FoundList> then);
// Oldest first. Market zero: of all markets; constraint_market where the key is held to some.
Answer<std::vector<core::OrderList>> open_order_lists(const House& house, const Caller& caller,
                                                      core::MarketId market);

}  // namespace api
