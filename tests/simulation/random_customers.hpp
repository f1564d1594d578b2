// What becomes of customers: they apply and accept, staff and providers decide, two persons where
// the house wants them.
#pragma once

#include "simulation/random_people.hpp"

namespace simulation {

Asked customers_affair(base::Prng& prng, const core::State& state, core::Timestamp now);

}  // namespace simulation
