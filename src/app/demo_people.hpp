// The demo's people who sign in: customers and staff with passwords and second factors, and the
// policies that customers accept.
#pragma once

#include "api/access/randomness.hpp"
#include "app/credentials.hpp"
#include "app/exchange.hpp"

namespace app {

// A fresh address of example.org and password; a TOTP secret where wanted.
DemoLogin draw_login(const std::string& name, bool with_factor, api::Randomness& randomness);

// Whose secrets they are in the vault: of the n-th customer.
core::VaultRef subject_of(std::size_t customer);

// Sees to it that they are all there, by the commands that people's own requests would send:
// registered, signed in once, the factor enrolled and confirmed, the policies accepted, signed out.
// Each step is skipped where an earlier start did it. Cost: 100 ms for each new password.
void settle_people(Exchange& exchange, const Credentials& credentials);

}  // namespace app
