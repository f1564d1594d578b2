#include "core/exchange/memory.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

constexpr AccountId alice{3};
constexpr KeyId key{1};

Fingerprint number(std::uint64_t i) { return {i, 1}; }
Timestamp at(std::int64_t second) { return Timestamp{} + seconds(second); }

Outcome outcome(std::uint64_t i, std::int64_t second) {
    return {.account = alice,
            .idempotency = number(i),
            .request = number(100 + i),
            .stamp = {Sequence{i}, at(second)},
            .rejection = {},
            .events = {}};
}

TEST(Memory, finds_an_outcome_by_account_and_key) {
    Memory memory;
    memory.keep(outcome(1, 0));
    ASSERT_NE(memory.find(alice, number(1)), nullptr);
    EXPECT_EQ(memory.find(alice, number(1))->request, number(101));
    EXPECT_EQ(memory.find(AccountId{4}, number(1)), nullptr);
    EXPECT_EQ(memory.find(alice, number(2)), nullptr);
}

TEST(Memory, keeps_an_outcome_for_a_day_and_finds_the_younger_ones_after_it_went) {
    Memory memory;
    for (std::uint64_t i = 1; i <= 5; ++i) memory.keep(outcome(i, static_cast<std::int64_t>(i)));
    memory.forget(at(2) + outcome_kept);
    EXPECT_EQ(memory.find(alice, number(2)), nullptr);
    for (std::uint64_t i = 3; i <= 5; ++i) {
        ASSERT_NE(memory.find(alice, number(i)), nullptr);
        EXPECT_EQ(memory.find(alice, number(i))->stamp.sequence.value, i);
    }
    memory.keep(outcome(1, 9));  // its key is free again
    EXPECT_EQ(memory.find(alice, number(1))->stamp.time, at(9));
}

TEST(Memory, knows_a_nonce_until_its_end) {
    Memory memory;
    memory.use(key, number(1), at(10));
    EXPECT_TRUE(memory.used(key, number(1)));
    EXPECT_FALSE(memory.used(KeyId{2}, number(1)));
    memory.forget(at(9));
    EXPECT_TRUE(memory.used(key, number(1)));
    memory.forget(at(10));
    EXPECT_FALSE(memory.used(key, number(1)));
}

TEST(Memory, adds_events_to_the_newest_outcome_and_only_if_it_is_that_orders) {
    Memory memory;
    memory.keep(outcome(1, 1));
    const std::vector<std::uint8_t> more{7, 8};
    memory.append({Sequence{1}, at(1)}, more);
    memory.append({Sequence{2}, at(1)}, more);
    EXPECT_EQ(memory.find(alice, number(1))->events, more);
}

TEST(Memory, forgets_in_bounded_steps_and_comes_to_an_end) {
    Memory memory;
    for (std::uint64_t i = 1; i <= 2'500; ++i) {
        memory.keep(outcome(i, static_cast<std::int64_t>(i)));
        memory.use(key, number(i), at(static_cast<std::int64_t>(i)));
    }
    const Timestamp now = at(3'000) + outcome_kept;
    int steps = 0;
    while (memory.next_to_forget() <= now) {
        const std::size_t before = memory.outcomes().size() + memory.nonces().size();
        memory.forget(memory.forget_until(now, 1'000));
        const std::size_t gone = before - memory.outcomes().size() - memory.nonces().size();
        ASSERT_GE(gone, 1u);
        ASSERT_LE(gone, 2'000u);
        ASSERT_LT(++steps, 10);
    }
    EXPECT_TRUE(memory.outcomes().empty());
    EXPECT_TRUE(memory.nonces().empty());
    EXPECT_EQ(memory.next_to_forget(), never);
}

}  // namespace
}  // namespace core
