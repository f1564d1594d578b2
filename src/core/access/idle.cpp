#include "core/access/idle.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {
namespace {

constexpr std::uint16_t notices[] = {14, 7, 1};  // days before

constexpr Duration days(std::int64_t count) { return hours(24 * count); }

}  // namespace

Timestamp idle_freezes_at(const Key& key) {
    const bool runs = key.status == KeyStatus::active || key.status == KeyStatus::cancel_only;
    if (!runs) return never;
    return std::max(key.last_use.at, key.status_at) + days(key.rules.idle_days);
}

std::optional<IdleStep> next_idle_step(const Key& key) {
    const Timestamp freezes_at = idle_freezes_at(key);
    if (freezes_at == never) return std::nullopt;
    for (const std::uint16_t notice : notices) {
        const bool fits = notice < key.rules.idle_days;
        const bool given = key.noticed_days != 0 && key.noticed_days <= notice;
        if (fits && !given) return IdleStep{freezes_at - days(notice), notice};
    }
    return IdleStep{freezes_at, 0};
}

IdleStep idle_step_due(const Key& key, Timestamp now) {
    const std::optional<IdleStep> next = next_idle_step(key);
    CHECK(next && next->at <= now);
    const Timestamp freezes_at = idle_freezes_at(key);
    if (freezes_at <= now) return {freezes_at, 0};
    IdleStep due = *next;
    for (const std::uint16_t notice : notices) {
        const Timestamp at = freezes_at - days(notice);
        if (notice < due.notice_days && at <= now) due = {at, notice};
    }
    return due;
}

}  // namespace core
