// When a key that nobody uses is told about it, and when it freezes.
//
//     idle_days 90, last used on day 0:   notices on days 76, 83 and 89, frozen on day 90
//     idle_days 10:                       notices on days 3 and 9
//
// The clock runs for keys that are active or cancel_only. It starts at the last use that proved a
// signature, at the creation where there was none, or at the last change of status: a key that its
// owner gives back has its whole time again. Pure.
#pragma once

#include <optional>

#include "core/types/access.hpp"

namespace core {

inline constexpr Duration idle_reading = hours(24 * 7);  // how long a frozen key still reads
inline constexpr std::uint16_t idle_days_max = 365;

struct IdleStep {
    Timestamp at;
    std::uint16_t notice_days{};  // 0: it freezes

    friend bool operator==(const IdleStep&, const IdleStep&) = default;
};

// When it freezes unless it is used; `never` while the clock stands still.
Timestamp idle_freezes_at(const Key& key);

// What comes next, each notice once.
std::optional<IdleStep> next_idle_step(const Key& key);

// What is to be done now, at or after next_idle_step().at. After a long standstill of the house
// that is the notice that is true now, or the freezing; the ones before it are skipped.
IdleStep idle_step_due(const Key& key, Timestamp now);

}  // namespace core
