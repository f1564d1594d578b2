// Whether a signed request is of now: not older than its window, not more than a second ahead.
//
//     judge_window(sent_at, window, now)   -> its deadline, or too_old / too_far_ahead
//
// The deadline travels in the envelope, and the core judges it again when the command's turn
// comes, on journal time. `now` is journal time here too.
#pragma once

#include <expected>
#include <optional>
#include <string_view>

#include "core/types/time.hpp"

namespace api {

inline constexpr core::Duration window_default = core::seconds(5);
inline constexpr core::Duration window_max = core::seconds(60);
inline constexpr core::Duration ahead_max = core::seconds(1);

enum class WindowFault : std::uint8_t {
    timestamp_missing,
    timestamp_illegal,  // not 1 to 20 digits
    window_illegal,     // not a decimal number of at most three places
    window_too_long,    // more than window_max
    too_old,
    too_far_ahead,
};

// How far off, for the answer. Positive: the request is late.
struct Skew {
    WindowFault fault{};
    core::Duration off{};      // now - timestamp
    core::Duration allowed{};  // what it may be
};

// Accepts  now - window <= sent_at < now + ahead_max. Gives sent_at + window.
[[nodiscard]] std::expected<core::Timestamp, Skew> judge_window(core::Timestamp sent_at,
                                                                core::Duration window,
                                                                core::Timestamp now);

// 1 to 20 digits: milliseconds, or microseconds where the number is above 10^14.
std::optional<core::Timestamp> parse_timestamp(std::string_view text);

// Both texts as sent in the Binance dialect; recvWindow in ms with up to three decimals.
[[nodiscard]] std::expected<core::Timestamp, Skew> judge_binance_window(
    std::optional<std::string_view> timestamp, std::optional<std::string_view> recv_window,
    core::Timestamp now);

}  // namespace api
