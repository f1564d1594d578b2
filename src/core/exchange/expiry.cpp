// What happens when an order's time is over: it closes, whatever mode its market is in.
#include "core/exchange/deciders.hpp"
#include "core/exchange/matching.hpp"

namespace core {

void fire_order_timer(const State& state, const Timer& timer, Draft& draft) {
    const OrderId id{timer.subject};
    if (draft.closed(id)) return;  // with another leg of its list, in the same tick
    close_order(state, *state.orders.find(id), CloseReason::expired, draft);
}

}  // namespace core
