// A state that is asked one command after the other, as the engine does it, rejected ones
// included; after each the invariants are asked. For tests only.
//
//     BareHouse house;
//     house.must(OpenHouse{Environment::test, 1, 2}, {.surface = Surface::cli});
//     house.now = house.now + minutes(5);
//     const Verdict verdict = house.ask(command, envelope);
//     all_of<KeyUsed>(house.events)
#pragma once

#include <gtest/gtest.h>
#include <vector>

#include "core/exchange/exchange.hpp"

namespace core::testing {

class BareHouse {
  public:
    BareHouse();
    ~BareHouse();
    BareHouse(const BareHouse&) = delete;
    BareHouse& operator=(const BareHouse&) = delete;

    Verdict ask(const Command& command, const Envelope& envelope);
    // What the test needs to be accepted, or it cannot go on.
    void must(const Command& command, const Envelope& envelope);

    Timestamp now{from_unix_ms(1'800'000'000'000)};
    State state;
    std::vector<Event> events;  // of the last command

  private:
    Draft draft_;
};

template <class Wanted>
std::vector<Wanted> all_of(const std::vector<Event>& events) {
    std::vector<Wanted> found;
    for (const Event& event : events) {
        if (const auto* one = std::get_if<Wanted>(&event)) found.push_back(*one);
    }
    return found;
}

}  // namespace core::testing
