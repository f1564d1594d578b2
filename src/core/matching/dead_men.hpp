// The dead-man timers that are set: one for each account, key, market and tag.
//
//     men.set(DeadMan{.id = men.next_id(), .account = ..., .key = ..., .deadline = in_a_minute});
//     men.find(account, key, market, tag)->deadline
//     men.set(again);        // the same id and names, another deadline: moved
//     men.remove(id);
//
// Part of the state: changed by apply() alone. Ids count from 1; a removed id is not used again.
// Cost     all: O(log timers).
#pragma once

#include <map>
#include <tuple>

#include "core/types/event.hpp"

namespace core {

inline constexpr std::size_t dead_men_max = 50;  // of one account

class DeadMen {
  public:
    DeadManId next_id() const { return DeadManId{last_.value + 1}; }

    void set(const DeadMan& timer);  // its id is next_id(), or that of the one with its names
    void remove(DeadManId id);       // must exist
    void restore_last(DeadManId last) { last_ = last; }
    DeadManId last() const { return last_; }

    const DeadMan* find(DeadManId id) const;  // nullptr when there is none
    const DeadMan* find(AccountId account, KeyId key, MarketId market, const OrderTag& tag) const;
    std::size_t count(AccountId account) const;
    const std::map<DeadManId, DeadMan>& all() const { return timers_; }

    friend bool operator==(const DeadMen& a, const DeadMen& b) {
        return a.timers_ == b.timers_ && a.last_ == b.last_;
    }

  private:
    using Names = std::tuple<AccountId, KeyId, MarketId, OrderTag>;
    static Names names_of(const DeadMan& timer) {
        return {timer.account, timer.key, timer.market, timer.tag};
    }

    std::map<DeadManId, DeadMan> timers_;
    std::map<Names, DeadManId> by_names_;  // follows from timers_
    DeadManId last_;
};

}  // namespace core
