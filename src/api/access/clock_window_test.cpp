#include "api/access/clock_window.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

constexpr std::int64_t now_ms = 1'700'000'000'000;
constexpr core::Timestamp now = core::from_unix_ms(now_ms);

std::optional<WindowFault> fault(std::optional<std::string> timestamp,
                                 std::optional<std::string> window = std::nullopt) {
    const auto judged = judge_binance_window(timestamp, window, now);
    if (judged) return std::nullopt;
    return judged.error().fault;
}

std::string ms(std::int64_t off) { return std::to_string(now_ms + off); }

TEST(ClockWindow, holds_five_seconds_back_and_less_than_one_ahead) {
    EXPECT_EQ(fault(ms(0)), std::nullopt);
    EXPECT_EQ(fault(ms(-5'000)), std::nullopt);
    EXPECT_EQ(fault(ms(-5'001)), WindowFault::too_old);
    EXPECT_EQ(fault(ms(999)), std::nullopt);
    EXPECT_EQ(fault(ms(1'000)), WindowFault::too_far_ahead);
}

TEST(ClockWindow, reads_microseconds_where_the_number_is_that_large) {
    EXPECT_EQ(fault(std::to_string(now_ms * 1'000)), std::nullopt);
    EXPECT_EQ(fault(std::to_string(now_ms * 1'000 - 5'000'000)), std::nullopt);
    EXPECT_EQ(fault(std::to_string(now_ms * 1'000 - 5'000'001)), WindowFault::too_old);
    EXPECT_EQ(fault(std::to_string(now_ms * 1'000 + 999'999)), std::nullopt);
    EXPECT_EQ(fault(std::to_string(now_ms * 1'000 + 1'000'000)), WindowFault::too_far_ahead);
}

TEST(ClockWindow, takes_a_window_of_at_most_a_minute_with_three_decimals) {
    EXPECT_EQ(fault(ms(-60'000), "60000"), std::nullopt);
    EXPECT_EQ(fault(ms(-60'001), "60000"), WindowFault::too_old);
    EXPECT_EQ(fault(ms(0), "60000.001"), WindowFault::window_too_long);
    EXPECT_EQ(fault(ms(0), "60001"), WindowFault::window_too_long);
    EXPECT_EQ(fault(ms(0), std::string(40, '9')), WindowFault::window_too_long);
    EXPECT_EQ(fault(ms(-100), "100.000"), std::nullopt);
    EXPECT_EQ(fault(ms(-100), "99.999"), WindowFault::too_old);
    for (const char* bad : {"", "-1", "1e3", "abc", "5000.0001", "+5", " 5"}) {
        EXPECT_EQ(fault(ms(0), bad), WindowFault::window_illegal) << bad;
    }
}

TEST(ClockWindow, wants_a_timestamp_of_one_to_twenty_digits) {
    EXPECT_EQ(fault(std::nullopt), WindowFault::timestamp_missing);
    EXPECT_EQ(fault(""), WindowFault::timestamp_missing);
    for (const char* bad : {"-1", "1.5", "abc", "1700000000000 ", "123456789012345678901"}) {
        EXPECT_EQ(fault(bad), WindowFault::timestamp_illegal) << bad;
    }
    EXPECT_EQ(fault("0"), WindowFault::too_old);
    EXPECT_EQ(fault("99999999999999999999"), WindowFault::too_far_ahead);
    EXPECT_EQ(fault("18446744073709551616"), WindowFault::too_far_ahead);
}

TEST(ClockWindow, gives_the_moment_after_which_nothing_may_happen) {
    EXPECT_EQ(judge_binance_window(ms(-1'000), "3000", now), now + core::seconds(2));
    EXPECT_EQ(judge_binance_window(ms(-1'000), std::nullopt, now), now + core::seconds(4));
}

TEST(ClockWindow, says_how_far_off_a_request_is) {
    const auto late = judge_window(now - core::seconds(7), window_default, now);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().off, core::seconds(7));
    EXPECT_EQ(late.error().allowed, core::seconds(5));
    const auto early = judge_window(now + core::seconds(3), window_default, now);
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().off, core::seconds(-3));
    EXPECT_EQ(early.error().allowed, core::seconds(1));
}

}  // namespace
}  // namespace api
