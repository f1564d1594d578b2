// Orders, and what became of them.
#include "api/operations/schemas.hpp"

namespace api {
namespace {

constexpr SchemaMember order[] = {
    {"order_id", "id", "the exchange's name of it", "1042"},
    {"client_order_id", "text", "its owner's name of it", "my-order-1"},
    {"market", "market"},
    {"side", "buy|sell"},
    {"type", "limit|market|limit_maker|stop_loss|stop_loss_limit|take_profit|take_profit_limit"},
    {"time_in_force", "gtc|ioc|fok"},
    {"self_trade_prevention", "none|expire_taker|expire_maker|expire_both|decrement", "",
     "expire_taker"},
    {"status", "open|filled|cancelled|expired"},
    {"close_reason?",
     "filled|cancelled|ioc_unfilled|fok_unfilled|no_liquidity|self_trade|expired|list_sibling|"
     "list_failed|unplaceable|dead_man|disconnected|price_range",
     "why it is closed; missing while it is open"},
    {"price?", "decimal", "missing where it takes any price", "64250.00000000"},
    {"quantity", "decimal", "of the base asset", "0.01000000"},
    {"quote_amount?", "decimal", "of market orders that named it in place of a quantity"},
    {"filled", "decimal", "of the quantity", "0.00400000"},
    {"filled_quote", "decimal", "what was paid for it", "257.00000000"},
    {"leaves", "decimal", "what is still open", "0.00600000"},
    {"prevented?", "decimal", "what self-trade prevention took away"},
    {"list_id?", "id", "the list that it belongs to"},
    {"stop_price?", "decimal",
     "the last price that triggers it, or that a trailing stop begins at"},
    {"trailing_bps?", "integer", "how far the stop stays behind the price, in basis points"},
    {"trailing_from?", "decimal", "the best price since it began to trail"},
    {"display_quantity?", "decimal", "of an iceberg: how much of it others see at a time"},
    {"expires_at?", "time", "it is closed then"},
    {"tag?", "text", "its owner's word for it and its like"},
    {"stream_id?", "id", "it ends with this stream"},
    {"waits_for?", "trigger|list", "it is in no book yet: its stop, or the orders before it"},
    {"working_at?", "time", "when it stopped waiting"},
    {"amends?", "integer", "how often it was made smaller"},
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

constexpr SchemaMember list_leg[] = {
    {"order_id", "id", "", "1042"},
    {"client_order_id", "text", "", "my-order-1"},
};

constexpr SchemaMember order_list[] = {
    {"list_id", "id", "the exchange's name of it", "7"},
    {"client_list_id", "text", "its owner's name of it", "my-list-1"},
    {"market", "market"},
    {"kind", "oco|oto|otoco"},
    {"status", "open|done", "open while one of its orders is"},
    {"legs", "[ListLeg]", "the working order first; of a pair, the upper one"},
    {"created_at", "time"},
    {"done_at", "time?", "when the last of its orders closed", "null"},
};

constexpr SchemaMember half_refused[] = {
    {"code", "text", "as of a refusal", "order_unknown"},
    {"field?", "text", "which part of the request"},
    {"detail", "text", "", "There is no such open order."},
};

constexpr SchemaMember dead_man[] = {
    {"timer_id", "id"},
    {"key_id", "id?", "whose orders it cancels; null: whoever placed them", "3"},
    {"market", "market?", "null: in all markets"},
    {"tag", "text?", "null: with any tag or none", "null"},
    {"deadline", "time?", "when it runs out; null: it was taken back"},
};

constexpr SchemaMember valid[] = {
    {"valid", "boolean", "the request would have been done", "true"},
};

constexpr Schema all[] = {
    {"Order", "An order, open or closed.", order},
    {"Fill", "One order's part of a trade.", fill},
    {"OrderList", "Orders that depend on each other.", order_list},
    {"ListLeg", "One order of a list.", list_leg},
    {"HalfRefused", "Why one half of a replacement was not done.", half_refused},
    {"DeadMan", "A timer that cancels orders unless it is set again in time.", dead_man},
    {"Valid", "What `validate_only=true` answers where the request itself would succeed.", valid},
};

}  // namespace

std::span<const Schema> order_schemas() { return all; }

}  // namespace api
