// What the house owes to what has happened: commands that nobody asks for and that come before
// anything else is decided.
//
//     while (const auto duty = next_duty(state)) decide and apply it;
//
//     an order whose matching did not fit into one command     ContinueOrder
//     a call auction that ends                                 Uncross
//     a stop whose price has come, in a market that is open    ActivateOrder
//     a list whose working order is filled                     ActivateOrder
//
// In this order, and all of it follows from the state: what a crash cut off is owed after the
// start. A duty is never refused, and each brings its end nearer.
//
// Cost: O(1), and O(markets that are not open and have triggers due).
#pragma once

#include <optional>

#include "core/exchange/state.hpp"

namespace core {

std::optional<Command> next_duty(const State& state);

}  // namespace core
