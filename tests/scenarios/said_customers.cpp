// What is said about customers: their file, what staff and providers make of it, locks, API
// access, policies, and the second of four eyes.
//
//     erin applies country=DE             erin attaches passport        erin asks_for_api
//     erin accepts terms:1,privacy:1      alice goes_on                 (with her key)
//     pia moves erin approved level=2     house moves erin screening event=e1   (a provider)
//     pia locks erin withdraw reason=court_order ends=+60               pia lifts 1 reason=settled
//     pia sets_api erin approved          pia customer erin suspended reason=fraud
//     mona posts terms explicit effective=+60                           pia approves 1
//     house rules two_persons api_level=1
#include "base/decimal.hpp"
#include "scenarios/line.hpp"

namespace scenarios {
namespace {

core::ReasonCode reason_of(const Line& line) {
    return core::ReasonCode{std::string_view{line.named("reason", "")}};
}

// "terms:1,privacy:2"; what was never posted is policy 999.
std::vector<core::PolicyId> policies_of(const Town& town, const std::string& text) {
    std::vector<core::PolicyId> policies;
    for (const std::string& name : listed(text)) {
        const auto colon = name.find(':');
        const core::Policy* policy = town.house.state().policies.find(
            one_of<core::PolicyType>(name.substr(0, colon)),
            static_cast<std::uint32_t>(std::stoul(name.substr(colon + 1))));
        policies.push_back(policy == nullptr ? core::PolicyId{999} : policy->id);
    }
    return policies;
}

core::Command submission(const Town& town, const Line& line) {
    core::SubmitOnboarding submit;
    submit.kind = line.has("business") ? core::CustomerKind::business : core::CustomerKind::person;
    submit.country = core::CountryCode{std::string_view{line.named("country", "DE")}};
    if (!line.has("nothing")) submit.file = {10, town.house.state().stamp.sequence.value};
    return submit;
}

core::Command document(const Town& town, const Line& line) {
    core::AttachDocument attach;
    attach.kind = base::Text<32>{std::string_view{line.word(2)}};
    attach.content = {11, town.house.state().documents.next_id().value};
    attach.hash = fingerprint(line.word(2));
    attach.size = static_cast<std::uint64_t>(line.number("size", 1'000));
    return attach;
}

core::Command move(const Town& town, const Line& line) {
    core::DecideOnboarding decide;
    decide.customer = town.customer(line.word(2));
    decide.to = one_of<core::Onboarding>(line.word(3));
    decide.level = static_cast<std::uint8_t>(line.number("level", 0));
    decide.risk = one_of<core::RiskLevel>(line.named("risk", "low"));
    decide.reason = reason_of(line);
    if (line.names("event")) decide.provider_event = fingerprint(line.named("event", ""));
    return decide;
}

core::Command lock(Town& town, const Line& line) {
    core::SetLock set;
    set.customer = town.customer(line.word(2));
    set.scope = one_of<core::LockScope>(line.word(3));
    if (set.scope == core::LockScope::key) {
        set.key = town.key(line.named("of", line.word(2)), line.word(4));
    }
    set.reason = reason_of(line);
    set.disclosed = line.has("disclosed");
    if (line.names("ends")) set.ends_at = time_of(town, line.named("ends", ""));
    return set;
}

core::Command posting(Town& town, const Line& line) {
    core::PostPolicy post;
    post.type = one_of<core::PolicyType>(line.word(2));
    post.locale = "en";
    post.body = {12, town.house.state().policies.next_id().value};
    post.sha256.assign(line.has("hashless") ? 31 : 32, 7);
    if (line.names("effective")) post.effective_at = time_of(town, line.named("effective", ""));
    post.requires_explicit = line.has("explicit");
    return post;
}

core::Command house_rules(const Town& town, const Line& line) {
    core::HouseRules rules = town.house.state().rules;
    rules.two_persons = line.has("two_persons");
    rules.api_access_automatic = line.has("api_automatic");
    rules.ip_list_required = line.has("ip_list");
    rules.withdraw_by_ip_list = line.has("withdraw_by_ip_list");
    rules.withdraw_without_hmac = line.has("withdraw_without_hmac");
    rules.api_level = static_cast<std::uint8_t>(line.number("api_level", rules.api_level));
    rules.keys_max = static_cast<std::uint16_t>(line.number("keys_max", rules.keys_max));
    if (line.names("idle")) rules.session_idle = core::seconds(line.number("idle", 0));
    if (line.names("most")) rules.session_most = core::seconds(line.number("most", 0));
    return core::SetHouseRules{rules};
}

core::Command status(const Town& town, const Line& line) {
    const core::CustomerId customer = town.customer(line.word(2));
    const core::Customer& now = town.house.state().customers.at(customer);
    core::SetCustomerStatus status{customer, now.verified, now.suspended, reason_of(line)};
    if (line.has("verified")) status.verified = true;
    if (line.has("unverified")) status.verified = false;
    if (line.has("suspended")) status.suspended = true;
    if (line.has("welcome")) status.suspended = false;
    return status;
}

std::optional<core::Command> own_command(const Town& town, const Line& line) {
    const std::string& verb = line.word(1);
    if (verb == "applies") return submission(town, line);
    if (verb == "attaches") return document(town, line);
    if (verb == "asks_for_api") return core::RequestApiAccess{{13, 1}};
    if (verb == "accepts") {
        return core::AcceptPolicies{policies_of(town, line.word(2)),
                                    core::AcceptanceKind::by_explicit_act};
    }
    return std::nullopt;
}

std::optional<core::Command> staff_command(Town& town, const Line& line) {
    const std::string& verb = line.word(1);
    if (verb == "moves") return move(town, line);
    if (verb == "customer") return status(town, line);
    if (verb == "locks") return lock(town, line);
    if (verb == "lifts") {
        return core::LiftLock{core::LockId{static_cast<std::uint64_t>(line.number(2))},
                              reason_of(line)};
    }
    if (verb == "sets_api") {
        return core::DecideApiAccess{town.customer(line.word(2)),
                                     one_of<core::ApiAccess>(line.word(3)), reason_of(line)};
    }
    if (verb == "posts") return posting(town, line);
    if (verb == "rules") return house_rules(town, line);
    if (verb == "approves" || verb == "rejects") {
        return core::DecideProposal{core::ProposalId{static_cast<std::uint64_t>(line.number(2))},
                                    verb == "approves"};
    }
    return std::nullopt;
}

}  // namespace

std::optional<core::Command> customers_command(Town& town, const Line& line,
                                               core::Envelope& envelope) {
    const bool house = line.word(0) == "house";
    if (line.word(1) == "goes_on") {
        return core::AcceptPolicies{{}, core::AcceptanceKind::continued_use};
    }
    const bool by_key = line.has("by_key");
    std::optional<core::Command> command = staff_command(town, line);
    if (!command && !house) command = own_command(town, line);
    if (command && !house && !by_key) speak_in_person(town, line, envelope);
    return command;
}

}  // namespace scenarios
