// The account behind a key, its money, and the key.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember holder[] = {
    {"account_id", "id"},
    {"customer_id", "id", "whose it is", "3"},
    {"verified", "boolean", "the customer is who he says he is", "true"},
    {"suspended", "boolean", "none of the customer's keys works", "false"},
    {"open_orders", "integer", "how many", "2"},
    {"created_at", "time", "when the customer came"},
};

constexpr SchemaMember balance[] = {
    {"asset", "asset"},
    {"available", "decimal", "may be used", "1.25000000"},
    {"held", "decimal", "waits in open orders", "0.25000000"},
    {"total", "decimal", "both", "1.50000000"},
};

constexpr SchemaMember fee[] = {
    {"market", "market"},
    {"maker", "decimal", "a share: 0.001 is 0.1 %", "0.001000"},
    {"taker", "decimal", "a share: 0.001 is 0.1 %", "0.001000"},
};

constexpr SchemaMember entry[] = {
    {"sequence", "id", "what it was part of", "4711"},
    {"asset", "asset"},
    {"bucket", "available|held", "which part of the balance"},
    {"reason", "hold|trade|release|fund", "", "trade"},
    {"delta", "decimal", "by how much", "-257.00000000"},
    {"after", "decimal", "what the bucket had then", "9743.00000000"},
    {"time", "time"},
};

constexpr SchemaMember key[] = {
    {"key", "text", "its public name", "pk_test_4eC39HqLyjWDarjtT1zdp71XkJbO"},
    {"key_id", "id"},
    {"customer_id", "id", "", "3"},
    {"account_id", "id"},
    {"algorithm", "ed25519|hmac-sha256|rsa"},
    {"status", "inactive|active|cancel_only|frozen_idle|frozen_user|frozen_risk|expired|revoked",
     "", "active"},
    {"name", "text", "its owner's words", "trading bot"},
    {"scopes", "[text]", "what it may do", R"(["balance:read","order:create"])"},
    {"read_only", "boolean", "nothing but reading, whatever the scopes say"},
    {"ip_allow", "[text]", "from here only; empty: from everywhere", R"(["192.0.2.0/24"])"},
    {"ip_deny", "[text]", "never from here", "[]"},
    {"markets", "[text]", "only these; empty: all", R"(["BTCUSDT"])"},
    {"assets", "[text]", "only these; empty: all", "[]"},
    {"not_before", "time?", "works from then on", "null"},
    {"expires_at", "time?", "works until then", "2027-05-20T10:00:00.000Z"},
    {"created_at", "time"},
};

constexpr Schema all[] = {
    {"Holder", "The account behind a key, and how its customer stands.", holder},
    {"Balance", "What an account has of one asset.", balance},
    {"Fee", "What trading costs the account in one market.", fee},
    {"Entry", "One movement of money.", entry},
    {"Key", "A key and what it may do.", key},
};

}  // namespace

std::span<const Schema> account_schemas() { return all; }

}  // namespace api
