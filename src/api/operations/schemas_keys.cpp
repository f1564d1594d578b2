// Keys: what they may do, what is left of their caps, what they were used for.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember key[] = {
    {"key", "text", "its public name", "pk_test_4eC39HqLyjWDarjtT1zdp71XkJbO"},
    {"key_id", "id"},
    {"customer_id", "id", "", "3"},
    {"account_id", "id"},
    {"algorithm", "ed25519|hmac-sha256|rsa"},
    {"status", "inactive|active|cancel_only|frozen_idle|frozen_user|frozen_risk|expired|revoked",
     "", "active"},
    {"status_reason",
     "none|by_owner|by_operator|by_itself|reported_compromised|unused|time_ended|not_confirmed|"
     "rule",
     "why it has that status", "by_owner"},
    {"status_at", "time", "since when"},
    {"name", "text", "its owner's words", "trading bot"},
    {"purpose", "text", "", "quotes on three markets"},
    {"tags", "[text]", "", R"(["desk-1"])"},
    {"scopes", "[text]", "what it may do", R"(["balance:read","order:create"])"},
    {"read_only", "boolean", "nothing but reading, whatever the scopes say"},
    {"ip_allow", "[text]", "from here only; empty: from everywhere", R"(["192.0.2.0/24"])"},
    {"ip_deny", "[text]", "never from here", "[]"},
    {"markets", "[text]", "only these; empty: all", R"(["BTCUSDT"])"},
    {"assets", "[text]", "only these; empty: all", "[]"},
    {"networks", "[text]", "only over these; empty: all", "[]"},
    {"addresses", "[text]", "only to these; empty: all", "[]"},
    {"caps", "[text]", "at most so much, so often", R"(["order/day/USDT amount=10000 count=500"])"},
    {"withdraw_factor", "none|challenge|approver_key", "what a withdrawal takes besides",
     "challenge"},
    {"delegate", "text", "the written approval under which a partner uses it", ""},
    {"not_before", "time?", "works from then on", "null"},
    {"expires_at", "time?", "works until then", "2027-05-20T10:00:00.000Z"},
    {"idle_days", "integer", "without use, and it freezes by itself", "90"},
    {"last_used_at", "time?", "to the minute"},
    {"last_operation", "text?", "what for", "orders.place"},
    {"freezes_at", "time?", "unless it is used until then", "2027-02-18T10:00:00.000Z"},
    {"confirm_by", "time?", "after a changed password or factor: or else it freezes", "null"},
    {"rotates_at", "time?", "two credentials work until then", "null"},
    {"created_at", "time"},
};

constexpr SchemaMember quota[] = {
    {"key", "text", "whose cap it is", "pk_test_4eC39HqLyjWDarjtT1zdp71XkJbO"},
    {"cap", "text", "", "order/day/USDT"},
    {"asset", "asset?", "of the amounts"},
    {"limit", "decimal?", "at most so much; none where only the count is capped", "10000.00000000"},
    {"used", "decimal?", "", "2500.00000000"},
    {"remaining", "decimal?", "", "7500.00000000"},
    {"count_limit", "integer?", "at most so often", "500"},
    {"count_used", "integer?", "", "20"},
    {"count_remaining", "integer?", "", "480"},
    {"resets_at", "time?", "when it starts anew; none: never"},
};

constexpr SchemaMember order_quota[] = {
    {"market", "market"},
    {"limit", "integer", "open orders of the account", "200"},
    {"used", "integer", "", "3"},
    {"remaining", "integer", "", "197"},
};

constexpr SchemaMember request_quota[] = {
    {"limit", "integer", "at once", "1000"},
    {"remaining", "integer", "after this request", "999"},
    {"per_second", "integer", "how fast it comes back", "100"},
    {"resets_at", "time", "when all of it is back"},
};

constexpr SchemaMember key_request[] = {
    {"time", "time", "when it came"},
    {"request_id", "text"},
    {"ip", "text", "", "192.0.2.7"},
    {"method", "text", "", "POST"},
    {"operation", "text", "", "orders.place"},
    {"status", "integer", "of HTTP", "201"},
    {"latency_us", "integer", "until the reply left", "750"},
    {"code", "text?", "why not, if it was refused", "null"},
    {"proved", "boolean", "the signature was right; if not, anybody may have sent it"},
    {"dialect", "native|binance"},
};

constexpr SchemaMember step[] = {
    {"method", "text", "", "PATCH"},
    {"path", "text", "", "/v1/keys/pk_test_4eC39HqLyjWDarjtT1zdp71XkJbO"},
    {"body", "object?", "", R"({"scopes":["balance:read"]})"},
};

constexpr SchemaMember advice[] = {
    {"key", "text", "", "pk_test_4eC39HqLyjWDarjtT1zdp71XkJbO"},
    {"code",
     "scopes_unused|idle|any_ip|no_expiry|withdraw_by_hmac|withdraw_from_any_ip|not_confirmed",
     "what is amiss", "scopes_unused"},
    {"detail", "text", "the same as a sentence"},
    {"days", "integer?", "how long it has been so: 30 or 90", "30"},
    {"scopes", "[text]", "those it is about", R"(["order:create"])"},
    {"step", "Step", "the request that mends it"},
};

constexpr Schema all[] = {
    {"Key", "A key and what it may do.", key},
    {"Quota", "What is left of a key's cap: exactly what the next request may use.", quota},
    {"OrderQuota", "How many more orders the account may have open in a market.", order_quota},
    {"RequestQuota", "The request budget that is nearer its end, of the key or the account.",
     request_quota},
    {"KeyRequest", "One request that named a key.", key_request},
    {"Step", "A request that the owner can send as it stands.", step},
    {"Advice", "How a key could be safer.", advice},
};

}  // namespace

std::span<const Schema> key_schemas() { return all; }

}  // namespace api
