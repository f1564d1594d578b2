// Asks for the memory that deciding and applying a command will touch, while the commands before it
// are still at work: in a large house every link from an order to its account, its neighbours and
// its balances is a wait of its own, and so the waits run side by side with that work.
//
//     for (std::size_t i = 0; i < queue.size(); ++i) {
//         look_ahead(state, queue, i);
//         decide(state, queue[i].envelope, queue[i].command, ...);
//     }
//
// Only hints: nothing changes, and a command that will be refused does no harm.
#pragma once

#include <cstddef>
#include <utility>

#include "core/exchange/state.hpp"
#include "core/types/command.hpp"

namespace core {

// How many commands come before it. Each step follows the links that the step before has brought.
enum class Ahead { first, second, third };

void look_ahead(const State& state, const Envelope& envelope, const Command& command, Ahead ahead);

// At the commands behind queue[at], which is next.
template <class Queue>
void look_ahead(const State& state, const Queue& queue, std::size_t at) {
    constexpr std::size_t large = 32'000;  // measured: with fewer open orders the hints cost more
    if (state.orders.size() < large) return;
    for (const auto& [place, ahead] :
         {std::pair{at + 3, Ahead::third}, std::pair{at + 2, Ahead::second},
          std::pair{at + 1, Ahead::first}}) {
        if (place < queue.size()) {
            look_ahead(state, queue[place].envelope, queue[place].command, ahead);
        }
    }
}

}  // namespace core
