// How a customer stands now, gathered from onboarding, API access, locks and policies.
#pragma once

#include "core/exchange/state.hpp"

namespace core {

// Cost: O(policy versions posted + locks of the customer); both are few.
Standing standing_of(const State& state, CustomerId customer, Timestamp now);

}  // namespace core
