// Handlers of staff: customers and how they stand, decisions about them, the house's own people.
// Many also stand in the operator's rows; he acts at once where staff may need a second person.
//
// Reading who a customer is leaves a line of its own in the access log: "profile.read" or
// "document.read", with the customer whose it is.
#pragma once

#include "api/operations/handlers.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {

// staff_customers.cpp
Answer<Told> list_staff_customers(const Call& call);
Answer<Told> show_staff_customer(const Call& call);
Answer<Told> show_customer_profile(const Call& call);
Answer<Told> onboarding_queue(const Call& call);
Answer<Told> list_customer_documents(const Call& call);
Answer<Told> show_document(const Call& call);
// staff_decisions.cpp
void decide_onboarding(const Call& call, Tell then);
void decide_api_access(const Call& call, Tell then);
void suspend_by_staff(const Call& call, Tell then);
void unsuspend_by_staff(const Call& call, Tell then);
void set_lock(const Call& call, Tell then);
void lift_lock(const Call& call, Tell then);
void end_customers_sessions(const Call& call, Tell then);
// staff_house.cpp
void post_policy(const Call& call, Tell then);
Answer<Told> list_proposals(const Call& call);
void approve_proposal(const Call& call, Tell then);
void reject_proposal(const Call& call, Tell then);
Answer<Told> list_incidents(const Call& call);
void close_incident(const Call& call, Tell then);
// staff_people.cpp
Answer<Told> list_staff(const Call& call);
void add_staff(const Call& call, Tell then);
void change_staff(const Call& call, Tell then);

}  // namespace api::handlers

namespace api {

// staff_told.cpp
void tell_staff_customer(Json& json, const core::Customer& customer);
void tell(Json& json, const core::Lock& lock);
void tell(Json& json, const core::Proposal& proposal);
void tell(Json& json, const core::Incident& incident);
void tell_roles(Json& json, core::Roles roles);

// "document_expired"; nothing where none was sent. malformed_field when it is too long.
Answer<core::ReasonCode> read_reason(const Inputs& inputs);
// From the names of roles; malformed_field for what is none.
Answer<core::Roles> read_roles(const Inputs& inputs);

}  // namespace api
