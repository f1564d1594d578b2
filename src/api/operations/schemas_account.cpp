// The account behind a key, and its money.
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

constexpr SchemaMember fee_tier[] = {
    {"volume", "decimal", "from so much on", "100000.00000000"},
    {"maker", "decimal", "a share: 0.001 is 0.1 %", "0.000900"},
    {"taker", "decimal", "a share: 0.001 is 0.1 %", "0.001000"},
};

constexpr SchemaMember fee_tiers[] = {
    {"volume_asset", "asset?", "that volumes are reckoned in; null: there are no tiers", "USDT"},
    {"tiers", "[FeeTier]", "in place of the markets' own rates; the lowest first"},
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

constexpr Schema all[] = {
    {"Holder", "The account behind a key, and how its customer stands.", holder},
    {"Balance", "What an account has of one asset.", balance},
    {"Fee", "What trading costs the account in one market.", fee},
    {"FeeTier", "What trading costs from a volume of 30 days on.", fee_tier},
    {"FeeTiers", "What trading costs by the volume of 30 days.", fee_tiers},
    {"Entry", "One movement of money.", entry},
};

}  // namespace

std::span<const Schema> account_schemas() { return all; }

}  // namespace api
