#include "core/exchange/list_legs.hpp"

#include <algorithm>

namespace core {
namespace {

// The open legs but this one, in the order of the list, as far as the draft leaves them open.
std::vector<OpenOrder> others_of(const State& state, const OpenOrder& order, const Draft& draft) {
    std::vector<OpenOrder> others;
    const OpenList* open = list_of(state, order);
    if (open == nullptr) return others;
    for (const ListLeg& leg : open->list.legs) {
        if (leg.order == order.id || draft.closed(leg.order)) continue;
        if (auto other = state.orders.find(leg.order)) others.push_back(*std::move(other));
    }
    return others;
}

bool is_working(const State& state, const OpenOrder& order) {
    const OpenList* open = list_of(state, order);
    return open != nullptr && open->waiting && open->list.legs[0].order == order.id;
}

void close(const OpenOrder& order, CloseReason reason, Draft& draft) {
    draft.close(OrderClosed{order.market, order.id, order.account, reason});
}

}  // namespace

void release(const State& state, AccountId account, const Hold& hold, Draft& draft) {
    if (hold.amount == Amount{}) return;
    draft.open(PostingReason::release);
    draft.move(state.ledger, account, hold.asset, Bucket::held, -hold.amount);
    draft.move(state.ledger, account, hold.asset, Bucket::available, hold.amount);
}

Hold held_by(const State& state, const OpenOrder& order) {
    const Market& market = state.catalogue.market(order.market);
    const Hold hold = hold_of(market, order.side, order.limit, order.leaves);
    return parking(order) == Parking::list ? Hold{hold.asset, {}} : hold;
}

const OpenList* list_of(const State& state, const OpenOrder& order) {
    const OrderListId list = list_of(order);
    return list ? state.lists.find(list) : nullptr;
}

std::optional<OpenOrder> sibling_of(const State& state, const OpenOrder& order,
                                    const Draft& draft) {
    const OpenList* open = list_of(state, order);
    if (open == nullptr || open->waiting) return std::nullopt;
    auto others = others_of(state, order, draft);
    if (others.empty()) return std::nullopt;
    return std::move(others.front());
}

void end_sibling(const State& state, const OpenOrder& order, Draft& draft) {
    const auto sibling = sibling_of(state, order, draft);
    if (!sibling) return;
    close(*sibling, CloseReason::list_sibling, draft);
    const Hold hold = held_by(state, *sibling);
    const Amount surplus = hold.amount - held_by(state, order).amount;
    if (surplus > Amount{}) release(state, order.account, {hold.asset, surplus}, draft);
}

void end_pending(const State& state, const OpenOrder& working, CloseReason reason, Draft& draft) {
    if (reason == CloseReason::filled || !is_working(state, working)) return;
    for (const OpenOrder& pending : others_of(state, working, draft)) {
        close(pending, pending_reason(reason), draft);
    }
}

// Of a pair the larger need is held. What waits for its list holds nothing, so the larger need is
// also right for a working order with its pending legs.
void close_legs(const State& state, const OpenOrder& order, CloseReason reason, Draft& draft) {
    if (draft.closed(order.id)) return;
    const bool leads = is_working(state, order);
    const auto others = others_of(state, order, draft);
    Hold hold = held_by(state, order);
    close(order, reason, draft);
    for (const OpenOrder& other : others) {
        close(other, leads ? pending_reason(reason) : reason, draft);
        const Hold larger = held_by(state, other);  // of the other asset, where a pending leg ends
        if (larger.amount > hold.amount) hold = larger;
    }
    release(state, order.account, hold, draft);
}

CloseReason pending_reason(CloseReason of_working) {
    switch (of_working) {
        case CloseReason::cancelled:
        case CloseReason::dead_man:
        case CloseReason::disconnected:
            return of_working;
        default:
            return CloseReason::list_failed;
    }
}

}  // namespace core
