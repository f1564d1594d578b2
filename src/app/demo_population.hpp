// What the demo's exchange holds: assets, markets, customers with money and keys.
#pragma once

#include "app/credentials.hpp"
#include "app/exchange.hpp"

namespace app {

// Sees to it that all of it is there. `credentials` has the customers and keys that must exist: the
// ones of an earlier start, or fresh ones. A start that was cut short is completed by the next.
void populate(Exchange& exchange, Credentials& credentials);

// Fresh names, secrets and key pairs for everybody in the demo.
Credentials draw_credentials();

}  // namespace app
