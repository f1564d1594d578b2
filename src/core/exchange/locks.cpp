// Decides the locks on customers and on single keys, and their end.
#include "core/customers/locks.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "core/customers/onboarding.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

Verdict check_reason(const ReasonCode& reason) {
    if (reason.empty()) return reject(Reject::missing_field, "reason");
    return is_code(reason.view()) ? Verdict{} : Verdict{reject(Reject::malformed_field, "reason")};
}

Verdict check_locked_key(const State& state, const SetLock& command) {
    if (command.scope != LockScope::key) {
        return command.key ? Verdict{reject(Reject::malformed_field, "key")} : Verdict{};
    }
    const Key* key = state.keys.find(command.key);
    if (key == nullptr || key->customer != command.customer) {
        return reject(Reject::not_found, "key");
    }
    if (key->status == KeyStatus::revoked) return reject(Reject::key_revoked);
    if (key->status == KeyStatus::expired) return reject(Reject::key_expired);
    return {};
}

// Whether another lock on the same key is still to end, by itself or by hand. Those that end in
// the same tick go in the order of their timers; the last one gives the key back.
bool another_holds(const State& state, const Lock& ending, bool by_itself) {
    return std::ranges::any_of(state.locks.of(ending.key), [&](LockId id) {
        const Lock& other = *state.locks.find(id);
        if (other.id == ending.id) return false;
        return !by_itself ||
               std::pair{ending.ends_at, ending.id} < std::pair{other.ends_at, other.id};
    });
}

// What a lock froze, its end gives back to the owner, inactive. Whatever else befell the key
// meanwhile stays.
void give_back_key(const State& state, const Lock& lock, bool by_itself, UserId by, Timestamp now,
                   Draft& draft) {
    if (lock.scope != LockScope::key || another_holds(state, lock, by_itself)) return;
    const Key& key = state.keys.at(lock.key);
    const bool frozen_by_lock =
        key.status == KeyStatus::frozen_risk && key.reason == KeyReason::rule;
    if (!frozen_by_lock || key.rules.expires_at <= now) return;
    draft.add(KeyStatusChanged{key.id, KeyStatus::inactive, KeyReason::rule, by});
}

// A key in wrong hands stays what it is: a lock that is lifted again must not give it back.
bool may_freeze(const Key& key) {
    return key.status != KeyStatus::frozen_risk && key.reason != KeyReason::reported_compromised;
}

}  // namespace

Verdict decide(const State& state, Asked asked, const SetLock& command, Draft& draft) {
    if (state.customers.find(command.customer) == nullptr) {
        return reject(Reject::not_found, "customer");
    }
    if (command.scope < LockScope::everything || command.scope > LockScope::key) {
        return reject(Reject::malformed_field, "scope");
    }
    TRY_OK(check_locked_key(state, command));
    TRY_OK(check_reason(command.reason));
    if (command.ends_at <= asked.stamp.time) return reject(Reject::malformed_field, "ends_at");
    if (state.locks.of(command.customer).size() >= locks_max) {
        return reject(Reject::too_many, "locks");
    }
    TRY_OK(need_staff_factor(state, asked.envelope));
    const UserId by = acting(asked.envelope);
    draft.add(LockChanged{.lock = {.id = state.locks.next_id(),
                                   .customer = command.customer,
                                   .scope = command.scope,
                                   .key = command.key,
                                   .reason = command.reason,
                                   .disclosed = command.disclosed,
                                   .by = by,
                                   .since = asked.stamp.time,
                                   .ends_at = command.ends_at},
                          .lifted = false,
                          .by = by});
    if (command.scope == LockScope::key && may_freeze(state.keys.at(command.key))) {
        draft.add(KeyStatusChanged{command.key, KeyStatus::frozen_risk, KeyReason::rule, by});
    }
    return {};
}

Verdict decide(const State& state, Asked asked, const LiftLock& command, Draft& draft) {
    const Lock* lock = state.locks.find(command.lock);
    if (lock == nullptr) return reject(Reject::not_found, "lock");
    TRY_OK(check_reason(command.reason));
    TRY_OK(need_staff_factor(state, asked.envelope));
    if (proposes(state, asked, command, draft)) return {};
    const UserId by = acting(asked.envelope);
    draft.add(LockChanged{.lock = *lock, .lifted = true, .by = by});
    give_back_key(state, *lock, false, by, asked.stamp.time, draft);
    return {};
}

void fire_customer_timer(const State& state, const Timer& timer, Timestamp now, Draft& draft) {
    if (timer.kind == TimerKind::lock_ends) {
        const Lock* lock = state.locks.find(LockId{timer.subject});
        draft.add(LockChanged{.lock = *lock, .lifted = true, .by = {}});
        return give_back_key(state, *lock, true, {}, now, draft);
    }
    if (timer.kind == TimerKind::proposal_ends) {
        draft.add(ProposalEnded{ProposalId{timer.subject}, ProposalEnd::expired, {}});
        return;
    }
    const Customer& customer = state.customers.at(CustomerId{timer.subject});
    OnboardingMoved event;
    event.customer = customer.id;
    event.to = Onboarding::reverification;
    event.verified = is_verified(event.to, customer.level);
    event.kind = customer.kind;
    event.level = customer.level;
    event.risk = customer.risk;
    event.country = customer.country;
    event.reason = "review_due";
    event.file = customer.file;
    draft.add(event);
}

}  // namespace core
