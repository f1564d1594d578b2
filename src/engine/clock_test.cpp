#include "engine/clock.hpp"

#include <gtest/gtest.h>

#include "base/prng.hpp"

namespace engine {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t hour = 3'600 * second;

// A machine whose clocks a test may turn.
MachineTime machine{.real_ns = 1'000'000 * second, .boot_ns = 7 * second};
MachineTime the_machine() { return machine; }

void pass(std::int64_t ns) {
    machine.real_ns += ns;
    machine.boot_ns += ns;
}

TEST(Clock, starts_at_the_machines_time) {
    DisciplinedClock clock{{}, the_machine};
    EXPECT_EQ(clock.now().ns, machine.real_ns);
    EXPECT_EQ(clock.error().ns, 0);
    pass(second);
    EXPECT_EQ(clock.now().ns, machine.real_ns);
}

TEST(Clock, never_starts_before_the_journals_last_stamp) {
    const core::Timestamp last{machine.real_ns + 10 * second};
    DisciplinedClock clock{last, the_machine};
    EXPECT_GE(clock.now(), last);
    EXPECT_EQ(clock.error().ns, -10 * second);
}

TEST(Clock, never_runs_backwards_however_the_machine_is_set) {
    base::Prng prng{7};
    DisciplinedClock clock{{}, the_machine};
    core::Timestamp last = clock.now();
    for (int i = 0; i < 100'000; ++i) {
        pass(prng.between(0, prng.one_in(10) ? 10 * second : 1'000));
        if (prng.one_in(20)) machine.real_ns += prng.between(-hour, hour);
        const core::Timestamp now = clock.now();
        ASSERT_GE(now, last);
        last = now;
    }
}

TEST(Clock, is_never_faster_or_slower_than_500_millionths) {
    base::Prng prng{8};
    DisciplinedClock clock{{}, the_machine};
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t before = clock.now().ns;
        const std::int64_t passes = prng.between(1, 2 * second);
        pass(passes);
        if (prng.one_in(5)) machine.real_ns += prng.between(-hour, hour);
        const std::int64_t gained = clock.now().ns - before - passes;
        ASSERT_LE(std::abs(gained), passes / 2'000);
    }
}

TEST(Clock, does_not_believe_a_step_of_an_hour_but_approaches_it) {
    DisciplinedClock clock{{}, the_machine};
    machine.real_ns += hour;
    const std::int64_t before = clock.now().ns;
    EXPECT_LT(before, machine.real_ns - hour + second);
    EXPECT_EQ(clock.error().ns, hour);
    for (int i = 0; i < 1'000; ++i) {
        pass(second);
        clock.now();
    }
    EXPECT_EQ(clock.now().ns - before, 1'000 * second + second / 2);  // 500 millionths of it
    for (int i = 0; i < 2'000; ++i) {
        pass(hour);
        clock.now();
    }
    EXPECT_EQ(clock.now().ns, machine.real_ns);  // 2,000 hours later it is there
    EXPECT_EQ(clock.error().ns, 0);
}

TEST(Clock, waits_for_a_machine_that_was_set_back) {
    DisciplinedClock clock{{}, the_machine};
    machine.real_ns -= second;
    core::Timestamp last = clock.now();
    for (int i = 0; i < 2'000; ++i) {
        pass(second);
        const core::Timestamp now = clock.now();
        ASSERT_EQ((now - last).ns, second - second / 2'000);
        last = now;
    }
    EXPECT_EQ(last.ns, machine.real_ns);
}

TEST(Clock, of_this_machine_goes_on) {
    DisciplinedClock clock{{}};
    core::Timestamp last = clock.now();
    for (int i = 0; i < 10'000; ++i) {
        const core::Timestamp now = clock.now();
        ASSERT_GE(now, last);
        last = now;
    }
    EXPECT_EQ(clock.error().ns / second, 0);
}

}  // namespace
}  // namespace engine
