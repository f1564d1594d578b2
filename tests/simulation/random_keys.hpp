// What becomes of keys: made, edited, frozen, rotated, confirmed, reported and used, by their
// owners, by the operator and by themselves.
#pragma once

#include "simulation/random_people.hpp"

namespace simulation {

core::KeyRules some_key_rules(base::Prng& prng, const core::State& state, core::Timestamp now);
core::CreateKey some_new_key(base::Prng& prng, const core::State& state, core::Timestamp now);
// Anything that is asked about a key that is there already.
core::Command something_about_a_key(base::Prng& prng, const core::State& state, core::KeyId key,
                                    core::Timestamp now);

Asked keys_affair(base::Prng& prng, const core::State& state, core::Timestamp now);

}  // namespace simulation
