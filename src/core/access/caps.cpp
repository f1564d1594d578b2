#include "core/access/caps.hpp"

#include <algorithm>
#include <string>

#include "base/check.hpp"

namespace core {
namespace {

constexpr std::int64_t hour_ns = hours(1).ns;
constexpr std::int64_t day_ns = hours(24).ns;

constexpr std::int64_t div_down(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

// Equal stretches of time, one of which begins at `origin`.
Period stretch(Timestamp now, std::int64_t length, std::int64_t origin) {
    const std::int64_t since = div_down(now.ns - origin, length) * length + origin;
    return {Timestamp{since}, Timestamp{since + length}};
}

constexpr bool is_leap(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr std::int64_t days_in_year(std::int64_t year) { return is_leap(year) ? 366 : 365; }

constexpr std::int64_t days_in_month(std::int64_t year, int month) {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month] + (month == 1 && is_leap(year) ? 1 : 0);
}

// Years and months are walked from 1970: at most 292 of the first and 12 of the second.
Period month_of(Timestamp now) {
    std::int64_t day = div_down(now.ns, day_ns);
    CHECK(day >= 0);
    std::int64_t year = 1970;
    for (; day >= days_in_year(year); ++year) day -= days_in_year(year);
    int month = 0;
    for (; day >= days_in_month(year, month); ++month) day -= days_in_month(year, month);
    const std::int64_t first = div_down(now.ns, day_ns) - day;
    return {Timestamp{first * day_ns}, Timestamp{(first + days_in_month(year, month)) * day_ns}};
}

// What is used in the period of `now`: nothing, where the use is of an earlier one.
CapUse used_now(const Cap& cap, const CapUse& used, const Period& period) {
    const bool counts = is_counted(cap) && used.since == period.since;
    return counts ? used : CapUse{period.since, {}, 0};
}

std::string_view name_of(CapAction action) {
    switch (action) {
        case CapAction::order:
            return "order";
        case CapAction::convert:
            return "convert";
        case CapAction::transfer:
            return "transfer";
        case CapAction::withdraw:
            return "withdraw";
    }
    return {};
}

std::string_view name_of(CapPeriod per) {
    switch (per) {
        case CapPeriod::transaction:
            return "transaction";
        case CapPeriod::hour:
            return "hour";
        case CapPeriod::day:
            return "day";
        case CapPeriod::week:
            return "week";
        case CapPeriod::month:
            return "month";
        case CapPeriod::lifetime:
            return "lifetime";
    }
    return {};
}

std::unexpected<Rejection> exceeded(AssetId asset, Amount available, Amount needed,
                                    Timestamp until) {
    return std::unexpected(Rejection{.reject = Reject::cap_exceeded,
                                     .asset = asset,
                                     .available = available,
                                     .needed = needed,
                                     .until = until});
}

}  // namespace

Period period_of(CapPeriod per, Timestamp now) {
    switch (per) {
        case CapPeriod::hour:
            return stretch(now, hour_ns, 0);
        case CapPeriod::day:
            return stretch(now, day_ns, 0);
        case CapPeriod::week:
            return stretch(now, 7 * day_ns, 4 * day_ns);  // 1970-01-05 was a Monday
        case CapPeriod::month:
            return month_of(now);
        case CapPeriod::lifetime:
            return {Timestamp{}, never};
        case CapPeriod::transaction:
            break;
    }
    return {now, now};
}

Left left_of(const Cap& cap, const CapUse& used, Timestamp now) {
    const Period period = period_of(cap.per, now);
    const CapUse use = used_now(cap, used, period);
    Left left{.amount = {}, .count = {}, .until = period.until};
    // An edit may have set a cap below what was used of it by then.
    if (cap.amount) left.amount = std::max(Amount{}, *cap.amount - use.amount);
    if (cap.count) left.count = *cap.count - std::min(*cap.count, use.count);
    return left;
}

Left remaining(const Keys& keys, KeyId key, std::size_t place, Timestamp now) {
    const Key& known = keys.at(key);
    CHECK(place < known.rules.caps.size());
    return left_of(known.rules.caps[place], keys.cap_uses(key)[place], now);
}

std::expected<CapUse, Rejection> use_cap(const Cap& cap, const CapUse& used, Worth worth,
                                         Timestamp now) {
    const Left left = left_of(cap, used, now);
    if (left.count == std::uint64_t{0}) return exceeded({}, {}, Amount{1}, left.until);
    if (left.amount && worth.amount > *left.amount) {
        return exceeded(cap.asset, *left.amount, worth.amount, left.until);
    }
    CapUse use = used_now(cap, used, period_of(cap.per, now));
    if (cap.amount) use.amount += worth.amount;
    ++use.count;
    return use;
}

bool is_counted(const Cap& cap) { return cap.per != CapPeriod::transaction; }

base::Text<40> name_of(const Cap& cap, std::string_view asset_code) {
    std::string name{name_of(cap.action)};
    name += "/";
    name += name_of(cap.per);
    if (!asset_code.empty()) name += "/" + std::string{asset_code};
    return base::Text<40>{std::string_view{name}};
}

}  // namespace core
