// What is done to open orders besides cancelling them: making them smaller in their place, and
// replacing one by another in a single step.
//
// Replies as in orders.hpp: later, on another thread, exactly once.
#pragma once

#include "api/operations/orders.hpp"

namespace api {

struct Amended {
    views::OrderRow order;      // as it is now
    core::OrderAmended change;  // what it was before, and became then
    core::Stamp stamp;
    bool replayed{};
};

// amend_unchanged, amend_increase, order_unknown, client_order_id_in_use, ...
void amend_order(House& house, const Caller& caller, const OrderName& name, core::AmendOrder change,
                 Then<Amended> then);

// Each half was done or says why not; both may say so.
struct Replaced {
    std::vector<views::OrderRow> cancelled;  // as they were closed: a leg takes its list along
    std::optional<Refusal> cancel_refused;
    std::optional<Placed> placed;
    std::optional<Refusal> place_refused;
    core::Stamp stamp;
    bool replayed{};
};

// Draws a client order id where there is none. A refusal: nothing was tried, or with
// stop_on_failure the cancel was refused.
void replace_order(House& house, const Caller& caller, core::CancelReplace command,
                   Then<Replaced> then);

// The full verdict, without doing it; a half that would be refused is a refusal.
Answer<void> check_replacement(House& house, const Caller& caller, core::CancelReplace command);

}  // namespace api
