#include "core/exchange/memory.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {
namespace {

// Memories go in batches, once the oldest has been due for so long: a tick for each would write
// more than the orders themselves.
constexpr Duration forgetting_lag = minutes(1);

Timestamp end_of(const Outcome& outcome) { return outcome.stamp.time + outcome_kept; }

}  // namespace

const Outcome* Memory::find(AccountId account, Fingerprint idempotency) const {
    const auto found = index_.find(Name{account, idempotency});
    return found == index_.end() ? nullptr : &outcomes_[found->second - forgotten_];
}

bool Memory::used(KeyId key, Fingerprint nonce) const { return used_.contains({key, nonce}); }

void Memory::keep(Outcome outcome) {
    const Name name{outcome.account, outcome.idempotency};
    CHECK(index_.emplace(name, forgotten_ + outcomes_.size()).second);
    outcomes_.push_back(std::move(outcome));
}

void Memory::append(Stamp stamp, std::span<const std::uint8_t> events) {
    if (outcomes_.empty() || outcomes_.back().stamp != stamp) return;
    std::vector<std::uint8_t>& kept = outcomes_.back().events;
    kept.insert(kept.end(), events.begin(), events.end());
}

void Memory::use(KeyId key, Fingerprint nonce, Timestamp until) {
    CHECK(used_.emplace(key, nonce).second);
    nonces_.insert(Nonce{until, key, nonce});
}

void Memory::forget(Timestamp until) {
    while (!outcomes_.empty() && end_of(outcomes_.front()) <= until) {
        index_.erase(Name{outcomes_.front().account, outcomes_.front().idempotency});
        outcomes_.pop_front();
        ++forgotten_;
    }
    while (!nonces_.empty() && nonces_.begin()->until <= until) {
        used_.erase({nonces_.begin()->key, nonces_.begin()->nonce});
        nonces_.erase(nonces_.begin());
    }
}

Timestamp Memory::next_to_forget() const {
    Timestamp next = never;
    if (!outcomes_.empty()) next = std::min(next, end_of(outcomes_.front()) + forgetting_lag);
    if (!nonces_.empty()) next = std::min(next, nonces_.begin()->until + forgetting_lag);
    return next;
}

Timestamp Memory::forget_until(Timestamp now, std::size_t count) const {
    Timestamp until = now;
    if (outcomes_.size() > count) until = std::min(until, end_of(outcomes_[count - 1]));
    if (nonces_.size() > count) {
        until = std::min(until,
                         std::next(nonces_.begin(), static_cast<std::ptrdiff_t>(count) - 1)->until);
    }
    return until;
}

}  // namespace core
