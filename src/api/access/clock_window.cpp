#include "api/access/clock_window.hpp"

#include <algorithm>

#include "base/decimal.hpp"
#include "base/result.hpp"

namespace api {
namespace {

// Above this a number counts microseconds: as milliseconds it would be the year 5138.
constexpr base::Uint128 milliseconds_most = 100'000'000'000'000;

std::unexpected<Skew> fault(WindowFault why) { return std::unexpected(Skew{.fault = why}); }

std::expected<core::Duration, WindowFault> parse_window(std::string_view text) {
    const auto microseconds = base::parse_decimal(text, 3);
    if (!microseconds) {
        return std::unexpected(microseconds.error() == base::DecimalError::out_of_range
                                   ? WindowFault::window_too_long
                                   : WindowFault::window_illegal);
    }
    constexpr base::Int128 most = window_max.ns / 1'000;
    if (*microseconds > most) return std::unexpected(WindowFault::window_too_long);
    return core::Duration{static_cast<std::int64_t>(*microseconds) * 1'000};
}

}  // namespace

std::expected<core::Timestamp, Skew> judge_window(core::Timestamp sent_at, core::Duration window,
                                                  core::Timestamp now) {
    const core::Duration off = now - sent_at;
    if (off.ns <= -ahead_max.ns) {
        return std::unexpected(
            Skew{.fault = WindowFault::too_far_ahead, .off = off, .allowed = ahead_max});
    }
    if (off > window) {
        return std::unexpected(Skew{.fault = WindowFault::too_old, .off = off, .allowed = window});
    }
    return sent_at + window;
}

std::optional<core::Timestamp> parse_timestamp(std::string_view text) {
    if (text.empty() || text.size() > 20) return std::nullopt;
    base::Uint128 number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    const base::Uint128 ns = number * (number > milliseconds_most ? 1'000 : 1'000'000);
    // Whatever lies behind the year 2200 is equally wrong, and differences stay within 64 bits.
    constexpr base::Uint128 latest = 7'258'118'400'000'000'000;
    return core::Timestamp{static_cast<std::int64_t>(std::min(ns, latest))};
}

std::expected<core::Timestamp, Skew> judge_binance_window(
    std::optional<std::string_view> timestamp, std::optional<std::string_view> recv_window,
    core::Timestamp now) {
    if (!timestamp || timestamp->empty()) return fault(WindowFault::timestamp_missing);
    const auto sent_at = parse_timestamp(*timestamp);
    if (!sent_at) return fault(WindowFault::timestamp_illegal);
    core::Duration window = window_default;
    if (recv_window) {
        const auto parsed = parse_window(*recv_window);
        if (!parsed) return fault(parsed.error());
        window = *parsed;
    }
    return judge_window(*sent_at, window, now);
}

}  // namespace api
