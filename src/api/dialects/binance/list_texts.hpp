// Lists of orders as JSON.
#pragma once

#include "api/dialects/binance/order_texts.hpp"
#include "api/operations/order_lists.hpp"

namespace api::binance {

// Whether one of its orders may still do something.
enum class ListStage : std::uint8_t { executing, done };

// A list by itself: GET orderList and its likes.
void write_list(Json& json, const Figures& figures, const core::OrderList& list, ListStage stage,
                TimeUnit unit);

// A new list, with its orders as much as the client asked for.
void write_placed_list(Json& json, const Figures& figures, const PlacedList& placed, ReplyForm form,
                       TimeUnit unit);

// A cancelled list, with those of the cancelled orders that were in it.
void write_cancelled_list(Json& json, const Figures& figures, const core::OrderList& list,
                          const Cancelled& cancelled, const core::ClientOrderId& cancel_id,
                          TimeUnit unit, const Asides& asides = {});

// What an order that was amended is a part of.
void write_list_status(Json& json, const Figures& figures, const core::OrderList& list);

}  // namespace api::binance
