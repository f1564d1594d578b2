// What must be true of every state, each a sentence and a function. Simulations check all of them
// after every step. What a single event can break (sums, debts) the ledger checks by itself.
#pragma once

#include <span>
#include <string_view>

#include "core/exchange/state.hpp"

namespace core {

struct Invariant {
    std::string_view sentence;
    bool (*holds)(const State& state);
};

std::span<const Invariant> invariants();

// The first sentence that is not true; empty when all are.
std::string_view broken_invariant(const State& state);

}  // namespace core
