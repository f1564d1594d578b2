#include "api/dialects/binance/list_texts.hpp"

#include <algorithm>

namespace api::binance {
namespace {

void write_legs(Json& json, const Figures& figures, const core::OrderList& list) {
    json.name("orders"), json.begin_array();
    for (const core::ListLeg& leg : list.legs) {
        json.begin_object();
        json.text("symbol", figures.symbol());
        json.number("orderId", leg.order.value);
        json.text("clientOrderId", leg.client_order_id.view());
        json.end_object();
    }
    json.end_array();
}

void write_head(Json& json, const Figures& figures, const core::OrderList& list, ListStage stage,
                std::int64_t time) {
    const bool done = stage == ListStage::done;
    json.number("orderListId", list.id.value);
    json.text("contingencyType", name_of(list.kind));
    json.text("listStatusType", done ? "ALL_DONE" : "EXEC_STARTED");
    json.text("listOrderStatus", done ? "ALL_DONE" : "EXECUTING");
    json.text("listClientOrderId", list.client_list_id.view());
    json.number("transactionTime", time);
    json.text("symbol", figures.symbol());
    write_legs(json, figures, list);
}

bool is_done(const PlacedList& placed) {
    return std::ranges::all_of(placed.orders,
                               [](const views::OrderRow& row) { return row.closed.has_value(); });
}

// One order of the list by itself, with what happened to it.
Placed part_of(const PlacedList& placed, const views::OrderRow& row) {
    Placed part{
        .order = row, .fills = {}, .prevented = {}, .stamp = placed.stamp, .replayed = false};
    std::ranges::copy_if(placed.fills, std::back_inserter(part.fills),
                         [&](const views::FillRow& fill) { return fill.order == row.order.id; });
    std::ranges::copy_if(
        placed.prevented, std::back_inserter(part.prevented),
        [&](const core::TradePrevented& prevented) { return prevented.taker == row.order.id; });
    return part;
}

}  // namespace

void write_list(Json& json, const Figures& figures, const core::OrderList& list, ListStage stage,
                TimeUnit unit) {
    json.begin_object();
    write_head(json, figures, list, stage, time_in(unit, list.created_at));
    json.end_object();
}

void write_placed_list(Json& json, const Figures& figures, const PlacedList& placed, ReplyForm form,
                       TimeUnit unit) {
    json.begin_object();
    write_head(json, figures, placed.list, is_done(placed) ? ListStage::done : ListStage::executing,
               time_in(unit, placed.list.created_at));
    json.name("orderReports"), json.begin_array();
    for (const views::OrderRow& row : placed.orders) {
        write_placed(json, figures, part_of(placed, row), form, unit);
    }
    json.end_array();
    json.end_object();
}

void write_cancelled_list(Json& json, const Figures& figures, const core::OrderList& list,
                          const Cancelled& cancelled, const core::ClientOrderId& cancel_id,
                          TimeUnit unit, const Asides& asides) {
    json.begin_object();
    write_head(json, figures, list, ListStage::done, time_in(unit, cancelled.stamp.time));
    json.name("orderReports"), json.begin_array();
    for (const views::OrderRow& row : cancelled.orders) {
        if (core::list_of(row.order) != list.id) continue;
        write_cancelled(json, figures, row, cancel_id.view(), cancelled.stamp.time, unit, asides);
    }
    json.end_array();
    json.end_object();
}

void write_list_status(Json& json, const Figures& figures, const core::OrderList& list) {
    json.begin_object();
    json.number("orderListId", list.id.value);
    json.text("contingencyType", name_of(list.kind));
    json.text("listOrderStatus", "EXECUTING");
    json.text("listClientOrderId", list.client_list_id.view());
    json.text("symbol", figures.symbol());
    write_legs(json, figures, list);
    json.end_object();
}

}  // namespace api::binance
