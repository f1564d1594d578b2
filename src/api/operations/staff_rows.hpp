// The rows of staff, and those of the operator that do the same. Only table.cpp needs them.
#pragma once

#include "api/operations/onboarding_rows.hpp"
#include "api/operations/staff.hpp"

namespace api::rows {

using core::Role;
using core::Roles;

// Whose work it is; the core asks again for what each command takes.
inline constexpr Roles onlookers{Role::support, Role::analyst, Role::senior_analyst,
                                 Role::mlro,    Role::auditor, Role::admin};
inline constexpr Roles readers{Role::analyst, Role::senior_analyst, Role::mlro, Role::auditor};
inline constexpr Roles casework{Role::analyst, Role::senior_analyst, Role::mlro};
inline constexpr Roles compliance{Role::senior_analyst, Role::mlro};
inline constexpr Roles deciders{Role::senior_analyst, Role::mlro, Role::admin};

inline constexpr std::string_view onboarding_choices =
    "draft|submitted|needs_information|screening|review|approved|rejected_retry|rejected_final|"
    "edd_required|reverification|on_hold|suspended|offboarding|closed";
inline constexpr std::string_view api_access_choices =
    "none|requested|approved|declined|suspended|revoked";

inline constexpr Field of_customer{"customer_id", FieldPlace::path, FieldType::id, true};
inline constexpr Field a_limit{"limit", FieldPlace::query,     FieldType::integer, false,
                               {},      "at most so many rows"};
inline constexpr Field a_reason{"reason",
                                FieldPlace::body,
                                FieldType::text,
                                true,
                                {},
                                "snake_case; the customer sees it",
                                "document_expired"};
inline constexpr Field a_reason_if_any{"reason",
                                       FieldPlace::body,
                                       FieldType::text,
                                       false,
                                       {},
                                       "snake_case; the customer sees it",
                                       "document_expired"};

inline constexpr Field one_customer_fields[] = {of_customer};
inline constexpr Field staff_customers_fields[] = {
    a_limit,
    {"cursor", FieldPlace::query, FieldType::integer, false, {}, "`next` of the page before"},
    {"onboarding", FieldPlace::query, FieldType::choice, false, onboarding_choices},
    {"api_access", FieldPlace::query, FieldType::choice, false, api_access_choices},
};
inline constexpr Field queue_fields[] = {
    a_limit,
    {"state", FieldPlace::query, FieldType::choice, false, onboarding_choices,
     "default: all that wait for somebody of ours"},
};
inline constexpr Field decide_onboarding_fields[] = {
    of_customer,
    {"to", FieldPlace::body, FieldType::choice, true, onboarding_choices},
    {"level", FieldPlace::body, FieldType::integer, false, {}, "of an approval: 1, 2 or 3", "2"},
    {"risk", FieldPlace::body, FieldType::choice, false, "low|medium|high|prohibited"},
    a_reason_if_any,
    {"comment", FieldPlace::body, FieldType::text, false, {}, "for the customer's eyes"},
};
inline constexpr Field decide_api_access_fields[] = {
    of_customer,
    {"to", FieldPlace::body, FieldType::choice, true, "approved|declined|suspended|revoked"},
    a_reason_if_any,
};
inline constexpr Field suspend_fields[] = {of_customer, a_reason};
inline constexpr Field set_lock_fields[] = {
    of_customer,
    {"scope", FieldPlace::body, FieldType::choice, true, "everything|withdraw|trade|api|key"},
    {"key", FieldPlace::body, FieldType::text, false, {}, "of scope key: its public name, or id"},
    {"reason",
     FieldPlace::body,
     FieldType::text,
     true,
     {},
     "snake_case; the customer sees it where it is disclosed",
     "court_order"},
    {"disclosed",
     FieldPlace::body,
     FieldType::boolean,
     false,
     {},
     "default true; false: the customer is told nothing of it"},
    {"ends_at", FieldPlace::body, FieldType::time, false, {}, "default: when it is lifted"},
};
inline constexpr Field lift_lock_fields[] = {
    {"lock_id", FieldPlace::path, FieldType::id, true},
    {"reason", FieldPlace::body, FieldType::text, true, {}, "snake_case", "order_withdrawn"},
};
inline constexpr Field document_id_fields[] = {
    {"document_id", FieldPlace::path, FieldType::id, true},
};
inline constexpr Field post_policy_fields[] = {
    {"type", FieldPlace::body, FieldType::choice, true, policy_choices},
    {"locale", FieldPlace::body, FieldType::text, false, {}, "default en", "en"},
    {"body",
     FieldPlace::body,
     FieldType::text,
     true,
     {},
     "Markdown, at most 64 KiB",
     "# Terms",
     policy_bytes_max},
    {"effective_at", FieldPlace::body, FieldType::time, false, {}, "default: on posting"},
    {"material", FieldPlace::body, FieldType::boolean, false, {}, "changes rights or duties"},
    {"requires_explicit",
     FieldPlace::body,
     FieldType::boolean,
     false,
     {},
     "going on using the API does not accept it"},
};
inline constexpr Field proposal_fields[] = {
    {"proposal_id", FieldPlace::path, FieldType::id, true},
};
inline constexpr Field list_incidents_fields[] = {
    {"closed_too", FieldPlace::query, FieldType::boolean, false},
};
inline constexpr Field close_incident_fields[] = {
    {"incident_id", FieldPlace::path, FieldType::id, true},
    {"reason", FieldPlace::body, FieldType::text, true, {}, "snake_case", "key_replaced"},
};
inline constexpr Field add_staff_fields[] = {
    {"email", FieldPlace::body, FieldType::text, true, {}, "to sign in with", "sam@example.com"},
    {"password",
     FieldPlace::body,
     FieldType::text,
     true,
     {},
     "12 to 256 bytes",
     "correct horse battery"},
    {"name", FieldPlace::body, FieldType::text, true, {}, "", "Sam"},
    {"roles",
     FieldPlace::body,
     FieldType::texts,
     true,
     {},
     "support, analyst, senior_analyst, mlro, rules_admin, list_admin, auditor, admin",
     R"(["analyst"])"},
};
inline constexpr Field change_staff_fields[] = {
    {"user_id", FieldPlace::path, FieldType::id, true},
    {"roles",
     FieldPlace::body,
     FieldType::texts,
     false,
     {},
     "default: as they are",
     R"(["analyst"])"},
    {"status", FieldPlace::body, FieldType::choice, false, "active|disabled"},
};

inline constexpr Operation staff_rows[] = {
    // Customers as staff see them.
    by_staff(onlookers, "staff_customers.list", Method::get, "/v1/staff/customers", Kind::read,
             staff_customers_fields, handlers::at_once<handlers::list_staff_customers>,
             "Customers and how they stand.", "customers: [StaffCustomer], next: id?"),
    by_staff(onlookers, "staff_customers.show", Method::get, "/v1/staff/customers/{customer_id}",
             Kind::read, one_customer_fields, handlers::at_once<handlers::show_staff_customer>,
             "One customer: his state, locks, and what he accepted.",
             "customer: StaffCustomer, locks: [Lock], documents: integer, sessions: integer, "
             "accepted: Accepted"),
    by_staff(readers, "staff_customers.profile", Method::get,
             "/v1/staff/customers/{customer_id}/profile", Kind::read, one_customer_fields,
             handlers::at_once<handlers::show_customer_profile>,
             "Who a customer is. Each reading is in the access log as profile.read.",
             "customer_id: id, name: text?, email: text?, file: object?, api_answers: object?, "
             "comment: text?"),
    with_factor(
        refusing(by_staff(compliance, "staff_customers.suspend", Method::post,
                          "/v1/staff/customers/{customer_id}/suspend", Kind::write, suspend_fields,
                          handlers::suspend_by_staff, "Stops all keys of the customer at once.",
                          "customer: StaffCustomer"),
                 "state_conflict")),
    proposing(refusing(
        by_staff(compliance, "staff_customers.unsuspend", Method::post,
                 "/v1/staff/customers/{customer_id}/unsuspend", Kind::write, one_customer_fields,
                 handlers::unsuspend_by_staff, "Ends the suspension.", "customer: StaffCustomer"),
        "state_conflict")),
    with_factor(refusing(
        by_staff({Role::support, Role::senior_analyst, Role::mlro, Role::admin},
                 "staff_sessions.end", Method::del, "/v1/staff/customers/{customer_id}/sessions",
                 Kind::write, one_customer_fields, handlers::end_customers_sessions,
                 "Signs the customer out everywhere.", "ended: integer"),
        "not_found")),

    // Applications and documents.
    by_staff(onlookers, "staff_onboarding.queue", Method::get, "/v1/staff/onboarding", Kind::read,
             queue_fields, handlers::at_once<handlers::onboarding_queue>,
             "Applications that wait, oldest first.", "applications: [StaffCustomer]"),
    proposing(
        refusing(by_staff(casework, "staff_onboarding.decide", Method::post,
                          "/v1/staff/customers/{customer_id}/onboarding", Kind::write,
                          decide_onboarding_fields, handlers::decide_onboarding,
                          "Moves an application to another state.", "customer: StaffCustomer"),
                 "state_conflict")),
    proposing(refusing(
        by_staff(deciders, "staff_api_access.decide", Method::post,
                 "/v1/staff/customers/{customer_id}/api-access", Kind::write,
                 decide_api_access_fields, handlers::decide_api_access,
                 "Approves, declines, suspends or revokes API access.", "customer: StaffCustomer"),
        "state_conflict customer_not_verified")),
    by_staff(readers, "staff_documents.list", Method::get,
             "/v1/staff/customers/{customer_id}/documents", Kind::read, one_customer_fields,
             handlers::at_once<handlers::list_customer_documents>,
             "The documents of a customer, oldest first.", "documents: [Document]"),
    by_staff(readers, "staff_documents.show", Method::get, "/v1/staff/documents/{document_id}",
             Kind::read, document_id_fields, handlers::at_once<handlers::show_document>,
             "One document with its bytes. Each reading is in the access log as document.read.",
             "document: Document, media_type: text, content: text"),

    // Locks.
    with_factor(refusing(by_staff(compliance, "staff_locks.set", Method::post,
                                  "/v1/staff/customers/{customer_id}/locks", Kind::write,
                                  set_lock_fields, handlers::set_lock,
                                  "Stops a customer, or a part of what he may do.", "lock: Lock"),
                         "key_malformed key_revoked key_expired too_many")),
    proposing(by_staff(compliance, "staff_locks.lift", Method::post,
                       "/v1/staff/locks/{lock_id}/lift", Kind::write, lift_lock_fields,
                       handlers::lift_lock, "Lifts a lock.", "lock: Lock")),

    // The house.
    proposing(by_staff({Role::admin, Role::mlro}, "staff_policies.post", Method::post,
                       "/v1/staff/policies", Kind::write, post_policy_fields, handlers::post_policy,
                       "Posts a new version of a policy.", "policy: Policy")),
    by_staff({Role::senior_analyst, Role::mlro, Role::admin, Role::auditor}, "staff_proposals.list",
             Method::get, "/v1/staff/proposals", Kind::read, no_fields,
             handlers::at_once<handlers::list_proposals>,
             "Acts that wait for a second person, oldest first.", "proposals: [Proposal]"),
    with_factor(
        refusing(by_staff(deciders, "staff_proposals.approve", Method::post,
                          "/v1/staff/proposals/{proposal_id}/approve", Kind::write, proposal_fields,
                          handlers::approve_proposal, "Does what somebody else proposed.",
                          "proposal_id: id, end: approved|rejected"),
                 "second_person_required state_conflict customer_not_verified already_exists "
                 "role_missing")),
    with_factor(
        refusing(by_staff(deciders, "staff_proposals.reject", Method::post,
                          "/v1/staff/proposals/{proposal_id}/reject", Kind::write, proposal_fields,
                          handlers::reject_proposal, "Turns down what somebody else proposed.",
                          "proposal_id: id, end: approved|rejected"),
                 "second_person_required state_conflict role_missing")),
    by_staff(onlookers, "staff_incidents.list", Method::get, "/v1/staff/incidents", Kind::read,
             list_incidents_fields, handlers::at_once<handlers::list_incidents>,
             "What somebody has to look into, oldest first.", "incidents: [Incident]"),
    with_factor(refusing(
        by_staff(casework, "staff_incidents.close", Method::post,
                 "/v1/staff/incidents/{incident_id}/close", Kind::write, close_incident_fields,
                 handlers::close_incident, "Closes an incident; its lock stays until it is lifted.",
                 "incident: Incident"),
        "state_conflict")),
    by_staff({Role::admin, Role::auditor}, "staff_people.list", Method::get, "/v1/staff/people",
             Kind::read, no_fields, handlers::at_once<handlers::list_staff>,
             "The house's own people.", "people: [StaffPerson]"),
    proposing(refusing(by_staff({Role::admin}, "staff_people.add", Method::post, "/v1/staff/people",
                                Kind::write, add_staff_fields, handlers::add_staff,
                                "A new member of staff.", "person: StaffPerson"),
                       "already_exists password_refused")),
    proposing(by_staff({Role::admin}, "staff_people.change", Method::patch,
                       "/v1/staff/people/{user_id}", Kind::write, change_staff_fields,
                       handlers::change_staff, "Changes roles, or whether somebody may sign in.",
                       "person: StaffPerson")),
};

// The operator, on the machine: at once, without a factor or a second person.
inline constexpr Operation house_rows[] = {
    refusing(by_operator("customers.decide_onboarding", Method::post,
                         "/v1/operator/customers/{customer_id}/onboarding", Kind::write,
                         decide_onboarding_fields, handlers::decide_onboarding,
                         "Moves an application to another state.", "customer: StaffCustomer"),
             "state_conflict"),
    refusing(by_operator("customers.decide_api_access", Method::post,
                         "/v1/operator/customers/{customer_id}/api-access", Kind::write,
                         decide_api_access_fields, handlers::decide_api_access,
                         "Approves, declines, suspends or revokes API access.",
                         "customer: StaffCustomer"),
             "state_conflict customer_not_verified"),
    refusing(
        by_operator("customers.lock", Method::post, "/v1/operator/customers/{customer_id}/locks",
                    Kind::write, set_lock_fields, handlers::set_lock,
                    "Stops a customer, or a part of what he may do.", "lock: Lock"),
        "key_malformed key_revoked key_expired too_many"),
    by_operator("customers.lift_lock", Method::post, "/v1/operator/locks/{lock_id}/lift",
                Kind::write, lift_lock_fields, handlers::lift_lock, "Lifts a lock.", "lock: Lock"),
    by_operator("policies.post", Method::post, "/v1/operator/policies", Kind::write,
                post_policy_fields, handlers::post_policy, "Posts a new version of a policy.",
                "policy: Policy"),
    by_operator("staff.list", Method::get, "/v1/operator/staff", Kind::read, no_fields,
                handlers::at_once<handlers::list_staff>, "The house's own people.",
                "people: [StaffPerson]"),
    refusing(
        by_operator("staff.add", Method::post, "/v1/operator/staff", Kind::write, add_staff_fields,
                    handlers::add_staff, "A new member of staff.", "person: StaffPerson"),
        "already_exists password_refused"),
    by_operator("staff.change", Method::patch, "/v1/operator/staff/{user_id}", Kind::write,
                change_staff_fields, handlers::change_staff,
                "Changes roles, or whether somebody may sign in.", "person: StaffPerson"),
};

}  // namespace api::rows
