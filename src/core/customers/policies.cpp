#include "core/customers/policies.hpp"

#include <algorithm>
#include <ranges>

#include "base/check.hpp"
#include "core/customers/customers.hpp"

namespace core {
namespace {

std::size_t place_of(PolicyType type) {
    const auto place = static_cast<std::size_t>(type) - 1;
    CHECK(place < policy_types);
    return place;
}

}  // namespace

PolicyId Policies::next_id() const {
    return PolicyId{static_cast<std::uint32_t>(policies_.size() + 1)};
}

std::uint32_t Policies::next_version(PolicyType type) const {
    return static_cast<std::uint32_t>(versions(type).size() + 1);
}

void Policies::add(Policy policy) {
    CHECK(policy.id == next_id());
    CHECK(policy.version == next_version(policy.type));
    of_type_[place_of(policy.type)].push_back(policy.id);
    policies_.push_back(std::move(policy));
}

const Policy* Policies::find(PolicyId id) const {
    if (id.value == 0 || id.value > policies_.size()) return nullptr;
    return &policies_[id.value - 1];
}

const Policy* Policies::find(PolicyType type, std::uint32_t version) const {
    const std::vector<PolicyId>& of_type = versions(type);
    if (version == 0 || version > of_type.size()) return nullptr;
    return find(of_type[version - 1]);
}

const Policy* Policies::in_effect(PolicyType type, Timestamp now) const {
    for (const PolicyId id : std::views::reverse(versions(type))) {
        const Policy* policy = find(id);
        if (policy->effective_at <= now) return policy;
    }
    return nullptr;
}

std::optional<DuePolicy> Policies::due(PolicyId accepted, PolicyType type, Timestamp now) const {
    std::optional<DuePolicy> due;
    for (const PolicyId id : std::views::reverse(versions(type))) {
        if (id <= accepted) break;
        const Policy* policy = find(id);
        if (policy->effective_at > now) continue;
        if (!due) due = DuePolicy{.policy = id};
        due->by_explicit_act = due->by_explicit_act || policy->requires_explicit;
    }
    return due;
}

bool Policies::all_accepted_explicitly(const Customer& customer, Timestamp now) const {
    return std::ranges::none_of(all_policy_types, [&](PolicyType type) {
        return due(accepted_of(customer.accepted_explicitly, type), type, now).has_value();
    });
}

const std::vector<PolicyId>& Policies::versions(PolicyType type) const {
    return of_type_[place_of(type)];
}

}  // namespace core
