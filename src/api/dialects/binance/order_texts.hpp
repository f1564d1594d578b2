// Orders and fills as JSON. One order has the same texts in every answer that shows it.
#pragma once

#include "api/dialects/binance/new_order.hpp"
#include "api/dialects/binance/order_asides.hpp"
#include "api/dialects/binance/words.hpp"
#include "api/operations/order_changes.hpp"
#include "api/operations/orders.hpp"

namespace api::binance {

// A new order's answer, as much of it as the client asked for.
void write_placed(Json& json, const Figures& figures, const Placed& placed, ReplyForm form,
                  TimeUnit unit);

// One order in GET order, openOrders and allOrders.
void write_order(Json& json, const Figures& figures, const views::OrderRow& row, TimeUnit unit,
                 const Asides& asides = {});

// One cancelled order. `cancel_id` is what the client calls the cancel itself.
void write_cancelled(Json& json, const Figures& figures, const views::OrderRow& row,
                     std::string_view cancel_id, core::Timestamp at, TimeUnit unit,
                     const Asides& asides = {});

// An order that was made smaller, under both names.
void write_amended(Json& json, const Figures& figures, const Amended& amended, TimeUnit unit);

// One of the account's trades in myTrades. `list`: of its order, none if that is of none.
void write_trade(Json& json, const Figures& figures, const views::FillRow& fill, TimeUnit unit,
                 core::OrderListId list = {});

}  // namespace api::binance
