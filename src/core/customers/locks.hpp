// The locks that stand. One that was lifted or ended is gone from here; the record has it.
//
//     locks.add(Lock{.id = locks.next_id(), .customer = ..., .scope = LockScope::withdraw, ...});
//     locks.holds(customer, LockScope::withdraw, now);   // true, until its end
//
// A lock stops holding at `ends_at` exactly, whether or not its timer has fired yet.
//
// Part of the state: changed by apply() alone. Ids count from 1; a removed id is not used again.
// Cost     holds, of: O(locks of that customer + log of all); key_locked the same, of all locks on
//          keys.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "core/types/onboarding.hpp"

namespace core {

inline constexpr std::size_t locks_max = 100;  // of one customer

class Locks {
  public:
    LockId next_id() const { return LockId{last_.value + 1}; }

    void add(const Lock& lock);  // its id is next_id()
    void remove(LockId id);      // must exist
    // From a snapshot: those that stand, in the order of their ids, and the last id given.
    void restore(const Lock& lock);
    void restore_last(LockId last) { last_ = last; }
    LockId last() const { return last_; }

    const Lock* find(LockId id) const;                  // nullptr when there is none
    std::vector<LockId> of(CustomerId customer) const;  // oldest first
    std::vector<LockId> of(KeyId key) const;            // those of scope `key`
    const std::map<LockId, Lock>& all() const { return locks_; }

    // Whether a lock of exactly this scope holds.
    bool holds(CustomerId customer, LockScope scope, Timestamp now) const;
    bool key_locked(KeyId key, Timestamp now) const;

    friend bool operator==(const Locks& a, const Locks& b) {
        return a.locks_ == b.locks_ && a.last_ == b.last_;
    }

  private:
    void index(const Lock& lock);

    std::map<LockId, Lock> locks_;
    std::set<std::pair<CustomerId, LockId>> of_customer_;  // follow from locks_
    std::set<std::pair<KeyId, LockId>> of_key_;
    LockId last_;
};

}  // namespace core
