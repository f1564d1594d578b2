// Orders, and what became of them.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember order[] = {
    {"order_id", "id", "the exchange's name of it", "1042"},
    {"client_order_id", "text", "its owner's name of it", "my-order-1"},
    {"market", "market"},
    {"side", "buy|sell"},
    {"type", "limit|market|limit_maker"},
    {"time_in_force", "gtc|ioc|fok"},
    {"self_trade_prevention", "none|expire_taker|expire_maker|expire_both|decrement", "",
     "expire_taker"},
    {"status", "open|filled|cancelled|expired"},
    {"close_reason?", "filled|cancelled|ioc_unfilled|fok_unfilled|no_liquidity|self_trade",
     "why it is closed; missing while it is open"},
    {"price?", "decimal", "missing in market orders", "64250.00000000"},
    {"quantity", "decimal", "of the base asset", "0.01000000"},
    {"quote_amount?", "decimal", "of market orders that named it in place of a quantity"},
    {"filled", "decimal", "of the quantity", "0.00400000"},
    {"filled_quote", "decimal", "what was paid for it", "257.00000000"},
    {"leaves", "decimal", "what is still open", "0.00600000"},
    {"prevented?", "decimal", "what self-trade prevention took away"},
    {"created_at", "time"},
    {"updated_at", "time"},
};

constexpr SchemaMember fill[] = {
    {"trade_id", "id", "counts from 1 in each market", "512"},
    {"order_id", "id", "", "1042"},
    {"market", "market"},
    {"side", "buy|sell"},
    {"liquidity", "maker|taker", "who was there first"},
    {"price", "decimal", "", "64250.00000000"},
    {"quantity", "decimal", "of the base asset", "0.00400000"},
    {"quote", "decimal", "what was paid for it", "257.00000000"},
    {"fee", "decimal", "", "0.00000400"},
    {"fee_asset", "asset"},
    {"time", "time"},
};

constexpr SchemaMember valid[] = {
    {"valid", "boolean", "the request would have been done", "true"},
};

constexpr Schema all[] = {
    {"Order", "An order, open or closed.", order},
    {"Fill", "One order's part of a trade.", fill},
    {"Valid", "What `validate_only=true` answers where the request itself would succeed.", valid},
};

}  // namespace

std::span<const Schema> order_schemas() { return all; }

}  // namespace api
