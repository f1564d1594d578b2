// The orders that a command opened, as they are after it: what each event of the reply says of
// them. Knows nothing but the reply, so a stored outcome that is told again reads as the first did.
//
//     Followed followed = follow(market, reply);
//     followed.orders.front()      // open, parked, filled, ...
//     followed.fills               // of these orders as takers, in order
#pragma once

#include <vector>

#include "engine/engine.hpp"
#include "views/rows.hpp"

namespace api {

struct Followed {
    std::vector<views::OrderRow> orders;  // in the order in which they were accepted
    std::vector<views::FillRow> fills;
    std::vector<core::TradePrevented> prevented;  // by self-trade prevention

    views::OrderRow* find(core::OrderId order);
};

// `market`: where the orders are; all of a command are in one.
Followed follow(const core::Market& market, const engine::Reply& reply);
// The market of what was accepted first; nothing was accepted: null.
const core::OrderAccepted* first_accepted(const engine::Reply& reply);

}  // namespace api
