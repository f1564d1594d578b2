#include "core/exchange/standing.hpp"

#include "core/customers/onboarding.hpp"

namespace core {

Standing standing_of(const State& state, CustomerId id, Timestamp now) {
    Standing standing{.customer = id};
    const Customer* customer = state.customers.find(id);
    if (customer == nullptr) return standing;
    const auto locked = [&](LockScope scope) { return state.locks.holds(id, scope, now); };
    standing.verified = customer->verified;
    standing.suspended = customer->suspended || locked(LockScope::everything);
    standing.api_approved = customer->api_access == ApiAccess::approved && !locked(LockScope::api);
    standing.trade_locked = locked(LockScope::trade);
    standing.withdraw_locked = locked(LockScope::withdraw);
    for (const PolicyType type : all_policy_types) {
        const PolicyId accepted = accepted_of(customer->accepted, type);
        const auto due = state.policies.due(accepted, type, now);
        if (!due) continue;
        // A first acceptance is asked for where a key is made or API access applied for. Until
        // then there is nothing that a new version could change.
        if (due->by_explicit_act && accepted) standing.acceptance_due = true;
        if (!due->by_explicit_act) standing.continued_due = true;
    }
    return standing;
}

}  // namespace core
