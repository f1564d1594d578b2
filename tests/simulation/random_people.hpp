// What people do who sign in, customers and staff: sessions, passwords, factors. Most of it would
// be right; codes are made up from what the state knows of them.
#pragma once

#include "simulation/random_commands.hpp"

namespace simulation {

core::UserId some_user(base::Prng& prng, const core::State& state);
// Mostly with an open session, and with a right factor where one is enrolled.
core::Envelope envelope_of_person(base::Prng& prng, const core::State& state, core::UserId user,
                                  core::Timestamp now);
Asked peoples_command(base::Prng& prng, const core::State& state, core::Timestamp now);

}  // namespace simulation
