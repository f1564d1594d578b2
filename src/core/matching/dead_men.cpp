#include "core/matching/dead_men.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {

void DeadMen::set(const DeadMan& timer) {
    const auto named = by_names_.emplace(names_of(timer), timer.id).first;
    CHECK(timer.id && named->second == timer.id);
    last_ = std::max(last_, timer.id);
    timers_[timer.id] = timer;
}

void DeadMen::remove(DeadManId id) {
    const auto found = timers_.find(id);
    CHECK(found != timers_.end());
    by_names_.erase(names_of(found->second));
    timers_.erase(found);
}

const DeadMan* DeadMen::find(DeadManId id) const {
    const auto found = timers_.find(id);
    return found == timers_.end() ? nullptr : &found->second;
}

const DeadMan* DeadMen::find(AccountId account, KeyId key, MarketId market,
                             const OrderTag& tag) const {
    const auto found = by_names_.find(Names{account, key, market, tag});
    return found == by_names_.end() ? nullptr : find(found->second);
}

std::size_t DeadMen::count(AccountId account) const {
    std::size_t count = 0;
    for (auto at = by_names_.lower_bound(Names{account, {}, {}, {}});
         at != by_names_.end() && std::get<AccountId>(at->first) == account; ++at) {
        ++count;
    }
    return count;
}

}  // namespace core
