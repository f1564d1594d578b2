#include "core/exchange/bare_house_for_tests.hpp"

#include "base/check.hpp"
#include "core/exchange/invariants.hpp"

namespace core::testing {

BareHouse::BareHouse() = default;
BareHouse::~BareHouse() = default;

Verdict BareHouse::ask(const Command& command, const Envelope& envelope) {
    const Stamp stamp{Sequence{state.stamp.sequence.value + 1}, now};
    const Verdict verdict = decide(state, envelope, command, stamp, draft_);
    std::optional<Rejection> rejection;
    if (!verdict) rejection = verdict.error();
    events.assign(draft_.events().begin(), draft_.events().end());
    apply(state, stamp, envelope, command, rejection, events);
    EXPECT_EQ(broken_invariant(state), "");
    return verdict;
}

void BareHouse::must(const Command& command, const Envelope& envelope) {
    CHECK(ask(command, envelope).has_value());
}

}  // namespace core::testing
