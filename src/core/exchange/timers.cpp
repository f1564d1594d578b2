// Which subject a timer belongs to.
#include "core/exchange/deciders.hpp"

namespace core {

void fire(const State& state, const Timer& timer, Timestamp now, Draft& draft) {
    switch (timer.kind) {
        case TimerKind::market_reopens: {
            const MarketId market{static_cast<std::uint32_t>(timer.subject)};
            return open_market(state, market, ModeReason::time, draft);
        }
        case TimerKind::key_expires:
        case TimerKind::key_idle:
        case TimerKind::key_takes_over:
        case TimerKind::key_confirm:
            return fire_key_timer(state, timer, now, draft);
        case TimerKind::session_ends:
            return fire_session_timer(state, timer, now, draft);
        case TimerKind::lock_ends:
        case TimerKind::proposal_ends:
        case TimerKind::review_due:
            return fire_customer_timer(state, timer, now, draft);
        case TimerKind::order_expires:
            return fire_order_timer(state, timer, draft);
        case TimerKind::dead_man:
            return fire_dead_man(state, timer, now, draft);
    }
}

}  // namespace core
