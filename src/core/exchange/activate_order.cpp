// Decides what follows when a parked order's turn has come.
//
//     parked:   buy stop_loss #4, 5, stop 105: 525 held
//     a trade:  @ 105
//     book:     sell #1 3 @ 105, sell #2 9 @ 107
//     events:   OrderActivated #4, Posted (holds 4 more: it will cost 529)
//               Traded 3 @ 105, Posted, OrderClosed #1, Traded 2 @ 107, Posted, OrderClosed #4
//
// What becomes a market order buys as much as is held for it and its owner has besides; the rest of
// it ends (unplaceable).
//
// Asked by the house alone. Rejects  order_unknown, state_conflict where it is not its turn
#include <algorithm>

#include "core/exchange/deciders.hpp"
#include "core/exchange/list_legs.hpp"
#include "core/exchange/placing.hpp"

namespace core {
namespace {

// What the order will trade, and what for that is to be held instead of what is.
struct Turn {
    Quantity leaves;
    Amount cost;
    bool fills{};  // all of it at once
};

Turn turn_of(const State& state, const Market& market, const OpenOrder& order, Amount held,
             PriceRange range, const Draft& draft) {
    if (!takes_any_price(order.type)) {
        const bool whole = order.time_in_force == TimeInForce::fok;
        const bool fills =
            !whole || reach(state, market, order, {}, range, draft).trades == order.leaves;
        return {order.leaves, held, fills};
    }
    if (order.side == Side::sell) return {order.leaves, held, true};
    const Amount free = draft.balance(state.ledger, order.account, market.quote, Bucket::available);
    const Reach whole = reach(state, market, order, {}, range, draft);
    if (whole.quote <= held + free) return {order.leaves, whole.quote, true};
    const Reach part = reach(state, market, order, held + free, range, draft);
    return {part.trades + part.prevented + part.stopped, part.quote, true};
}

Verdict trigger(const State& state, Asked asked, const OpenOrder& order, Draft& draft) {
    const Market& market = state.catalogue.market(order.market);
    if (!state.orders.triggers(market.id).is_due(order.id) || market.mode != MarketMode::open) {
        return reject(Reject::state_conflict);
    }

    // Accepted: nothing below can fail.
    end_sibling(state, order, draft);
    const Hold hold = held_by(state, order);
    const PriceRange range = state.catalogue.breaker_range(market, asked.stamp.time);
    const Turn turn = turn_of(state, market, order, hold.amount, range, draft);
    draft.add(OrderActivated{market.id, order.id, Parking::trigger, turn.leaves});
    if (turn.cost > hold.amount) {
        place_hold(state, order.account, {hold.asset, turn.cost - hold.amount}, draft);
    } else {
        release(state, order.account, {hold.asset, hold.amount - turn.cost}, draft);
    }
    if (turn.leaves == Quantity{} || !turn.fills) {
        const CloseReason reason =
            turn.fills ? CloseReason::unplaceable : CloseReason::fok_unfilled;
        draft.close(OrderClosed{market.id, order.id, order.account, reason});
        release(state, order.account, {hold.asset, turn.cost}, draft);
        return {};
    }
    Taker taker{.order = order, .quote_amount = {}, .range = range};
    if (turn.leaves < order.leaves) taker.at_end = CloseReason::unplaceable;
    taker.order.quantity -= order.leaves - turn.leaves;
    taker.order.leaves = turn.leaves;
    match(state, std::move(taker), asked.stamp.time, draft);
    return {};
}

}  // namespace

Verdict decide(const State& state, Asked asked, const ActivateOrder& command, Draft& draft) {
    const auto order = state.orders.find(command.order);
    if (!order) return reject(Reject::order_unknown);
    switch (parking(*order)) {
        case Parking::trigger:
            return trigger(state, asked, *order, draft);
        case Parking::list:
            return activate_pending(state, asked, *order, draft);
        case Parking::none:
            break;
    }
    return reject(Reject::state_conflict);
}

}  // namespace core
