// What staff see.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember customer[] = {
    {"customer_id", "id"},
    {"kind", "person|business"},
    {"onboarding",
     "draft|submitted|needs_information|screening|review|approved|rejected_retry|rejected_final|"
     "edd_required|reverification|on_hold|suspended|offboarding|closed"},
    {"onboarding_reason", "text?", "", "document_expired"},
    {"onboarding_at", "time", "when it came to this state"},
    {"level", "integer", "0 nothing, 1 identity, 2 and address, 3 enhanced due diligence"},
    {"risk", "low|medium|high|prohibited"},
    {"country", "text?", "of residence, or of registration", "GB"},
    {"verified", "boolean"},
    {"suspended", "boolean"},
    {"suspension_reason", "text?", "", "by_operator"},
    {"api_access", "none|requested|approved|declined|suspended|revoked"},
    {"api_access_reason", "text?", "", "purpose_unclear"},
    {"review_due_at", "time?", "when an approved customer is looked at again"},
    {"created_at", "time"},
};

constexpr SchemaMember accepted[] = {
    {"terms", "integer", "the version; 0: none"},
    {"privacy", "integer", "the same"},
    {"api_policy", "integer", "the same"},
};

constexpr SchemaMember lock[] = {
    {"lock_id", "id"},
    {"customer_id", "id"},
    {"scope", "everything|withdraw|trade|api|key"},
    {"key_id", "id?", "of scope key"},
    {"reason", "text", "", "court_order"},
    {"disclosed", "boolean", "whether the customer may learn of it"},
    {"by", "id?", "the user; null: the operator"},
    {"since", "time"},
    {"ends_at", "time?", "null: when somebody lifts it"},
};

constexpr SchemaMember proposal[] = {
    {"proposal_id", "id"},
    {"act",
     "add_staff|change_staff|decide_onboarding|lift_lock|decide_api_access|post_policy|"
     "set_customer_status"},
    {"what", "object", "the command as it would be done"},
    {"proposer", "id", "the user"},
    {"made_at", "time"},
    {"ends_at", "time", "nobody can approve it from then on"},
};

constexpr SchemaMember incident[] = {
    {"incident_id", "id"},
    {"kind", "text", "", "key_compromised"},
    {"customer_id", "id"},
    {"key_id", "id?"},
    {"by", "id?", "the user who reported it; null: the operator"},
    {"opened_at", "time"},
    {"closed_at", "time?"},
};

constexpr SchemaMember person[] = {
    {"user_id", "id"},
    {"name", "text?"},
    {"email", "text?"},
    {"roles", "[text]", "", R"(["analyst"])"},
    {"status", "active|disabled"},
    {"created_at", "time"},
};

constexpr Schema all[] = {
    {"StaffCustomer", "A customer as staff see him.", customer},
    {"Accepted", "The latest version of each policy that a customer accepted.", accepted},
    {"Lock", "Something that stops a customer, or a part of what he may do.", lock},
    {"Proposal", "An act that waits for a second person.", proposal},
    {"Incident", "Something that somebody has to look into.", incident},
    {"StaffPerson", "One of the house's own people.", person},
};

}  // namespace

std::span<const Schema> staff_schemas() { return all; }

}  // namespace api
