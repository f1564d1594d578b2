// Which rows of a list of trades, fills, orders or candles are asked for.
//
//     {.limit = 500}                   the newest 500
//     {.from = 1'000, .limit = 500}    ids 1,000 and up, the oldest 500 of them
//     {.start = t, .limit = 500}       from time t on, the oldest 500 of them
//     {.until = t, .limit = 500}       before time t, the newest 500 of them
//
// Rows come oldest first, whichever they are. All conditions given must hold. A last millisecond
// T that still counts, as in endTime, is `until` = the beginning of millisecond T + 1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/types/time.hpp"

namespace views {

struct Page {
    std::optional<std::uint64_t> from{};     // an id, included
    std::optional<core::Timestamp> start{};  // included
    std::optional<core::Timestamp> until{};  // not included
    std::size_t limit = 500;

    bool oldest() const { return from || start; }  // or the newest, if nothing says where to begin
};

// From `from` on, up to but not including `until`.
struct Span {
    core::Timestamp from;
    core::Timestamp until;

    friend bool operator==(const Span&, const Span&) = default;
};

}  // namespace views
