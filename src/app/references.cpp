#include "app/references.hpp"

namespace app {

References::References(const core::State& state) {
    for (const core::Key& key : state.keys.all()) {
        secrets_.insert(key.credential.secret);
        if (key.next) secrets_.insert(key.next->credential.secret);
    }
    for (const core::User& user : state.users.all()) {
        subjects_.insert(user.subject);
        secrets_.insert(user.password);
    }
    for (const core::Factor& factor : state.factors.all()) {
        if (factor.status != core::FactorStatus::removed) secrets_.insert(factor.secret);
    }
    for (const core::Customer& customer : state.customers.all()) {
        subjects_.insert(customer.subject);
        secrets_.insert({customer.file, customer.comment, customer.api_answers});
    }
    for (const core::Document& document : state.documents.all()) secrets_.insert(document.content);
    for (const core::Policy& policy : state.policies.all()) secrets_.insert(policy.body);
    for (const auto& [id, proposal] : state.proposals.all()) name_act(proposal.act);
}

// A proposal holds what its act would.
void References::name_act(const core::ProposedAct& act) {
    if (const auto* staff = std::get_if<core::AddStaff>(&act)) {
        subjects_.insert(staff->subject);
        secrets_.insert(staff->password);
    } else if (const auto* policy = std::get_if<core::PostPolicy>(&act)) {
        secrets_.insert(policy->body);
    } else if (const auto* decision = std::get_if<core::DecideOnboarding>(&act)) {
        secrets_.insert(decision->comment);
    }
}

bool References::names(const vault::Sealed& row) const {
    if (row.kind == vault::SecretKind::profile) return subjects_.contains(row.subject);
    return secrets_.contains(row.ref);
}

}  // namespace app
