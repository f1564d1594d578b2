#include "views/market/interval.hpp"

#include <ctime>
#include <gtest/gtest.h>

namespace views {
namespace {

// "2024-02-29 13:45:00" in UTC.
core::Timestamp utc(const char* text) {
    std::tm time{};
    EXPECT_NE(strptime(text, "%Y-%m-%d %H:%M:%S", &time), nullptr) << text;
    return core::from_unix_ms(timegm(&time) * 1'000LL);
}

TEST(Interval, weeks_open_on_monday_at_midnight) {
    const core::Timestamp monday = utc("2024-02-26 00:00:00");
    EXPECT_EQ(opening(Interval::one_week, utc("2024-02-26 00:00:00")), monday);
    EXPECT_EQ(opening(Interval::one_week, utc("2024-03-03 23:59:59")), monday);
    EXPECT_EQ(closing(Interval::one_week, monday), utc("2024-03-04 00:00:00"));
}

TEST(Interval, months_open_on_day_one_and_know_leap_years) {
    const core::Timestamp february = utc("2024-02-01 00:00:00");
    EXPECT_EQ(opening(Interval::one_month, utc("2024-02-29 23:59:59")), february);
    EXPECT_EQ(closing(Interval::one_month, february), utc("2024-03-01 00:00:00"));
    EXPECT_EQ(closing(Interval::one_month, utc("2023-02-01 00:00:00")), utc("2023-03-01 00:00:00"));
    EXPECT_EQ(closing(Interval::one_month, utc("2024-12-01 00:00:00")), utc("2025-01-01 00:00:00"));
}

TEST(Interval, three_day_candles_are_aligned_to_the_epoch) {
    EXPECT_EQ(opening(Interval::three_days, utc("1970-01-06 12:00:00")),
              utc("1970-01-04 00:00:00"));
}

TEST(Interval, a_time_zone_moves_midnight) {
    const core::Duration india = core::minutes(330);
    EXPECT_EQ(opening(Interval::one_day, utc("2024-02-29 18:29:59"), india),
              utc("2024-02-28 18:30:00"));
    EXPECT_EQ(opening(Interval::one_day, utc("2024-02-29 18:30:00"), india),
              utc("2024-02-29 18:30:00"));
    EXPECT_EQ(opening(Interval::one_month, utc("2024-02-29 18:30:00"), india),
              utc("2024-02-29 18:30:00"));
    EXPECT_EQ(closing(Interval::one_month, utc("2024-02-29 18:30:00"), india),
              utc("2024-03-31 18:30:00"));
    EXPECT_TRUE(is_time_zone(india));
    EXPECT_TRUE(is_time_zone(core::hours(14)));
    EXPECT_FALSE(is_time_zone(core::minutes(7)));
    EXPECT_FALSE(is_time_zone(core::hours(-13)));
}

TEST(Interval, every_interval_is_found_by_its_name) {
    for (const Interval interval : all_intervals) {
        EXPECT_EQ(interval_named(name_of(interval)), interval);
    }
    EXPECT_EQ(name_of(Interval::one_minute), "1m");
    EXPECT_EQ(name_of(Interval::one_month), "1M");
    EXPECT_EQ(interval_named("2m"), std::nullopt);
    EXPECT_EQ(interval_named(""), std::nullopt);
}

TEST(Interval, a_candle_holds_each_moment_between_its_opening_and_its_closing) {
    for (const Interval interval : all_intervals) {
        for (const core::Duration zone : {core::Duration{}, core::hours(-12), core::minutes(345)}) {
            core::Timestamp opened = opening(interval, utc("2023-12-28 11:22:33"), zone);
            for (int i = 0; i < 40; ++i) {
                const core::Timestamp closes = closing(interval, opened, zone);
                ASSERT_LT(opened, closes);
                EXPECT_EQ(opening(interval, opened, zone), opened);
                EXPECT_EQ(opening(interval, closes - core::Duration{1}, zone), opened);
                opened = closes;
            }
        }
    }
}

}  // namespace
}  // namespace views
