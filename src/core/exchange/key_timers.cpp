#include "core/exchange/key_timers.hpp"

#include "core/access/idle.hpp"

namespace core {

base::InlineVector<Timer, 4> timers_of(const Key& key) {
    base::InlineVector<Timer, 4> timers;
    const auto add = [&](Timestamp deadline, TimerKind kind) {
        if (deadline != never) timers.push_back(Timer{deadline, kind, key.id.value});
    };
    switch (key.status) {
        case KeyStatus::revoked:
        case KeyStatus::expired:
            return timers;
        case KeyStatus::frozen_user:
        case KeyStatus::frozen_risk:
            break;
        case KeyStatus::inactive:
        case KeyStatus::active:
        case KeyStatus::cancel_only:
        case KeyStatus::frozen_idle:
            add(key.confirm_by, TimerKind::key_confirm);
            break;
    }
    add(key.rules.expires_at, TimerKind::key_expires);
    if (const auto step = next_idle_step(key)) add(step->at, TimerKind::key_idle);
    if (key.next) add(key.next->takes_over_at, TimerKind::key_takes_over);
    return timers;
}

void set_timers(State& state, const Key& key) {
    for (const Timer& timer : timers_of(key)) state.timers.insert(timer);
}

void forget_timers(State& state, const Key& key) {
    for (const Timer& timer : timers_of(key)) state.timers.erase(timer);
}

}  // namespace core
