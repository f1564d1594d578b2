// The timers of a key. They follow from the key alone: apply() sets them after every change of it,
// a snapshot sets them anew, and an invariant compares.
#pragma once

#include "base/inline_vector.hpp"
#include "core/exchange/state.hpp"

namespace core {

// None for a key that is revoked or expired. A confirmation that is due stops no key that is frozen
// already by somebody; it waits until the key is given back.
base::InlineVector<Timer, 4> timers_of(const Key& key);

void set_timers(State& state, const Key& key);
void forget_timers(State& state, const Key& key);

}  // namespace core
