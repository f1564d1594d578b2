#include "core/customers/locks.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {
namespace {

// The second halves of the pairs that begin with `owner`.
template <class Owner>
std::vector<LockId> after(const std::set<std::pair<Owner, LockId>>& index, Owner owner) {
    std::vector<LockId> locks;
    for (auto at = index.lower_bound({owner, LockId{}}); at != index.end() && at->first == owner;
         ++at) {
        locks.push_back(at->second);
    }
    return locks;
}

}  // namespace

void Locks::add(const Lock& lock) {
    CHECK(lock.id == next_id());
    last_ = lock.id;
    index(lock);
}

void Locks::remove(LockId id) {
    const auto found = locks_.find(id);
    CHECK(found != locks_.end());
    of_customer_.erase({found->second.customer, id});
    of_key_.erase({found->second.key, id});
    locks_.erase(found);
}

void Locks::restore(const Lock& lock) { index(lock); }

const Lock* Locks::find(LockId id) const {
    const auto found = locks_.find(id);
    return found == locks_.end() ? nullptr : &found->second;
}

std::vector<LockId> Locks::of(CustomerId customer) const { return after(of_customer_, customer); }

std::vector<LockId> Locks::of(KeyId key) const { return after(of_key_, key); }

bool Locks::holds(CustomerId customer, LockScope scope, Timestamp now) const {
    for (auto at = of_customer_.lower_bound({customer, LockId{}});
         at != of_customer_.end() && at->first == customer; ++at) {
        const Lock& lock = locks_.at(at->second);
        if (lock.scope == scope && now < lock.ends_at) return true;
    }
    return false;
}

bool Locks::key_locked(KeyId key, Timestamp now) const {
    return std::ranges::any_of(of(key), [&](LockId id) { return now < locks_.at(id).ends_at; });
}

void Locks::index(const Lock& lock) {
    const bool is_new = locks_.emplace(lock.id, lock).second;
    CHECK(is_new);
    of_customer_.emplace(lock.customer, lock.id);
    if (lock.scope == LockScope::key) of_key_.emplace(lock.key, lock.id);
}

}  // namespace core
