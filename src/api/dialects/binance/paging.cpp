#include "api/dialects/binance/paging.hpp"

#include <charconv>

#include "api/dialects/binance/reading.hpp"
#include "base/result.hpp"
#include "views/market/interval.hpp"

namespace api::binance {
namespace {

// All of the text as a number of at most two digits.
std::optional<int> two_digits(std::string_view text) {
    int number{};
    const char* const end = text.data() + text.size();
    if (text.empty() || text.size() > 2) return std::nullopt;
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < 0) return std::nullopt;
    return number;
}

std::optional<core::Duration> parse_time_zone(std::string_view text) {
    const bool west = text.starts_with('-');
    if (west || text.starts_with('+')) text.remove_prefix(1);
    const std::size_t colon = std::min(text.find(':'), text.size());
    const auto hours = two_digits(text.substr(0, colon));
    const auto minutes = colon == text.size() ? 0 : two_digits(text.substr(colon + 1));
    if (!hours || !minutes) return std::nullopt;
    const core::Duration ahead = core::minutes(*hours * 60 + *minutes);
    const core::Duration zone{west ? -ahead.ns : ahead.ns};
    if (!views::is_time_zone(zone)) return std::nullopt;
    return zone;
}

}  // namespace

Result<views::Page> read_page(const Parameters& parameters, const PageNames& names) {
    views::Page page;
    TRY(page.limit, read_limit(parameters, 500, 1'000));
    if (!names.from.empty()) {
        TRY(const auto from, read_integer(parameters, names.from));
        if (from) page.from = static_cast<std::uint64_t>(*from);
    }
    if (!names.times) return page;
    TRY(page.start, read_time(parameters, "startTime"));
    TRY(page.until, read_end_time(parameters, "endTime"));
    if (page.start && page.until) {
        if (*page.start >= *page.until) return bad_combination();
        const core::Timestamp last = *page.until - core::milliseconds(1);
        const bool too_long = last - *page.start > core::hours(24);
        if (names.within_a_day && too_long) {
            return failed(-1127, "More than 24 hours between startTime and endTime.");
        }
    }
    return page;
}

Result<core::Duration> read_time_zone(const Parameters& parameters) {
    TRY(const auto text, read_optional(parameters, "timeZone"));
    if (!text) return core::Duration{};
    const auto zone = parse_time_zone(*text);
    if (!zone) return not_valid("timeZone");
    return *zone;
}

}  // namespace api::binance
