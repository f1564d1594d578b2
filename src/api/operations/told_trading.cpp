// Markets, orders, fills and what belongs to them, in the native words.
#include "api/operations/numbers.hpp"
#include "api/operations/told.hpp"
#include "api/operations/words.hpp"

namespace api {
namespace {

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

// How many of the rarer orders an account may have, and of what kind.
void tell_order_limits(Json& json, const core::Market& market) {
    json.number("iceberg_parts_max", market.iceberg_parts_max);
    json.number("iceberg_orders_max", market.iceberg_orders_max);
    json.number("parked_orders_max", market.parked_orders_max);
    json.number("order_lists_max", market.order_lists_max);
    json.number("amends_max", market.amends_max);
    json.number("trailing_bps_min", market.trailing_min);
    json.number("trailing_bps_max", market.trailing_max);
}

// Shares of the reference price; null: no such limit.
void tell_price_limits(Json& json, const core::Market& market) {
    const auto share = [&](std::string_view name, std::uint32_t millionths) {
        millionths == 0 ? json.null(name) : json.decimal(name, millionths, 6);
    };
    share("price_up", market.price_up);
    share("price_down", market.price_down);
    share("breaker", market.breaker);
    json.number("breaker_pause_seconds", market.breaker_pause.ns / core::seconds(1).ns);
}

// What most orders do not have, and what has become of it.
void tell_terms(Json& json, const core::Catalogue& catalogue, const core::Market& market,
                const core::OrderTerms& terms) {
    if (terms.list) json.number_text("list_id", terms.list.value);
    if (terms.stop != core::Price{}) {
        tell_price(json, "stop_price", catalogue, market, terms.stop);
    }
    if (terms.trailing != 0) json.number("trailing_bps", terms.trailing);
    if (terms.extreme != core::Price{}) {
        tell_price(json, "trailing_from", catalogue, market, terms.extreme);
    }
    if (terms.display != core::Quantity{}) {
        tell_quantity(json, "display_quantity", catalogue, market, terms.display);
    }
    if (terms.expires_at != core::never) json.time("expires_at", terms.expires_at);
    if (!terms.tag.empty()) json.text("tag", terms.tag.view());
    if (terms.session != 0) json.number_text("stream_id", terms.session);
    if (terms.parking != core::Parking::none) json.text("waits_for", word_of(terms.parking));
    if (terms.working_at != core::never) json.time("working_at", terms.working_at);
    if (terms.amends != 0) json.number("amends", terms.amends);
}

}  // namespace

void tell(Json& json, const core::Catalogue& catalogue, const core::Market& market,
          core::Timestamp now) {
    const auto quantity = [&](std::string_view name, core::Quantity lots) {
        tell_quantity(json, name, catalogue, market, lots);
    };
    json.begin_object();
    json.text("market", market.symbol.view());
    json.text("base", catalogue.asset(market.base).code.view());
    json.text("quote", catalogue.asset(market.quote).code.view());
    json.text("mode", word_of(market.mode));
    json.text("mode_reason", word_of(catalogue.mode_reason(market.id)));
    json.time("reopens_at", catalogue.reopens_at(market.id));
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
    tell_order_limits(json, market);
    const auto reference = catalogue.reference(market.id).at(now);
    reference ? tell_price(json, "reference_price", catalogue, market, *reference)
              : json.null("reference_price");
    tell_price_limits(json, market);
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
    if (!core::takes_any_price(order.type)) {
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
    if (order.terms) tell_terms(json, catalogue, market, *order.terms);
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

void tell(Json& json, const core::Catalogue& catalogue, const views::ListRow& row) {
    const core::OrderList& list = row.list;
    json.begin_object();
    json.number_text("list_id", list.id.value);
    json.text("client_list_id", list.client_list_id.view());
    json.text("market", catalogue.market(list.market).symbol.view());
    json.text("kind", word_of(list.kind));
    json.text("status", row.done_at == core::never ? "open" : "done");
    json.name("legs");
    json.begin_array();
    for (const core::ListLeg& leg : list.legs) {
        json.begin_object();
        json.number_text("order_id", leg.order.value);
        json.text("client_order_id", leg.client_order_id.view());
        json.end_object();
    }
    json.end_array();
    json.time("created_at", list.created_at);
    json.time("done_at", row.done_at);
    json.end_object();
}

void tell(Json& json, const core::Catalogue& catalogue, const core::DeadMan& timer) {
    json.begin_object();
    json.number_text("timer_id", timer.id.value);
    timer.key ? json.number_text("key_id", timer.key.value) : json.null("key_id");
    timer.market ? json.text("market", catalogue.market(timer.market).symbol.view())
                 : json.null("market");
    timer.tag.empty() ? json.null("tag") : json.text("tag", timer.tag.view());
    json.time("deadline", timer.deadline);
    json.end_object();
}

void tell_orders(Json& json, std::string_view name, const core::Catalogue& catalogue,
                 std::span<const views::OrderRow> rows) {
    json.name(name);
    json.begin_array();
    for (const views::OrderRow& row : rows) tell(json, catalogue, row);
    json.end_array();
}

void tell_fills(Json& json, std::string_view name, const core::Catalogue& catalogue,
                std::span<const views::FillRow> rows) {
    json.name(name);
    json.begin_array();
    for (const views::FillRow& row : rows) tell(json, catalogue, row);
    json.end_array();
}

void tell(Json& json, const core::Catalogue& catalogue, const core::FeeTiers& tiers) {
    const core::Asset* asset = catalogue.find_asset(tiers.asset);
    asset == nullptr ? json.null("volume_asset") : json.text("volume_asset", asset->code.view());
    json.name("tiers");
    json.begin_array();
    for (const core::FeeTier& tier : tiers.tiers) {
        json.begin_object();
        json.decimal("volume", tier.volume.units, asset == nullptr ? 0 : asset->decimals);
        tell_rate(json, "maker", tier.maker);
        tell_rate(json, "taker", tier.taker);
        json.end_object();
    }
    json.end_array();
}

void tell_verdict(const House& house, const Answer<void>& verdict, Then<Told>&& then) {
    if (!verdict) return then(std::unexpected(verdict.error()));
    const core::Sequence seen = house.live.read()->state.stamp.sequence;
    then(told(seen, [](Json& json) { json.boolean("valid", true); }));
}

}  // namespace api
