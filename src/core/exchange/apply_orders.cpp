// Moves the state by facts about orders that are not simply in a book: parked ones, icebergs,
// prevented trades, auctions.
#include "base/check.hpp"
#include "core/exchange/appliers.hpp"

namespace core {

void apply_one(State& state, const OrderParked& event) {
    CHECK(state.taker && state.taker->order.id == event.order);
    OpenOrder order = std::move(state.taker->order);
    state.taker.reset();
    if (!order.terms) order.terms.emplace();
    order.terms->parking = event.why;
    order.terms->extreme = event.extreme;
    state.orders.park(order);
    begin_terms(state, order.id, *order.terms);
}

void apply_one(State& state, const OrderActivated& event) {
    CHECK(!state.taker);
    OpenOrder order = state.orders.unpark(event.order);
    CHECK(order.terms->parking == event.from && event.leaves <= order.leaves);
    const bool smaller = event.leaves < order.leaves;
    order.terms->parking = Parking::none;
    order.terms->working_at = state.stamp.time;
    order.updated_at = state.stamp.time;
    order.quantity -= order.leaves - event.leaves;
    order.leaves = event.leaves;
    // It has its timer again when it rests or is parked.
    set_timer(state, TimerKind::order_expires, order.id.value, order.terms->expires_at, never);
    if (event.from == Parking::list) state.lists.turn_came(order.terms->list);
    const Market& market = state.catalogue.market(event.market);
    state.taker = Taker{.order = std::move(order),
                        .quote_amount = {},
                        .range = state.catalogue.breaker_range(market, state.stamp.time),
                        .at_end = smaller ? CloseReason::unplaceable : CloseReason::filled};
}

void apply_one(State& state, const OrderRefreshed& event) {
    state.orders.refresh(event.order, event.visible);
}

void apply_one(State& state, const TradePrevented& event) {
    CHECK(event.prevention.value == state.catalogue.last_prevention(event.market).value + 1);
    state.catalogue.set_last_prevention(event.market, event.prevention);
}

void apply_one(State& state, const AuctionPriced& event) {
    // It opens as soon as it has traded, and no more at the time that was announced.
    Catalogue& catalogue = state.catalogue;
    set_timer(state, TimerKind::market_reopens, event.market.value,
              catalogue.reopens_at(event.market), never);
    catalogue.set_mode(event.market, catalogue.market(event.market).mode, never,
                       catalogue.mode_reason(event.market));
    catalogue.set_auction_price(event.market, event.price);
}

}  // namespace core
