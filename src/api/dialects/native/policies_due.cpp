#include "api/dialects/native/policies_due.hpp"

#include "api/operations/json_writer.hpp"
#include "api/operations/words.hpp"

namespace api::native {
namespace {

core::PolicyId accepted_by_act(const core::Customer& customer, core::PolicyType type) {
    const core::AcceptedPolicies& accepted = customer.accepted_explicitly;
    switch (type) {
        case core::PolicyType::terms:
            return accepted.terms;
        case core::PolicyType::privacy:
            return accepted.privacy;
        case core::PolicyType::api_policy:
            return accepted.api_policy;
    }
    return {};
}

}  // namespace

void name_policies(Refusal& refusal, const views::Live& live, core::CustomerId customer,
                   core::Timestamp now) {
    if (refusal.rejection.reject != core::Reject::policy_acceptance_required) return;
    std::string list;
    Json json{list};
    json.begin_array();
    {
        const auto read = live.read();
        const core::Customer* known = read->state.customers.find(customer);
        for (const core::PolicyType type : core::all_policy_types) {
            const auto* policy = read->state.policies.in_effect(type, now);
            if (known == nullptr || policy == nullptr) continue;
            if (policy->id <= accepted_by_act(*known, type)) continue;
            json.text(std::string{word_of(type)} + "/" + std::to_string(policy->version));
        }
    }
    json.end_array();
    refusal.facts.push_back({"policies", std::move(list), true});
}

void append_policy(std::string& headers, const views::Live& live, core::Timestamp now) {
    const auto read = live.read();
    const auto* policy = read->state.policies.in_effect(core::PolicyType::api_policy, now);
    if (policy == nullptr) return;
    headers += "X-Policy-Version: api_policy=" + std::to_string(policy->version) + "\r\n";
}

}  // namespace api::native
