// Decides the versions of the policies, their acceptance, and the rules of the house.
#include "core/customers/policies.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

constexpr std::size_t sha256_bytes = 32;
constexpr std::size_t accepted_at_once_max = 16;

bool is_policy_type(PolicyType type) {
    return std::ranges::find(all_policy_types, type) != all_policy_types.end();
}

PolicyAccepted acceptance(const Customer& customer, const Policy& policy, AcceptanceKind kind) {
    return {.customer = customer.id, .policy = policy.id, .type = policy.type, .kind = kind};
}

// What nobody has to be asked about: each version in effect, unless it or one before it wants an
// act of the customer's own.
void accept_by_going_on(const State& state, const Customer& customer, Timestamp now, Draft& draft) {
    for (const PolicyType type : all_policy_types) {
        const auto due = state.policies.due(accepted_of(customer.accepted, type), type, now);
        if (!due || due->by_explicit_act) continue;
        draft.add(
            acceptance(customer, *state.policies.find(due->policy), AcceptanceKind::continued_use));
    }
}

// In effect or to come; what a newer version overtook can no longer be accepted.
bool may_be_accepted(const State& state, const Policy& policy, Timestamp now) {
    const Policy* in_effect = state.policies.in_effect(policy.type, now);
    return in_effect == nullptr || policy.id >= in_effect->id;
}

Verdict accept_by_act(const State& state, const Customer& customer, std::vector<PolicyId> wanted,
                      Timestamp now, Draft& draft) {
    if (wanted.empty()) return reject(Reject::missing_field, "policies");
    if (wanted.size() > accepted_at_once_max) return reject(Reject::too_many, "policies");
    std::ranges::sort(wanted);
    AcceptedPolicies accepted = customer.accepted_explicitly;
    std::vector<const Policy*> news;
    for (const PolicyId id : wanted) {
        const Policy* policy = state.policies.find(id);
        if (policy == nullptr) return reject(Reject::not_found, "policies");
        if (id <= accepted_of(accepted, policy->type)) continue;  // accepted before, or by a newer
        if (!may_be_accepted(state, *policy, now)) return reject(Reject::not_found, "policies");
        set_accepted(accepted, policy->type, id);
        news.push_back(policy);
    }
    for (const Policy* policy : news) {
        draft.add(acceptance(customer, *policy, AcceptanceKind::by_explicit_act));
    }
    return {};
}

}  // namespace

Verdict decide(const State& state, Asked asked, const PostPolicy& command, Draft& draft) {
    if (!is_policy_type(command.type)) return reject(Reject::malformed_field, "type");
    if (command.locale.empty()) return reject(Reject::missing_field, "locale");
    if (!command.body) return reject(Reject::missing_field, "body");
    if (command.sha256.size() != sha256_bytes) return reject(Reject::malformed_field, "sha256");
    if (command.effective_at == never) return reject(Reject::malformed_field, "effective_at");
    TRY_OK(need_staff_factor(state, asked.envelope));
    if (proposes(state, asked, command, draft)) return {};
    const Timestamp now = asked.stamp.time;
    draft.add(PolicyPosted{.policy = {.id = state.policies.next_id(),
                                      .type = command.type,
                                      .version = state.policies.next_version(command.type),
                                      .locale = command.locale,
                                      .body = command.body,
                                      .sha256 = command.sha256,
                                      .posted_at = now,
                                      .effective_at = std::max(command.effective_at, now),
                                      .material = command.material,
                                      .requires_explicit = command.requires_explicit},
                           .by = acting(asked.envelope)});
    return {};
}

Verdict decide(const State& state, Asked asked, const AcceptPolicies& command, Draft& draft) {
    const Customer* customer = state.customers.find(asked.envelope.customer);
    if (customer == nullptr) return reject(Reject::not_found, "customer");
    const Timestamp now = asked.stamp.time;
    switch (command.kind) {
        case AcceptanceKind::by_explicit_act:
            return accept_by_act(state, *customer, command.policies, now, draft);
        case AcceptanceKind::continued_use:
            if (!command.policies.empty()) return reject(Reject::malformed_field, "policies");
            accept_by_going_on(state, *customer, now, draft);
            return {};
    }
    return reject(Reject::malformed_field, "kind");
}

Verdict decide(const State&, Asked, const SetHouseRules& command, Draft& draft) {
    const HouseRules& rules = command.rules;
    const auto within = [](Duration value, Duration least, Duration most) {
        return value >= least && value <= most;
    };
    if (rules.api_level > 3) return reject(Reject::malformed_field, "api_level");
    if (rules.keys_max < 1 || rules.keys_max > 1'000) {
        return reject(Reject::malformed_field, "keys_max");
    }
    if (!within(rules.session_idle, minutes(1), hours(24))) {
        return reject(Reject::malformed_field, "session_idle");
    }
    if (!within(rules.session_most, rules.session_idle, hours(30 * 24))) {
        return reject(Reject::malformed_field, "session_most");
    }
    draft.add(HouseRulesSet{rules});
    return {};
}

}  // namespace core
