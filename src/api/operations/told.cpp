#include "api/operations/told.hpp"

#include "api/operations/cap_text.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/words.hpp"
#include "core/access/idle.hpp"
#include "core/access/key_name.hpp"

namespace api {
namespace {

std::string_view algorithm_name(core::Algorithm algorithm) {
    return algorithm == core::Algorithm::hmac_sha256 ? "hmac-sha256" : word_of(algorithm);
}

int quote_decimals(const core::Catalogue& catalogue, const core::Market& market) {
    return catalogue.asset(market.quote).decimals;
}

void tell_price(Json& json, std::string_view name, const core::Catalogue& catalogue,
                const core::Market& market, core::Price price) {
    json.decimal(name, price_units(market, price).units, quote_decimals(catalogue, market));
}

void tell_quote(Json& json, std::string_view name, const core::Catalogue& catalogue,
                const core::Market& market, core::Amount amount) {
    json.decimal(name, amount.units, quote_decimals(catalogue, market));
}

void tell_quantity(Json& json, std::string_view name, const core::Catalogue& catalogue,
                   const core::Market& market, core::Quantity quantity) {
    json.decimal(name, core::base_amount(market, quantity).units,
                 catalogue.asset(market.base).decimals);
}

// A share with six decimals: 1,000 millionths are "0.001000".
void tell_rate(Json& json, std::string_view name, core::FeeRate rate) {
    json.decimal(name, rate.millionths, 6);
}

template <class Items, class Write>
void tell_list(Json& json, std::string_view name, const Items& items, Write&& write) {
    json.name(name);
    json.begin_array();
    for (const auto& item : items) write(item);
    json.end_array();
}

void tell_rules(Json& json, const core::Catalogue& catalogue, const core::KeyRules& rules) {
    json.text("name", rules.name.view());
    json.text("purpose", rules.purpose);
    const auto text = [&](const auto& one) { json.text(one.view()); };
    tell_list(json, "tags", rules.tags, text);
    json.name("scopes");
    json.begin_array();
    for (int number = 1; number <= core::scope_count; ++number) {
        const auto scope = static_cast<core::Scope>(number);
        if (rules.scopes.has(scope)) json.text(core::name_of(scope));
    }
    json.end_array();
    json.boolean("read_only", rules.read_only);
    const auto range = [&](const core::IpRange& one) { json.text(core::format(one)); };
    tell_list(json, "ip_allow", rules.ip_allow, range);
    tell_list(json, "ip_deny", rules.ip_deny, range);
    tell_list(json, "markets", rules.markets,
              [&](core::MarketId id) { json.text(catalogue.market(id).symbol.view()); });
    tell_list(json, "assets", rules.assets,
              [&](core::AssetId id) { json.text(catalogue.asset(id).code.view()); });
    tell_list(json, "networks", rules.networks, text);
    tell_list(json, "addresses", rules.addresses, text);
    tell_list(json, "caps", rules.caps,
              [&](const core::Cap& cap) { json.text(format_cap(catalogue, cap)); });
    json.text("withdraw_factor", word_of(rules.withdraw_factor));
    json.text("delegate", rules.delegate);
    json.time("not_before", rules.not_before);
    json.time("expires_at", rules.expires_at);
    json.number("idle_days", rules.idle_days);
}

// When it was used, and when it will stop by itself.
void tell_life(Json& json, const core::Key& key) {
    const bool is_used = !key.last_use.operation.empty();
    is_used ? json.time("last_used_at", key.last_use.at) : json.null("last_used_at");
    is_used ? json.text("last_operation", key.last_use.operation.view())
            : json.null("last_operation");
    json.time("freezes_at", core::idle_freezes_at(key));
    json.time("confirm_by", key.confirm_by);
    json.time("rotates_at", key.next ? key.next->takes_over_at : core::never);
}

}  // namespace

void tell(Json& json, const core::Asset& asset) {
    json.begin_object();
    json.text("asset", asset.code.view());
    json.text("name", asset.name.view());
    json.number("decimals", asset.decimals);
    json.number("chain_decimals", asset.chain_decimals);
    json.text("network", asset.network.view());
    json.end_object();
}

void tell(Json& json, const core::Catalogue& catalogue, const core::Market& market) {
    const auto quantity = [&](std::string_view name, core::Quantity lots) {
        tell_quantity(json, name, catalogue, market, lots);
    };
    json.begin_object();
    json.text("market", market.symbol.view());
    json.text("base", catalogue.asset(market.base).code.view());
    json.text("quote", catalogue.asset(market.quote).code.view());
    json.text("mode", word_of(market.mode));
    tell_price(json, "tick_size", catalogue, market, core::Price{1});
    quantity("lot_size", core::Quantity{1});
    tell_price(json, "price_max", catalogue, market, market.price_max);
    quantity("quantity_min", market.quantity_min);
    quantity("quantity_max", market.quantity_max);
    quantity("market_quantity_max", market.market_quantity_max);
    tell_quote(json, "notional_min", catalogue, market, market.notional_min);
    tell_quote(json, "notional_max", catalogue, market, market.notional_max);
    json.number("open_orders_max", market.open_orders_max);
    tell_rate(json, "maker_fee", market.maker_fee);
    tell_rate(json, "taker_fee", market.taker_fee);
    json.text("self_trade_prevention", word_of(market.self_trade_prevention));
    json.end_object();
}

std::string_view status_of(const views::OrderRow& row) {
    if (!row.closed) return "open";
    switch (*row.closed) {
        case core::CloseReason::filled:
            return "filled";
        case core::CloseReason::cancelled:
        case core::CloseReason::dead_man:
        case core::CloseReason::disconnected:
            return "cancelled";
        case core::CloseReason::ioc_unfilled:
        case core::CloseReason::fok_unfilled:
        case core::CloseReason::no_liquidity:
        case core::CloseReason::self_trade:
        case core::CloseReason::expired:
        case core::CloseReason::list_sibling:
        case core::CloseReason::list_failed:
        case core::CloseReason::unplaceable:
        case core::CloseReason::price_range:
            return "expired";
    }
    return {};
}

void tell(Json& json, const core::Catalogue& catalogue, const views::OrderRow& row) {
    const core::OpenOrder& order = row.order;
    const core::Market& market = catalogue.market(order.market);
    json.begin_object();
    json.number_text("order_id", order.id.value);
    json.text("client_order_id", order.client_order_id.view());
    json.text("market", market.symbol.view());
    json.text("side", word_of(order.side));
    json.text("type", word_of(order.type));
    json.text("time_in_force", word_of(order.time_in_force));
    json.text("self_trade_prevention", word_of(order.self_trade_prevention));
    json.text("status", status_of(row));
    if (row.closed) json.text("close_reason", word_of(*row.closed));
    if (order.type != core::OrderType::market) {
        tell_price(json, "price", catalogue, market, order.limit);
    }
    tell_quantity(json, "quantity", catalogue, market, order.quantity);
    if (row.quote_amount != core::Amount{}) {
        tell_quote(json, "quote_amount", catalogue, market, row.quote_amount);
    }
    tell_quantity(json, "filled", catalogue, market, core::filled(order));
    tell_quote(json, "filled_quote", catalogue, market, order.filled_quote);
    tell_quantity(json, "leaves", catalogue, market, row.closed ? core::Quantity{} : order.leaves);
    if (order.prevented != core::Quantity{}) {
        tell_quantity(json, "prevented", catalogue, market, order.prevented);
    }
    json.time("created_at", order.created_at);
    json.time("updated_at", order.updated_at);
    json.end_object();
}

void tell(Json& json, const core::Catalogue& catalogue, const views::FillRow& row) {
    const core::Market& market = catalogue.market(row.market);
    const core::Asset& fee_asset = catalogue.asset(row.fee_asset);
    json.begin_object();
    json.number_text("trade_id", row.trade.value);
    json.number_text("order_id", row.order.value);
    json.text("market", market.symbol.view());
    json.text("side", word_of(row.side));
    json.text("liquidity", row.maker ? "maker" : "taker");
    tell_price(json, "price", catalogue, market, row.price);
    tell_quantity(json, "quantity", catalogue, market, row.quantity);
    tell_quote(json, "quote", catalogue, market, row.quote);
    json.decimal("fee", row.fee.units, fee_asset.decimals);
    json.text("fee_asset", fee_asset.code.view());
    json.time("time", row.time);
    json.end_object();
}

void tell(Json& json, const core::Catalogue& catalogue, const views::LedgerRow& row) {
    const core::Asset& asset = catalogue.asset(row.asset);
    json.begin_object();
    json.number_text("sequence", row.sequence.value);
    json.text("asset", asset.code.view());
    json.text("bucket", word_of(row.bucket));
    json.text("reason", word_of(row.reason));
    json.decimal("delta", row.delta.units, asset.decimals);
    json.decimal("after", row.after.units, asset.decimals);
    json.time("time", row.time);
    json.end_object();
}

void tell(Json& json, const core::Customer& customer) {
    json.begin_object();
    json.number_text("customer_id", customer.id.value);
    json.boolean("verified", customer.verified);
    json.boolean("suspended", customer.suspended);
    json.time("created_at", customer.created_at);
    json.end_object();
}

void tell(Json& json, core::Environment environment, const core::Catalogue& catalogue,
          const core::Key& key) {
    json.begin_object();
    json.text("key", core::format_key_name(environment, key.public_name));
    json.number_text("key_id", key.id.value);
    json.number_text("customer_id", key.customer.value);
    json.number_text("account_id", key.account.value);
    json.text("algorithm", algorithm_name(key.credential.algorithm));
    json.text("status", word_of(key.status));
    json.text("status_reason", word_of(key.reason));
    json.time("status_at", key.status_at);
    tell_rules(json, catalogue, key.rules);
    tell_life(json, key);
    json.time("created_at", key.created_at);
    json.end_object();
}

void tell_balance(Json& json, const core::Asset& asset, const core::Balance& balance) {
    json.begin_object();
    json.text("asset", asset.code.view());
    json.decimal("available", balance.available.units, asset.decimals);
    json.decimal("held", balance.held.units, asset.decimals);
    json.decimal("total", (balance.available + balance.held).units, asset.decimals);
    json.end_object();
}

}  // namespace api
