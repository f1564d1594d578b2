#include "api/dialects/binance/order_texts.hpp"

namespace api::binance {
namespace {

core::Quantity executed(const views::OrderRow& row) { return core::filled(row.order); }

// A market order by quote amount asked for no quantity: what it got counts as asked for.
core::Quantity original(const views::OrderRow& row) {
    return row.quote_amount == core::Amount{} ? row.order.quantity : executed(row);
}

void write_numbers(Json& json, const Figures& figures, const views::OrderRow& row) {
    figures.price(json, "price", price_shown(row.order));
    figures.quantity(json, "origQty", original(row));
    figures.quantity(json, "executedQty", executed(row));
    figures.quote(json, "origQuoteOrderQty", row.quote_amount);
    figures.quote(json, "cummulativeQuoteQty", row.order.filled_quote);
}

void write_words(Json& json, const views::OrderRow& row) {
    json.text("status", status_of(row));
    json.text("timeInForce", name_of(row.order.time_in_force));
    json.text("type", name_of(row.order.type));
    json.text("side", name_of(row.order.side));
}

void write_prevention(Json& json, const views::OrderRow& row) {
    json.text("selfTradePreventionMode", name_of(row.order.self_trade_prevention));
}

void write_trailing(Json& json, const views::OrderRow& row, TimeUnit unit, const Asides& asides) {
    json.number("trailingDelta", row.order.terms->trailing);
    const auto found = asides.trailing_since.find(row.order.id);
    const auto since =
        found == asides.trailing_since.end() ? trailing_since(row.order) : found->second;
    if (!since) return;
    json.number("trailingTime", *since == core::never ? -1 : time_in(unit, *since));
}

// What an order of its type may have, where it has it.
void write_prices_if_any(Json& json, const Figures& figures, const core::OrderTerms& terms) {
    if (terms.stop != core::Price{}) figures.price(json, "stopPrice", terms.stop);
    if (terms.display != core::Quantity{}) figures.quantity(json, "icebergQty", terms.display);
}

// Fields that clients take for a meaning: absent unless they have one.
void write_if_any(Json& json, const Figures& figures, const views::OrderRow& row, TimeUnit unit,
                  const Asides& asides) {
    if (const auto& terms = row.order.terms) {
        if (terms->trailing != 0) write_trailing(json, row, unit, asides);
        if (terms->strategy != 0) json.number("strategyId", terms->strategy);
        if (terms->strategy_type != 0) json.number("strategyType", terms->strategy_type);
    }
    if (const core::Quantity prevented = prevented_of(row); prevented != core::Quantity{}) {
        figures.quantity(json, "preventedQuantity", prevented);
    }
    if (const auto match = asides.prevented.find(row.order.id); match != asides.prevented.end()) {
        json.number("preventedMatchId", match->second.value);
    }
    if (const auto reason = expiry_reason_of(row); !reason.empty()) {
        json.text("expiryReason", reason);
    }
}

// Of a new order: everything but what names it.
void write_result(Json& json, const Figures& figures, const views::OrderRow& row, TimeUnit unit,
                  const Asides& asides) {
    write_numbers(json, figures, row);
    write_words(json, row);
    json.number("workingTime", working_time(row.order, unit));
    write_prevention(json, row);
    if (row.order.terms) write_prices_if_any(json, figures, *row.order.terms);
    write_if_any(json, figures, row, unit, asides);
}

// Of a new order its own record says it all.
Asides asides_of(const Placed& placed) {
    const core::OpenOrder& order = placed.order.order;
    Asides asides;
    if (!placed.prevented.empty()) {
        asides.prevented[order.id] = placed.prevented.back().prevention;
    }
    const bool trails_at_once = order.terms && order.terms->extreme != core::Price{};
    if (trails_at_once) asides.trailing_since[order.id] = order.created_at;
    return asides;
}

void write_fill(Json& json, const Figures& figures, const views::FillRow& fill) {
    json.begin_object();
    figures.price(json, "price", fill.price);
    figures.quantity(json, "qty", fill.quantity);
    json.name("commission");
    figures.amount(json, fill.fee_asset, fill.fee);
    json.text("commissionAsset", figures.code(fill.fee_asset));
    json.number("tradeId", fill.trade.value);
    json.end_object();
}

}  // namespace

void write_placed(Json& json, const Figures& figures, const Placed& placed, ReplyForm form,
                  TimeUnit unit) {
    const views::OrderRow& row = placed.order;
    const std::int64_t accepted_at = time_in(unit, row.order.created_at);
    json.begin_object();
    json.text("symbol", figures.symbol());
    json.number("orderId", row.order.id.value);
    json.number("orderListId", list_id_shown(row.order));
    json.text("clientOrderId", row.order.client_order_id.view());
    json.number("transactTime", accepted_at);
    if (form != ReplyForm::acknowledgement) {
        write_result(json, figures, row, unit, asides_of(placed));
    }
    if (form == ReplyForm::full) {
        json.name("fills"), json.begin_array();
        for (const views::FillRow& fill : placed.fills) write_fill(json, figures, fill);
        json.end_array();
    }
    json.end_object();
}

void write_order(Json& json, const Figures& figures, const views::OrderRow& row, TimeUnit unit,
                 const Asides& asides) {
    json.begin_object();
    json.text("symbol", figures.symbol());
    json.number("orderId", row.order.id.value);
    json.number("orderListId", list_id_shown(row.order));
    json.text("clientOrderId", row.order.client_order_id.view());
    write_numbers(json, figures, row);
    write_words(json, row);
    const core::OrderTerms terms = row.order.terms ? *row.order.terms : core::OrderTerms{};
    figures.price(json, "stopPrice", terms.stop);
    figures.quantity(json, "icebergQty", terms.display);
    json.number("time", time_in(unit, row.order.created_at));
    json.number("updateTime", time_in(unit, row.order.updated_at));
    json.boolean("isWorking", is_working(row.order));
    json.number("workingTime", working_time(row.order, unit));
    write_prevention(json, row);
    write_if_any(json, figures, row, unit, asides);
    json.end_object();
}

void write_cancelled(Json& json, const Figures& figures, const views::OrderRow& row,
                     std::string_view cancel_id, core::Timestamp at, TimeUnit unit,
                     const Asides& asides) {
    json.begin_object();
    json.text("symbol", figures.symbol());
    json.text("origClientOrderId", row.order.client_order_id.view());
    json.number("orderId", row.order.id.value);
    json.number("orderListId", list_id_shown(row.order));
    json.text("clientOrderId", cancel_id);
    json.number("transactTime", time_in(unit, at));
    write_numbers(json, figures, row);
    write_words(json, row);
    write_prevention(json, row);
    if (row.order.terms) write_prices_if_any(json, figures, *row.order.terms);
    write_if_any(json, figures, row, unit, asides);
    json.end_object();
}

void write_amended(Json& json, const Figures& figures, const Amended& amended, TimeUnit unit) {
    const views::OrderRow& row = amended.order;
    json.begin_object();
    json.text("symbol", figures.symbol());
    json.number("orderId", row.order.id.value);
    json.number("orderListId", list_id_shown(row.order));
    json.text("origClientOrderId", amended.change.client_order_id_before.view());
    json.text("clientOrderId", amended.change.client_order_id.view());
    figures.price(json, "price", price_shown(row.order));
    figures.quantity(json, "qty", row.order.quantity);
    figures.quantity(json, "executedQty", executed(row));
    figures.quantity(json, "preventedQty", row.order.prevented);
    figures.quote(json, "quoteOrderQty", row.quote_amount);
    figures.quote(json, "cumulativeQuoteQty", row.order.filled_quote);
    write_words(json, row);
    json.number("workingTime", working_time(row.order, unit));
    write_prevention(json, row);
    json.end_object();
}

void write_trade(Json& json, const Figures& figures, const views::FillRow& fill, TimeUnit unit,
                 core::OrderListId list) {
    json.begin_object();
    json.text("symbol", figures.symbol());
    json.number("id", fill.trade.value);
    json.number("orderId", fill.order.value);
    json.number("orderListId", list_id_shown(list));
    figures.price(json, "price", fill.price);
    figures.quantity(json, "qty", fill.quantity);
    figures.quote(json, "quoteQty", fill.quote);
    json.name("commission");
    figures.amount(json, fill.fee_asset, fill.fee);
    json.text("commissionAsset", figures.code(fill.fee_asset));
    json.number("time", time_in(unit, fill.time));
    json.boolean("isBuyer", fill.side == core::Side::buy);
    json.boolean("isMaker", fill.maker);
    json.boolean("isBestMatch", true);
    json.end_object();
}

}  // namespace api::binance
