// Decides how the legs that waited for a working order are placed, now that it is filled: like new
// orders, or not at all.
//
// A leg that cannot be placed now closes, and its pair with it (unplaceable): money is missing, it
// would match or trigger at once, or the market takes no such order.
#include "base/check.hpp"
#include "base/result.hpp"
#include "core/exchange/list_legs.hpp"
#include "core/exchange/order_pairs.hpp"
#include "core/exchange/placing.hpp"

namespace core {
namespace {

bool rests(const OpenOrder& order) {
    return !takes_any_price(order.type) && order.time_in_force == TimeInForce::gtc;
}

Verdict check_mode(const Market& market, const OpenOrder& order) {
    if (market.mode == MarketMode::open) return {};
    const bool waits = has_trigger(order.type) || rests(order);
    if (market.mode == MarketMode::auction && waits) return {};
    return reject(Reject::market_halted);
}

// As it will be once it is no longer parked.
OpenOrder placed(OpenOrder order, Timestamp now) {
    order.terms->parking = Parking::none;
    order.terms->working_at = now;
    order.updated_at = now;
    return order;
}

// The range that a market order may trade in is that of now, not of when it was accepted.
Need need_now(const State& state, const Market& market, const OpenOrder& order, Timestamp now,
              const Draft& draft) {
    OpenOrder young = order;
    young.created_at = now;
    return need_of(state, market, young, {}, draft);
}

void activate(const OpenOrder& order, Draft& draft) {
    draft.add(OrderActivated{order.market, order.id, Parking::list, order.leaves});
}

Verdict place_single(const State& state, Asked asked, const Market& market, OpenOrder order,
                     Draft& draft) {
    TRY_OK(check_mode(market, order));
    TRY_OK(check_moment(state, market, order, draft));
    const Need need = need_now(state, market, order, asked.stamp.time, draft);
    TRY_OK(check_funds(state, order.account, need.hold, draft));

    // Accepted: nothing below can fail.
    activate(order, draft);
    if (need.closes) {
        draft.close(OrderClosed{market.id, order.id, order.account, *need.closes});
        return {};
    }
    place_hold(state, order.account, need.hold, draft);
    enter(state, std::move(order), asked.stamp.time, draft);
    return {};
}

Verdict place_pair(const State& state, Asked asked, const Market& market, Pair pair, Draft& draft) {
    TRY_OK(check_mode(market, pair.upper));
    TRY_OK(check_pair_now(state, market, pair, draft));
    const Hold hold = hold_of(market, pair);
    TRY_OK(check_funds(state, pair.upper.account, hold, draft));

    // Accepted: nothing below can fail.
    activate(pair.upper, draft);
    place_hold(state, pair.upper.account, hold, draft);
    enter(state, OpenOrder{pair.upper}, asked.stamp.time, draft);
    activate(pair.lower, draft);
    enter(state, OpenOrder{pair.lower}, asked.stamp.time, draft);
    return {};
}

}  // namespace

Verdict activate_pending(const State& state, Asked asked, const OpenOrder& order, Draft& draft) {
    const OpenList* open = list_of(state, order);
    if (open == nullptr || !open->is_due()) return reject(Reject::state_conflict);
    const Market& market = state.catalogue.market(order.market);
    const auto leg = [&](std::size_t place) {
        const auto waiting = state.orders.find(open->list.legs[place].order);
        CHECK(waiting.has_value());
        return placed(*waiting, asked.stamp.time);
    };
    Verdict verdict;
    if (open->list.kind == ListKind::otoco) {
        const OpenOrder upper = leg(1);
        const OpenOrder lower = leg(2);
        verdict = place_pair(state, asked, market, {upper, lower}, draft);
    } else {
        verdict = place_single(state, asked, market, leg(1), draft);
    }
    if (!verdict) close_order(state, order, CloseReason::unplaceable, draft);
    return {};
}

}  // namespace core
