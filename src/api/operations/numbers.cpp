#include "api/operations/numbers.hpp"

#include <charconv>
#include <chrono>

#include "api/operations/inputs.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"

namespace api {
namespace {

using base::Int128;

// What is wrong with a text that is no decimal: a number below zero deserves its own word.
std::string_view reason_of(base::DecimalError error, std::string_view text) {
    switch (error) {
        case base::DecimalError::not_a_number:
            break;
        case base::DecimalError::too_many_places:
            return "too_many_places";
        case base::DecimalError::out_of_range:
            return "out_of_range";
    }
    const bool negative = text.size() > 1 && text[0] == '-' &&
                          text.find_first_not_of("0123456789.", 1) == std::string_view::npos;
    return negative ? "negative" : "not_a_number";
}

// How many whole `step`s the text is; `filter` when it lies between two, or beyond 63 bits.
Answer<std::int64_t> steps(std::string_view field, std::string_view text, int places,
                           core::Amount step, core::Reject filter) {
    const auto units = base::parse_decimal(text, places);
    if (!units) {
        if (units.error() == base::DecimalError::too_many_places) return refuse(filter, field);
        return malformed(field, reason_of(units.error(), text));
    }
    const Int128 count = *units / step.units;
    if (*units % step.units != 0 || count > INT64_MAX) return refuse(filter, field);
    return static_cast<std::int64_t>(count);
}

// Two digits at a place, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    int number = 0;
    if (at + count > text.size()) return std::nullopt;
    for (const char c : text.substr(at, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

// ".123" as nanoseconds; nothing behind the last digit.
std::optional<std::int64_t> fraction_ns(std::string_view text) {
    if (text.empty()) return 0;
    if (text[0] != '.' || text.size() < 2 || text.size() > 10) return std::nullopt;
    std::int64_t ns = 0;
    for (std::size_t i = 1; i <= 9; ++i) {
        const char c = i < text.size() ? text[i] : '0';
        if (c < '0' || c > '9') return std::nullopt;
        ns = ns * 10 + (c - '0');
    }
    return ns;
}

std::optional<core::Timestamp> parse_rfc3339(std::string_view text) {
    if (text.size() < 20 || text.back() != 'Z') return std::nullopt;
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    const auto ns = fraction_ns(text.substr(19, text.size() - 20));
    if (!year || !month || !day || !hour || !minute || !second || !ns) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    if (*year < 1970 || *year > 2261) return std::nullopt;  // 63 bits of nanoseconds end in 2262
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t seconds = ((days * 24 + *hour) * 60 + *minute) * 60 + *second;
    return core::Timestamp{seconds * 1'000'000'000 + *ns};
}

std::optional<core::Timestamp> parse_unix_ms(std::string_view text) {
    std::int64_t ms = 0;
    if (text.empty() || text.size() > 13 || text[0] == '-') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (ms > INT64_MAX / 1'000'000) return std::nullopt;
    return core::from_unix_ms(ms);
}

void append_digits(char* at, std::int64_t number, int count) {
    for (int i = count - 1; i >= 0; --i, number /= 10) {
        at[i] = static_cast<char>('0' + number % 10);
    }
}

}  // namespace

Answer<core::Price> read_price(const core::Market& market, const core::Catalogue& catalogue,
                               std::string_view field, std::string_view text) {
    const int places = catalogue.asset(market.quote).decimals;
    TRY(const std::int64_t ticks,
        steps(field, text, places, market.tick, core::Reject::price_filter));
    return core::Price{ticks};
}

Answer<core::Quantity> read_quantity(const core::Market& market, const core::Catalogue& catalogue,
                                     std::string_view field, std::string_view text) {
    const int places = catalogue.asset(market.base).decimals;
    TRY(const std::int64_t lots, steps(field, text, places, market.lot, core::Reject::lot_filter));
    return core::Quantity{lots};
}

Answer<core::Amount> read_amount(const core::Asset& asset, std::string_view field,
                                 std::string_view text) {
    const auto units = base::parse_decimal(text, asset.decimals);
    if (!units) return malformed(field, reason_of(units.error(), text));
    return core::Amount{*units};
}

std::optional<core::Timestamp> parse_time(std::string_view text) {
    return text.find('T') == std::string_view::npos ? parse_unix_ms(text) : parse_rfc3339(text);
}

void append_time(std::string& out, core::Timestamp time) {
    using namespace std::chrono;
    const auto whole = floor<days>(sys_time<nanoseconds>{nanoseconds{time.ns}});
    const year_month_day date{whole};
    const std::int64_t ms = (time.ns - nanoseconds{whole.time_since_epoch()}.count()) / 1'000'000;
    char text[] = "0000-00-00T00:00:00.000Z";
    append_digits(text, static_cast<int>(date.year()), 4);
    append_digits(text + 5, static_cast<unsigned>(date.month()), 2);
    append_digits(text + 8, static_cast<unsigned>(date.day()), 2);
    append_digits(text + 11, ms / 3'600'000, 2);
    append_digits(text + 14, ms / 60'000 % 60, 2);
    append_digits(text + 17, ms / 1'000 % 60, 2);
    append_digits(text + 20, ms % 1'000, 3);
    out.append(text, sizeof text - 1);
}

}  // namespace api
