// What customers see of their way in.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember application[] = {
    {"state",
     "draft|submitted|needs_information|screening|review|approved|rejected_retry|rejected_final|"
     "edd_required|reverification|on_hold|suspended|offboarding|closed"},
    {"kind", "person|business"},
    {"verified", "boolean", "whether he may trade"},
    {"level", "integer", "0 nothing, 1 identity, 2 and address, 3 enhanced due diligence"},
    {"country", "text?", "of residence, or of registration", "GB"},
    {"reason", "text?", "why it was decided so", "document_expired"},
    {"comment", "text?", "what somebody wrote to the customer about it"},
    {"changed_at", "time", "when it came to this state"},
};

constexpr SchemaMember restriction[] = {
    {"scope", "everything|withdraw|trade|api|key"},
    {"reason", "text", "", "key_compromised"},
    {"since", "time"},
    {"ends_at", "time?", "null: when somebody lifts it"},
};

constexpr SchemaMember document[] = {
    {"document_id", "id"},
    {"kind", "text", "", "passport"},
    {"bytes", "integer", "its size"},
    {"added_at", "time"},
};

constexpr SchemaMember api_access[] = {
    {"state", "none|requested|approved|declined|suspended|revoked"},
    {"reason", "text?", "why it was decided so", "purpose_unclear"},
    {"changed_at", "time?"},
};

constexpr SchemaMember policy[] = {
    {"type", "terms|privacy|api_policy"},
    {"version", "integer", "1, 2, 3 ... of its type"},
    {"locale", "text", "", "en"},
    {"sha256", "text", "of the text, in hexadecimal"},
    {"posted_at", "time"},
    {"effective_at", "time"},
    {"in_effect", "boolean", "whether it is the one that counts now"},
    {"material", "boolean", "changes rights or duties"},
    {"requires_explicit", "boolean", "going on using the API does not accept it"},
};

constexpr Schema all[] = {
    {"Application", "An application to be verified, as its customer sees it.", application},
    {"Restriction", "Something that stops a customer, or a part of what he may do.", restriction},
    {"Document", "A document of an application.", document},
    {"ApiAccess", "An application for API access.", api_access},
    {"Policy", "One version of what customers accept.", policy},
};

}  // namespace

std::span<const Schema> onboarding_schemas() { return all; }

}  // namespace api
