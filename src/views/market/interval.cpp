#include "views/market/interval.hpp"

#include <algorithm>
#include <chrono>

namespace views {
namespace {

// Weeks and all that is shorter: a length, and when after 1970 the first one opens.
struct Shape {
    Interval interval;
    std::string_view name;
    core::Duration length;  // none: a month
    core::Duration first;
};

constexpr core::Duration days(int count) { return core::hours(24 * count); }

constexpr std::array shapes{
    Shape{Interval::one_second, "1s", core::seconds(1), {}},
    Shape{Interval::one_minute, "1m", core::minutes(1), {}},
    Shape{Interval::three_minutes, "3m", core::minutes(3), {}},
    Shape{Interval::five_minutes, "5m", core::minutes(5), {}},
    Shape{Interval::fifteen_minutes, "15m", core::minutes(15), {}},
    Shape{Interval::thirty_minutes, "30m", core::minutes(30), {}},
    Shape{Interval::one_hour, "1h", core::hours(1), {}},
    Shape{Interval::two_hours, "2h", core::hours(2), {}},
    Shape{Interval::four_hours, "4h", core::hours(4), {}},
    Shape{Interval::six_hours, "6h", core::hours(6), {}},
    Shape{Interval::eight_hours, "8h", core::hours(8), {}},
    Shape{Interval::twelve_hours, "12h", core::hours(12), {}},
    Shape{Interval::one_day, "1d", days(1), {}},
    Shape{Interval::three_days, "3d", days(3), {}},
    Shape{Interval::one_week, "1w", days(7), days(4)},  // 1970 began on a Thursday
    Shape{Interval::one_month, "1M", {}, {}},
};
static_assert(shapes.size() == all_intervals.size());

const Shape& shape_of(Interval interval) { return shapes[static_cast<std::size_t>(interval)]; }

using Days = std::chrono::sys_days;

std::chrono::year_month month_of(core::Timestamp local) {
    const Days day{std::chrono::days{floor_to(local, days(1)).ns / days(1).ns}};
    const std::chrono::year_month_day date{day};
    return {date.year(), date.month()};
}

core::Timestamp beginning(std::chrono::year_month month) {
    const Days day{month / std::chrono::day{1}};
    return {day.time_since_epoch().count() * days(1).ns};
}

}  // namespace

std::string_view name_of(Interval interval) { return shape_of(interval).name; }

std::optional<Interval> interval_named(std::string_view name) {
    const auto found = std::ranges::find(shapes, name, &Shape::name);
    if (found == shapes.end()) return std::nullopt;
    return found->interval;
}

bool is_time_zone(core::Duration zone) {
    return zone >= core::hours(-12) && zone <= core::hours(14) &&
           zone.ns % core::minutes(15).ns == 0;
}

core::Timestamp floor_to(core::Timestamp time, core::Duration step) {
    const std::int64_t rest = time.ns % step.ns;
    return {time.ns - rest - (rest < 0 ? step.ns : 0)};
}

core::Timestamp opening(Interval interval, core::Timestamp time, core::Duration zone) {
    const core::Timestamp local = time + zone;
    if (interval == Interval::one_month) return beginning(month_of(local)) - zone;
    const Shape& shape = shape_of(interval);
    return floor_to(local - shape.first, shape.length) + shape.first - zone;
}

core::Timestamp closing(Interval interval, core::Timestamp opened, core::Duration zone) {
    if (interval != Interval::one_month) return opened + shape_of(interval).length;
    return beginning(month_of(opened + zone) + std::chrono::months{1}) - zone;
}

}  // namespace views
