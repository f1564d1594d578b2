// Orders as requests describe them in the native words.
//
//     TRY(const core::Market* market, read_market(state, inputs));
//     TRY(const core::PlaceOrder order, read_order(state, *market, inputs));
//
// Which fields an order takes depends on its type; one too many is malformed_field with the reason
// "not_for_market_orders", one too few is missing_field. What the numbers are worth is the core's
// to judge.
#pragma once

#include "api/operations/inputs.hpp"
#include "api/operations/orders.hpp"

namespace api {

Answer<core::PlaceOrder> read_order(const core::State& state, const core::Market& market,
                                    const Inputs& inputs);

// Binds the order to the stream that `stream_id` names: an open one of the caller's account that
// wants its orders cancelled when it is lost. malformed_field otherwise.
Answer<void> read_stream(const House& house, const Caller& caller, const Inputs& inputs,
                         core::PlaceOrder& order);

// Empty where the field is missing. Letters, digits and -_.:/.
Answer<core::ClientOrderId> read_client_id(const Inputs& inputs, std::string_view field);
Answer<core::OrderTag> read_tag(const Inputs& inputs);
// By order_id or client_order_id, wherever they stand.
Answer<OrderName> read_order_name(const Inputs& inputs, std::string_view id = "order_id",
                                  std::string_view client_id = "client_order_id");

}  // namespace api
