#include "core/access/caps.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace core {
namespace {

using enum CapPeriod;

// From the standard library's calendar, which the core does not use: whole days since 1970.
Timestamp at(int year, unsigned month, unsigned day, std::int64_t hour = 0) {
    const std::chrono::sys_days days{std::chrono::year{year} / std::chrono::month{month} /
                                     std::chrono::day{day}};
    return Timestamp{} + hours(24 * days.time_since_epoch().count() + hour);
}

TEST(CapPeriods, are_those_of_the_calendar) {
    const Timestamp now = at(2026, 11, 20, 13) + minutes(5);  // a Friday
    EXPECT_EQ(period_of(hour, now), (Period{at(2026, 11, 20, 13), at(2026, 11, 20, 14)}));
    EXPECT_EQ(period_of(day, now), (Period{at(2026, 11, 20), at(2026, 11, 21)}));
    EXPECT_EQ(period_of(week, now), (Period{at(2026, 11, 16), at(2026, 11, 23)}));
    EXPECT_EQ(period_of(month, now), (Period{at(2026, 11, 1), at(2026, 12, 1)}));
    EXPECT_EQ(period_of(lifetime, now), (Period{Timestamp{}, never}));
    EXPECT_EQ(period_of(transaction, now), (Period{now, now}));
    EXPECT_EQ(period_of(month, at(2028, 2, 29)), (Period{at(2028, 2, 1), at(2028, 3, 1)}));
    EXPECT_EQ(period_of(month, at(2100, 2, 28)), (Period{at(2100, 2, 1), at(2100, 3, 1)}));
    EXPECT_EQ(period_of(month, at(2026, 12, 31)), (Period{at(2026, 12, 1), at(2027, 1, 1)}));
}

TEST(CapPeriods, begin_with_their_first_nanosecond_and_end_before_the_next) {
    const Timestamp monday = at(2026, 11, 23);
    EXPECT_EQ(period_of(week, monday).since, monday);
    EXPECT_EQ(period_of(week, monday - Duration{1}).until, monday);
    EXPECT_EQ(period_of(month, at(2027, 1, 1) - Duration{1}).since, at(2026, 12, 1));
}

TEST(CapPeriods, follow_each_other_without_a_gap_for_two_centuries) {
    for (const CapPeriod per : {day, week, month}) {
        Timestamp now{};
        for (Period last = period_of(per, now); now < at(2200, 1, 1); now = last.until) {
            const Period next = period_of(per, last.until);
            ASSERT_EQ(next.since, last.until);
            ASSERT_LT(next.since, next.until);
            last = next;
        }
    }
}

TEST(CapPeriods, of_months_are_the_standard_librarys) {
    const bool holds = rc::check([] {
        const auto days = *rc::gen::inRange<int>(0, 80'000);
        const Timestamp now = Timestamp{} + hours(24 * days);
        const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
        const auto next =
            std::chrono::year_month{date.year(), date.month()} + std::chrono::months{1};
        RC_ASSERT(period_of(month, now).since == at(int{date.year()}, unsigned{date.month()}, 1));
        RC_ASSERT(period_of(month, now).until == at(int{next.year()}, unsigned{next.month()}, 1));
    });
    EXPECT_TRUE(holds);
}

constexpr Cap thousand_a_day{CapAction::order, day, AssetId{3}, Amount{1'000}, {}};

TEST(Caps, let_exactly_the_rest_through_and_not_one_unit_more) {
    const Timestamp now = at(2026, 11, 20, 13);
    const CapUse used{at(2026, 11, 20), Amount{900}, 4};
    EXPECT_EQ(left_of(thousand_a_day, used, now),
              (Left{Amount{100}, std::nullopt, at(2026, 11, 21)}));
    EXPECT_EQ(use_cap(thousand_a_day, used, {Amount{100}}, now),
              (CapUse{at(2026, 11, 20), Amount{1'000}, 5}));
    const auto refused = use_cap(thousand_a_day, used, {Amount{101}}, now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reject, Reject::cap_exceeded);
    EXPECT_EQ(refused.error().asset, AssetId{3});
    EXPECT_EQ(refused.error().available, Amount{100});
    EXPECT_EQ(refused.error().needed, Amount{101});
    EXPECT_EQ(refused.error().until, at(2026, 11, 21));
}

TEST(Caps, start_anew_with_the_next_period) {
    const CapUse used{at(2026, 11, 20), Amount{1'000}, 4};
    EXPECT_FALSE(use_cap(thousand_a_day, used, {Amount{1}}, at(2026, 11, 21) - Duration{1}));
    EXPECT_EQ(use_cap(thousand_a_day, used, {Amount{1}}, at(2026, 11, 21)),
              (CapUse{at(2026, 11, 21), Amount{1}, 1}));
}

TEST(Caps, on_the_count_name_no_asset) {
    const Cap twice{CapAction::order, lifetime, {}, {}, 2};
    CapUse used;
    for (int i = 0; i < 2; ++i) used = use_cap(twice, used, {Amount{5}}, at(2026, 1, 1)).value();
    EXPECT_EQ(used, (CapUse{Timestamp{}, Amount{}, 2}));
    const auto refused = use_cap(twice, used, {}, at(2099, 1, 1));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().asset, AssetId{});
    EXPECT_EQ(refused.error().available, Amount{});
    EXPECT_EQ(refused.error().needed, Amount{1});
    EXPECT_EQ(refused.error().until, never);
}

TEST(Caps, per_transaction_remember_nothing) {
    const Cap cap{CapAction::order, transaction, AssetId{3}, Amount{10}, {}};
    EXPECT_FALSE(is_counted(cap));
    EXPECT_TRUE(use_cap(cap, {}, {Amount{10}}, at(2026, 1, 1)));
    EXPECT_FALSE(use_cap(cap, {}, {Amount{11}}, at(2026, 1, 1)));
}

TEST(Caps, that_an_edit_set_below_their_use_have_nothing_left) {
    const CapUse used{at(2026, 11, 20), Amount{1'500}, 9};
    Cap cap = thousand_a_day;
    cap.count = 3;
    const Left left = left_of(cap, used, at(2026, 11, 20));
    EXPECT_EQ(left.amount, Amount{});
    EXPECT_EQ(left.count, 0U);
    EXPECT_FALSE(use_cap(cap, used, {}, at(2026, 11, 20)));
}

TEST(Caps, are_named_by_what_they_count) {
    EXPECT_EQ(name_of(thousand_a_day, "USDT").view(), "order/day/USDT");
    EXPECT_EQ(name_of({CapAction::withdraw, transaction, AssetId{1}, {}, 1}, "ABCDEFGHIJKL").view(),
              "withdraw/transaction/ABCDEFGHIJKL");
    EXPECT_EQ(name_of({CapAction::convert, lifetime, {}, {}, 1}, "").view(), "convert/lifetime");
}

// What is said to be left is what the next operation may use, to the unit, at any time and in any
// order; and in no period is more used than the cap allows.
TEST(CapsProperty, what_is_left_is_what_goes_through) {
    int passed = 0;
    int refused = 0;
    const bool holds = rc::check([&] {
        Cap cap{
            CapAction::order, {}, AssetId{3}, Amount{*rc::gen::inRange<std::int64_t>(1, 50)}, {}};
        cap.per = *rc::gen::element(transaction, hour, day, week, month, lifetime);
        if (*rc::gen::arbitrary<bool>()) cap.count = *rc::gen::inRange<std::uint64_t>(1, 6);
        Timestamp now = at(2026, 11, 20);
        CapUse used;
        std::map<Timestamp, std::pair<Int128, std::uint64_t>> total;  // by the period's beginning
        for (int step = 0; step < 40; ++step) {
            now = now + minutes(*rc::gen::inRange<std::int64_t>(0, 3'000));
            const Left left = left_of(cap, used, now);
            const Int128 rest = left.amount.value().units;
            RC_ASSERT(use_cap(cap, used, {Amount{rest}}, now).has_value() == (left.count != 0U));
            RC_ASSERT(!use_cap(cap, used, {Amount{rest + 1}}, now));
            const Worth worth{Amount{*rc::gen::inRange<std::int64_t>(0, 20)}};
            const auto use = use_cap(cap, used, worth, now);
            use ? ++passed : ++refused;
            if (!use) continue;
            if (is_counted(cap)) used = *use;
            const Timestamp since =
                is_counted(cap) ? period_of(cap.per, now).since : Timestamp{step};
            auto& [amount, count] = total[since];
            amount += worth.amount.units;
            ++count;
            RC_ASSERT(amount <= cap.amount->units);
            RC_ASSERT(count <= cap.count.value_or(count));
        }
    });
    EXPECT_TRUE(holds);
    EXPECT_GT(passed, 300);
    EXPECT_GT(refused, 300);
}

}  // namespace
}  // namespace core
