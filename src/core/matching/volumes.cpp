#include "core/matching/volumes.hpp"

#include <algorithm>

namespace core {
namespace {

constexpr std::int64_t days_before = 30;

std::int64_t day_of(Timestamp at) { return at.ns / hours(24).ns; }

}  // namespace

void Volumes::add(AccountId account, Timestamp at, Amount traded) {
    add_on(account, day_of(at), traded);
}

// Days that no later sum reaches are dropped with the first trade of a new one.
void Volumes::add_on(AccountId account, std::int64_t day, Amount traded) {
    if (account.value >= rows_.size()) rows_.resize(account.value + 1);
    Row& row = rows_[account.value];
    if (row.days.empty() || row.days.back().day != day) {
        const auto is_past = [day](const Day& old) { return old.day < day - days_before; };
        const auto end = std::ranges::find_if_not(row.days, is_past);
        for (auto old = row.days.begin(); old != end; ++old) row.sum += -old->traded;
        row.days.erase(row.days.begin(), end);
        row.days.push_back({day, {}});
    }
    row.days.back().traded += traded;
    row.sum += traded;
}

Amount Volumes::of(AccountId account, Timestamp now) const {
    if (account.value >= rows_.size() || rows_[account.value].days.empty()) return {};
    const Row& row = rows_[account.value];
    const std::int64_t first = day_of(now) - days_before;
    Amount sum = row.sum;
    for (const Day& day : row.days) {
        if (day.day >= first) break;
        sum += -day.traded;
    }
    return sum;
}

}  // namespace core
