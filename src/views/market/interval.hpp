// The sixteen lengths of a candle, and when each opens and closes.
//
//     opening(Interval::one_week, wednesday)              -> Monday 00:00 UTC before it
//     closing(Interval::one_month, first_of_february)     -> first of March
//     interval_named("1M")                                -> one_month ("1m" is one minute)
//
// Weeks open on Monday, months on day 1, three-day candles are aligned to 1970-01-01. With a time
// zone all of it happens at local midnight: `zone` is what local time is ahead of UTC.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/types/time.hpp"

namespace views {

enum class Interval : std::uint8_t {
    one_second,
    one_minute,
    three_minutes,
    five_minutes,
    fifteen_minutes,
    thirty_minutes,
    one_hour,
    two_hours,
    four_hours,
    six_hours,
    eight_hours,
    twelve_hours,
    one_day,
    three_days,
    one_week,
    one_month,
};

inline constexpr std::array all_intervals{
    Interval::one_second,   Interval::one_minute,      Interval::three_minutes,
    Interval::five_minutes, Interval::fifteen_minutes, Interval::thirty_minutes,
    Interval::one_hour,     Interval::two_hours,       Interval::four_hours,
    Interval::six_hours,    Interval::eight_hours,     Interval::twelve_hours,
    Interval::one_day,      Interval::three_days,      Interval::one_week,
    Interval::one_month};

std::string_view name_of(Interval interval);  // "1s", "15m", "1M"
std::optional<Interval> interval_named(std::string_view name);

// Whether candles can be aligned to this zone: -12:00 to +14:00 in steps of 15 minutes, which
// covers every zone on earth.
bool is_time_zone(core::Duration zone);

// When the candle that holds `time` opens; and when the one that opens at `opened` closes, which is
// when the next one opens.
core::Timestamp opening(Interval interval, core::Timestamp time, core::Duration zone = {});
core::Timestamp closing(Interval interval, core::Timestamp opened, core::Duration zone = {});

// The last multiple of `step` since 1970 that is not after `time`.
core::Timestamp floor_to(core::Timestamp time, core::Duration step);

}  // namespace views
