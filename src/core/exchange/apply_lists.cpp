// Moves the state by facts about order lists, amendments, dead-man timers and fees, and by what
// the rare terms of an order bring with them.
#include "core/exchange/appliers.hpp"
#include "core/exchange/fees.hpp"

namespace core {

void begin_terms(State& state, OrderId order, const OrderTerms& terms) {
    set_timer(state, TimerKind::order_expires, order.value, never, terms.expires_at);
}

void end_terms(State& state, OrderId order, const OrderTerms& terms) {
    set_timer(state, TimerKind::order_expires, order.value, terms.expires_at, never);
    if (terms.list) state.lists.close_leg(terms.list, order);
}

// A trade with oneself is nobody's volume.
void count_volume(State& state, const Traded& trade) {
    if (trade.maker_account == trade.taker_account) return;
    const Amount volume = volume_of(state, state.catalogue.market(trade.market), trade);
    if (volume == Amount{}) return;
    state.volumes.add(trade.maker_account, state.stamp.time, volume);
    state.volumes.add(trade.taker_account, state.stamp.time, volume);
}

void apply_one(State& state, const OrderListOpened& event) { state.lists.add(event.list); }

void apply_one(State& state, const OrderAmended& event) {
    const auto order = *state.orders.find(event.order);
    state.orders.amend(event.order, event.quantity, event.client_order_id, state.stamp.time);
    const OrderListId list = list_of(order);
    if (list) state.lists.rename_leg(list, event.order, event.client_order_id);
}

// What a replacing came to; the record tells it, nothing follows from it.
void apply_one(State&, const CancelRefused&) {}
void apply_one(State&, const PlaceRefused&) {}

void apply_one(State& state, const DeadManSet& event) {
    const DeadMan& timer = event.timer;
    if (!timer.id) return;  // there was none to be taken back
    const DeadMan* before = state.dead_men.find(timer.id);
    set_timer(state, TimerKind::dead_man, timer.id.value,
              before == nullptr ? never : before->deadline, timer.deadline);
    if (timer.deadline != never) {
        state.dead_men.set(timer);
    } else if (before != nullptr) {
        state.dead_men.remove(timer.id);
    }
}

void apply_one(State& state, const DeadManFired& event) {
    if (!event.done) return;
    const Timestamp deadline = state.dead_men.find(event.timer)->deadline;
    set_timer(state, TimerKind::dead_man, event.timer.value, deadline, never);
    state.dead_men.remove(event.timer);
}

void apply_one(State& state, const FeeTiersSet& event) {
    if (event.tiers.asset != state.fee_tiers.asset) state.volumes.clear();
    state.fee_tiers = event.tiers;
}

}  // namespace core
