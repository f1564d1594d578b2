// Orders that are more than a price and a quantity, and what is asked of several at once.
#pragma once

#include "base/prng.hpp"
#include "core/exchange/state.hpp"

namespace simulation {

// The same order, perhaps as a stop, an iceberg, one that trails, expires or has a tag.
core::PlaceOrder with_some_terms(base::Prng& prng, core::PlaceOrder order, core::Timestamp now);

// Lists, replacements, amendments, timers: with `first` and `second` as orders of the list.
core::Command orders_affair(base::Prng& prng, const core::State& state, core::AccountId account,
                            const core::PlaceOrder& first, const core::PlaceOrder& second,
                            core::Timestamp now);

// Fees by volume, call auctions, and duties that nobody may ask for.
core::Command markets_affair(base::Prng& prng, const core::State& state, core::Timestamp now);

}  // namespace simulation
