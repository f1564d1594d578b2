// Orders in the native words: reads the fields, places, cancels, shows.
#include "api/operations/handlers.hpp"
#include "api/operations/named.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/orders.hpp"
#include "api/operations/told.hpp"

namespace api::handlers {
namespace {

Answer<core::ClientOrderId> read_client_id(const Inputs& inputs) {
    if (!inputs.has("client_order_id")) return core::ClientOrderId{};
    TRY(const std::string_view text, inputs.text("client_order_id"));
    const auto id = read_client_order_id(text);
    if (!id) return malformed("client_order_id", text.size() > 36 ? "too_long" : "not_allowed");
    return *id;
}

std::unexpected<Refusal> not_with(std::string_view field, std::string_view type) {
    return malformed(field, "not_for_" + std::string{type} + "_orders");
}

// Which of the three amounts an order of its type has: a price unless it is a market order, and
// a quantity or, in a market order, a quote amount.
Answer<void> read_amounts(const core::State& state, const core::Market& market,
                          const Inputs& inputs, core::PlaceOrder& order) {
    const std::string_view type = word_of(order.type);
    const bool is_market = order.type == core::OrderType::market;
    if (is_market && inputs.has("price")) return not_with("price", type);
    if (!is_market && inputs.has("quote_amount")) return not_with("quote_amount", type);
    if (order.type != core::OrderType::limit && inputs.has("time_in_force")) {
        return not_with("time_in_force", type);
    }
    if (!is_market) {
        TRY(const std::string_view price, inputs.text("price"));
        TRY(order.limit, read_price(market, state.catalogue, "price", price));
    }
    if (inputs.has("quote_amount")) {
        if (inputs.has("quantity")) return malformed("quote_amount", "not_beside_quantity");
        const core::Asset& quote = state.catalogue.asset(market.quote);
        TRY(order.quote_amount,
            read_amount(quote, "quote_amount", inputs.text_or("quote_amount", {})));
        if (order.quote_amount == core::Amount{}) return malformed("quote_amount", "zero");
        return {};
    }
    TRY(const std::string_view quantity, inputs.text("quantity"));
    TRY(order.quantity, read_quantity(market, state.catalogue, "quantity", quantity));
    return {};
}

Answer<core::PlaceOrder> read_order(const core::State& state, const Inputs& inputs) {
    TRY(const core::Market* market, read_market(state, inputs));
    core::PlaceOrder order;
    order.market = market->id;
    TRY(order.side, read_choice<core::Side>(inputs, "side"));
    TRY(order.type, read_choice<core::OrderType>(inputs, "type"));
    TRY(order.time_in_force, read_choice_or(inputs, "time_in_force", core::TimeInForce::gtc));
    TRY(order.self_trade_prevention,
        read_choice_or(inputs, "self_trade_prevention", core::SelfTradePrevention{}));
    TRY(order.client_order_id, read_client_id(inputs));
    TRY_OK(read_amounts(state, *market, inputs, order));
    return order;
}

Answer<OrderName> read_name(const Inputs& inputs) {
    OrderName name;
    if (inputs.has("order_id")) {
        TRY(const std::uint64_t id, inputs.integer("order_id", INT64_MAX));
        if (id == 0) return refuse(core::Reject::order_unknown);
        name.order = core::OrderId{id};
        return name;
    }
    TRY(name.client_order_id, read_client_id(inputs));
    return name;
}

Told told_placed(const House& house, const Placed& placed) {
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Told answer = told(placed.stamp.sequence, [&](Json& json) {
        json.name("order");
        tell(json, catalogue, placed.order);
        json.name("fills");
        json.begin_array();
        for (const views::FillRow& fill : placed.fills) tell(json, catalogue, fill);
        json.end_array();
    });
    answer.status = 201;
    answer.replayed = placed.replayed;
    return answer;
}

Told told_cancelled(const House& house, const Cancelled& cancelled, bool one) {
    const auto live = house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    Told answer = told(cancelled.stamp.sequence, [&](Json& json) {
        json.name(one ? "order" : "orders");
        if (!one) json.begin_array();
        for (const views::OrderRow& row : cancelled.orders) tell(json, catalogue, row);
        if (!one) json.end_array();
    });
    answer.replayed = cancelled.replayed;
    return answer;
}

// What is told of a write that was only tried.
Told told_valid(const House& house) {
    const core::Sequence seen = house.live.read()->state.stamp.sequence;
    return told(seen, [](Json& json) { json.boolean("valid", true); });
}

void tell_verdict(const House& house, const Answer<void>& verdict, Tell then) {
    if (!verdict) return then(std::unexpected(verdict.error()));
    then(told_valid(house));
}

}  // namespace

void place_order(const Call& call, Tell then) {
    const auto order = [&] {
        const auto live = call.house.live.read();
        return read_order(live->state, call.inputs);
    }();
    if (!order) return then(std::unexpected(order.error()));
    House& house = call.house;
    if (call.validate_only) {
        return tell_verdict(house, check_order(house, call.caller, *order), std::move(then));
    }
    api::place_order(house, call.caller, *order,
                     [&house, then = std::move(then)](Answer<Placed>&& placed) mutable {
                         if (!placed) return then(std::unexpected(std::move(placed).error()));
                         then(told_placed(house, *placed));
                     });
}

void cancel_order(const Call& call, Tell then) {
    const auto name = read_name(call.inputs);
    if (!name) return then(std::unexpected(name.error()));
    House& house = call.house;
    if (call.validate_only) {
        const core::CancelOrder command{name->market, name->order, name->client_order_id};
        return tell_verdict(house, try_out(house, call.caller, command), std::move(then));
    }
    api::cancel_order(house, call.caller, *name,
                      [&house, then = std::move(then)](Answer<Cancelled>&& gone) mutable {
                          if (!gone) return then(std::unexpected(std::move(gone).error()));
                          then(told_cancelled(house, *gone, true));
                      });
}

void cancel_all(const Call& call, Tell then) {
    const auto market = [&]() -> Answer<core::MarketId> {
        const auto live = call.house.live.read();
        TRY(const core::Market* named, read_market_if_any(live->state, call.inputs));
        return named == nullptr ? core::MarketId{} : named->id;
    }();
    if (!market) return then(std::unexpected(market.error()));
    House& house = call.house;
    if (call.validate_only) {
        const core::CancelAll command{*market};
        return tell_verdict(house, try_out(house, call.caller, command), std::move(then));
    }
    api::cancel_all(house, call.caller, core::CancelAll{.market = *market},
                    [&house, then = std::move(then)](Answer<Cancelled>&& gone) mutable {
                        if (!gone) return then(std::unexpected(std::move(gone).error()));
                        then(told_cancelled(house, *gone, false));
                    });
}

void show_order(const Call& call, Tell then) {
    const auto name = read_name(call.inputs);
    if (!name) return then(std::unexpected(name.error()));
    House& house = call.house;
    api::show_order(house, call.caller, *name,
                    [&house, then = std::move(then)](Answer<views::OrderRow>&& row) mutable {
                        if (!row) return then(std::unexpected(std::move(row).error()));
                        const auto live = house.live.read();
                        then(told(live->state.stamp.sequence, [&](Json& json) {
                            json.name("order");
                            tell(json, live->state.catalogue, *row);
                        }));
                    });
}

}  // namespace api::handlers
