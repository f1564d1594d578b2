// What happened to customers: their onboarding, locks, API access and policies; and four eyes.
#include "scenarios/facts.hpp"

namespace scenarios {
namespace {

std::string name_of(const Town& town, core::CustomerId customer) {
    const auto accounts = town.house.state().accounts.of(customer);
    return accounts.empty() ? "nobody" : town.name_of(accounts.front());
}

std::string name_of(const Town& town, core::PolicyId id) {
    const core::Policy* policy = town.house.state().policies.find(id);
    return word(policy->type) + " v" + std::to_string(policy->version);
}

std::string because(const core::ReasonCode& reason) {
    return reason.empty() ? "" : ", " + std::string{reason.view()};
}

}  // namespace

std::string CustomerFacts::operator()(const core::CustomerRegistered&) const {
    return "registered";
}
std::string CustomerFacts::operator()(const core::CustomerStatusChanged& event) const {
    return std::string{event.verified ? "verified" : "not verified"} +
           (event.suspended ? ", suspended" : "") + because(event.reason);
}
std::string CustomerFacts::operator()(const core::OnboardingMoved& event) const {
    std::string text = name_of(town_, event.customer) + " " + word(event.to);
    if (event.to == core::Onboarding::on_hold) text += " from " + word(event.before_hold);
    if (event.verified) text += ", level " + std::to_string(event.level);
    if (event.risk != core::RiskLevel::low) text += ", " + word(event.risk) + " risk";
    return text + because(event.reason);
}
std::string CustomerFacts::operator()(const core::DocumentAttached& event) const {
    const core::Document& document = event.document;
    return "document " + std::to_string(document.id.value) + " of " +
           name_of(town_, document.customer) + ": " + std::string{document.kind.view()};
}
std::string CustomerFacts::operator()(const core::LockChanged& event) const {
    const core::Lock& lock = event.lock;
    const std::string text =
        "lock " + std::to_string(lock.id.value) + " on " + name_of(town_, lock.customer);
    if (event.lifted) return text + " gone";
    return text + ": " + word(lock.scope) + because(lock.reason) +
           (lock.ends_at == core::never ? "" : ", until " + told(town_, lock.ends_at));
}
std::string CustomerFacts::operator()(const core::ApiAccessChanged& event) const {
    return "API access of " + name_of(town_, event.customer) + " " + word(event.to) +
           because(event.reason);
}
std::string CustomerFacts::operator()(const core::PolicyPosted& event) const {
    const core::Policy& policy = event.policy;
    return word(policy.type) + " v" + std::to_string(policy.version) + " from " +
           told(town_, policy.effective_at) +
           (policy.requires_explicit ? ", to be accepted by an act" : "");
}
std::string CustomerFacts::operator()(const core::PolicyAccepted& event) const {
    return name_of(town_, event.customer) + " accepted " + name_of(town_, event.policy) +
           (event.kind == core::AcceptanceKind::continued_use ? " by going on" : "");
}
std::string CustomerFacts::operator()(const core::HouseRulesSet&) const {
    return "house rules set";
}
std::string CustomerFacts::operator()(const core::Proposed& event) const {
    const core::Proposal& proposal = event.proposal;
    return "proposal " + std::to_string(proposal.id.value) + " of " +
           town_.name_of(proposal.proposer) + ", until " + told(town_, proposal.ends_at);
}
std::string CustomerFacts::operator()(const core::ProposalEnded& event) const {
    return "proposal " + std::to_string(event.proposal.value) + " " + word(event.end);
}

}  // namespace scenarios
