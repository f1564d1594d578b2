#include "core/access/idle.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

constexpr Timestamp day(std::int64_t number) { return Timestamp{} + hours(24 * number); }

Key key_used_on(std::int64_t number, std::uint16_t idle_days) {
    Key key;
    key.status = KeyStatus::active;
    key.last_use.at = day(number);
    key.rules.idle_days = idle_days;
    return key;
}

// Every step of a key that nobody uses, until it freezes.
std::vector<IdleStep> steps_of(Key key) {
    std::vector<IdleStep> steps;
    while (steps.empty() || steps.back().notice_days != 0) {
        steps.push_back(next_idle_step(key).value());
        EXPECT_EQ(idle_step_due(key, steps.back().at), steps.back());
        key.noticed_days = steps.back().notice_days;
    }
    return steps;
}

TEST(Idle, is_told_14_7_and_1_days_before) {
    EXPECT_EQ(steps_of(key_used_on(5, 90)),
              (std::vector<IdleStep>{{day(81), 14}, {day(88), 7}, {day(94), 1}, {day(95), 0}}));
}

TEST(Idle, is_told_as_often_as_fits) {
    EXPECT_EQ(steps_of(key_used_on(0, 15)).size(), 4U);
    EXPECT_EQ(steps_of(key_used_on(0, 14)),
              (std::vector<IdleStep>{{day(7), 7}, {day(13), 1}, {day(14), 0}}));
    EXPECT_EQ(steps_of(key_used_on(0, 7)), (std::vector<IdleStep>{{day(6), 1}, {day(7), 0}}));
    EXPECT_EQ(steps_of(key_used_on(0, 1)), (std::vector<IdleStep>{{day(1), 0}}));
}

TEST(Idle, starts_anew_with_a_change_of_status) {
    Key key = key_used_on(1, 90);
    key.status_at = day(40);
    EXPECT_EQ(idle_freezes_at(key), day(130));
    key.last_use.at = day(50);
    EXPECT_EQ(idle_freezes_at(key), day(140));
}

TEST(Idle, stands_still_for_keys_that_are_not_in_use_anyway) {
    using enum KeyStatus;
    for (const KeyStatus status :
         {inactive, frozen_idle, frozen_user, frozen_risk, expired, revoked}) {
        Key key = key_used_on(1, 90);
        key.status = status;
        EXPECT_EQ(next_idle_step(key), std::nullopt);
        EXPECT_EQ(idle_freezes_at(key), never);
    }
    Key key = key_used_on(1, 90);
    key.status = cancel_only;
    EXPECT_TRUE(next_idle_step(key));
}

TEST(Idle, says_what_is_true_after_a_long_standstill) {
    Key key = key_used_on(0, 90);
    EXPECT_EQ(idle_step_due(key, day(80)), (IdleStep{day(76), 14}));
    EXPECT_EQ(idle_step_due(key, day(83)), (IdleStep{day(83), 7})) << "not 14 days any more";
    EXPECT_EQ(idle_step_due(key, day(89)), (IdleStep{day(89), 1}));
    EXPECT_EQ(idle_step_due(key, day(90)), (IdleStep{day(90), 0}));
    key.noticed_days = 7;
    EXPECT_EQ(next_idle_step(key), (IdleStep{day(89), 1}));
}

TEST(Idle, gives_no_notice_twice_when_the_time_is_made_longer) {
    Key key = key_used_on(0, 90);
    key.noticed_days = 14;
    key.rules.idle_days = 100;
    EXPECT_EQ(next_idle_step(key), (IdleStep{day(93), 7}));
}

}  // namespace
}  // namespace core
