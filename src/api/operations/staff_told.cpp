// How staff are told of things, and what they name in requests.
#include "api/operations/named.hpp"
#include "api/operations/staff.hpp"
#include "base/described_json.hpp"
#include "core/customers/onboarding.hpp"

namespace api {
namespace {

void tell_code(Json& json, std::string_view name, std::string_view code) {
    code.empty() ? json.null(name) : json.text(name, code);
}

template <class Id>
void tell_id(Json& json, std::string_view name, Id id) {
    id ? json.number_text(name, id.value) : json.null(name);
}

std::string_view name_of(const core::AddStaff&) { return "add_staff"; }
std::string_view name_of(const core::ChangeStaff&) { return "change_staff"; }
std::string_view name_of(const core::DecideOnboarding&) { return "decide_onboarding"; }
std::string_view name_of(const core::LiftLock&) { return "lift_lock"; }
std::string_view name_of(const core::DecideApiAccess&) { return "decide_api_access"; }
std::string_view name_of(const core::PostPolicy&) { return "post_policy"; }
std::string_view name_of(const core::SetCustomerStatus&) { return "set_customer_status"; }

}  // namespace

void tell_staff_customer(Json& json, const core::Customer& customer) {
    json.begin_object();
    json.number_text("customer_id", customer.id.value);
    json.text("kind", word_of(customer.kind));
    json.text("onboarding", word_of(customer.onboarding));
    tell_code(json, "onboarding_reason", customer.onboarding_reason.view());
    json.time("onboarding_at", customer.onboarding_at);
    json.number("level", customer.level);
    json.text("risk", word_of(customer.risk));
    tell_code(json, "country", customer.country.view());
    json.boolean("verified", customer.verified);
    json.boolean("suspended", customer.suspended);
    tell_code(json, "suspension_reason", customer.suspension_reason.view());
    json.text("api_access", word_of(customer.api_access));
    tell_code(json, "api_access_reason", customer.api_access_reason.view());
    json.time("review_due_at", core::review_due_at(customer));
    json.time("created_at", customer.created_at);
    json.end_object();
}

void tell(Json& json, const core::Lock& lock) {
    json.begin_object();
    json.number_text("lock_id", lock.id.value);
    json.number_text("customer_id", lock.customer.value);
    json.text("scope", word_of(lock.scope));
    tell_id(json, "key_id", lock.key);
    json.text("reason", lock.reason.view());
    json.boolean("disclosed", lock.disclosed);
    tell_id(json, "by", lock.by);
    json.time("since", lock.since);
    json.time("ends_at", lock.ends_at);
    json.end_object();
}

void tell(Json& json, const core::Proposal& proposal) {
    json.begin_object();
    json.number_text("proposal_id", proposal.id.value);
    json.text("act", std::visit([](const auto& act) { return name_of(act); }, proposal.act));
    std::string what;
    std::visit([&](const auto& act) { base::append_json(what, act); }, proposal.act);
    json.raw("what", what);
    json.number_text("proposer", proposal.proposer.value);
    json.time("made_at", proposal.made_at);
    json.time("ends_at", proposal.ends_at);
    json.end_object();
}

void tell(Json& json, const core::Incident& incident) {
    json.begin_object();
    json.number_text("incident_id", incident.id.value);
    json.text("kind", word_of(incident.kind));
    json.number_text("customer_id", incident.customer.value);
    tell_id(json, "key_id", incident.key);
    tell_id(json, "by", incident.by);
    json.time("opened_at", incident.opened_at);
    json.time("closed_at", incident.closed_at);
    json.end_object();
}

void tell_roles(Json& json, core::Roles roles) {
    json.name("roles");
    json.begin_array();
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<core::Role>>(
        [&](auto described) {
            if (roles.has(described.value)) json.text(described.name);
        });
    json.end_array();
}

Answer<core::ReasonCode> read_reason(const Inputs& inputs) {
    const auto reason = core::ReasonCode::from(inputs.text_or("reason", {}));
    if (!reason) return malformed("reason", "too_long");
    return *reason;
}

Answer<core::Roles> read_roles(const Inputs& inputs) {
    core::Roles roles;
    for (const std::string_view name : inputs.list("roles")) {
        const auto role = value_named<core::Role>(name);
        if (!role) return malformed("roles", "not_one_of");
        roles.add(*role);
    }
    return roles;
}

}  // namespace api
