// The people who sign in, their sessions and their second factors.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember session[] = {
    {"session_id", "id"},
    {"created_at", "time"},
    {"last_seen_at", "time", "to the minute"},
    {"expires_at", "time", "unless it is used before"},
    {"by_factor", "boolean", "signed in with password and factor"},
    {"is_current", "boolean", "it is the one that asks"},
};

constexpr SchemaMember user[] = {
    {"user_id", "id"},
    {"email", "text?", "", "dora@example.org"},
    {"name", "text?", "", "Dora Example"},
    {"roles", "[text]", "of staff; customers have none"},
    {"customer_id", "id?", "of a customer"},
    {"account_id", "id?", "of a customer: the first one"},
    {"has_factor", "boolean", "a second factor is enrolled"},
    {"csrf_token", "text", "for Postern-CSRF, where the session comes as a cookie"},
    {"session", "Session"},
};

constexpr SchemaMember factor[] = {
    {"factor_id", "id"},
    {"kind", "totp|passkey|recovery"},
    {"status", "pending|active|removed", "pending: waits for its first code"},
    {"name", "text", "", "my phone"},
    {"created_at", "time"},
    {"last_used_at", "time?"},
    {"codes_left?", "integer", "of recovery codes"},
};

constexpr Schema all[] = {
    {"Session", "Somebody is signed in somewhere.", session},
    {"User", "Who is signed in.", user},
    {"Factor", "A second factor.", factor},
};

}  // namespace

std::span<const Schema> people_schemas() { return all; }

}  // namespace api
