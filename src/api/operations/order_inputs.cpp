#include "api/operations/order_inputs.hpp"

#include "api/operations/named.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/stream_sessions.hpp"

namespace api {
namespace {

using core::OrderType;

// What an order of a type takes besides its quantity.
struct Takes {
    bool price{};
    bool time_in_force{};
    bool display{};
    bool stop{};
    bool expires{};
    bool quote_amount{};
};

Takes takes(OrderType type) {
    switch (type) {
        case OrderType::limit:
            return {.price = true, .time_in_force = true, .display = true, .expires = true};
        case OrderType::market:
            return {.quote_amount = true};
        case OrderType::limit_maker:
            return {.price = true, .display = true, .expires = true};
        case OrderType::stop_loss:
        case OrderType::take_profit:
            return {.stop = true, .expires = true};
        case OrderType::stop_loss_limit:
        case OrderType::take_profit_limit:
            return {.price = true,
                    .time_in_force = true,
                    .display = true,
                    .stop = true,
                    .expires = true};
    }
    return {};
}

// The first field that an order of this type does not take.
Answer<void> check_fields(const Inputs& inputs, OrderType type) {
    const Takes may = takes(type);
    const std::pair<std::string_view, bool> fields[] = {
        {"price", may.price},
        {"time_in_force", may.time_in_force},
        {"display_quantity", may.display},
        {"stop_price", may.stop},
        {"trailing_bps", may.stop},
        {"trailing_percent", may.stop},
        {"expires_at", may.expires},
        {"quote_amount", may.quote_amount},
    };
    for (const auto& [field, is_taken] : fields) {
        if (is_taken || !inputs.has(field)) continue;
        return malformed(field, "not_for_" + std::string{word_of(type)} + "_orders");
    }
    return {};
}

// A quantity or, of a market order, a quote amount.
Answer<void> read_amounts(const core::State& state, const core::Market& market,
                          const Inputs& inputs, core::PlaceOrder& order) {
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

// In basis points; a percentage has two places.
Answer<std::uint32_t> read_trailing(const Inputs& inputs) {
    constexpr std::uint64_t whole = 10'000;
    if (inputs.has("trailing_percent")) {
        if (inputs.has("trailing_bps")) {
            return malformed("trailing_percent", "not_beside_trailing_bps");
        }
        constexpr core::Asset percents{
            .id = {}, .code = {}, .name = {}, .decimals = 2, .chain_decimals = 2, .network = {}};
        TRY(const core::Amount bps,
            read_amount(percents, "trailing_percent", inputs.text_or("trailing_percent", {})));
        if (bps.units < 1 || bps.units > whole) {
            return malformed("trailing_percent", "out_of_range");
        }
        return static_cast<std::uint32_t>(bps.units);
    }
    if (!inputs.has("trailing_bps")) return 0;
    TRY(const std::uint64_t bps, inputs.integer("trailing_bps", whole));
    if (bps == 0) return malformed("trailing_bps", "out_of_range");
    return static_cast<std::uint32_t>(bps);
}

Answer<core::OrderTerms> read_terms(const core::State& state, const core::Market& market,
                                    const Inputs& inputs, OrderType type) {
    core::OrderTerms terms;
    TRY(terms.trailing, read_trailing(inputs));
    if (inputs.has("stop_price")) {
        TRY(terms.stop,
            read_price(market, state.catalogue, "stop_price", inputs.text_or("stop_price", {})));
        if (terms.stop == core::Price{}) return malformed("stop_price", "zero");
    } else if (core::has_trigger(type) && terms.trailing == 0) {
        return missing("stop_price");
    }
    if (inputs.has("display_quantity")) {
        TRY(terms.display, read_quantity(market, state.catalogue, "display_quantity",
                                         inputs.text_or("display_quantity", {})));
        if (terms.display == core::Quantity{}) return malformed("display_quantity", "zero");
    }
    TRY(const auto expires, inputs.time_if_any("expires_at"));
    terms.expires_at = expires.value_or(core::never);
    TRY(terms.tag, read_tag(inputs));
    return terms;
}

}  // namespace

Answer<core::ClientOrderId> read_client_id(const Inputs& inputs, std::string_view field) {
    if (!inputs.has(field)) return core::ClientOrderId{};
    TRY(const std::string_view text, inputs.text(field));
    const auto id = read_client_order_id(text);
    if (!id) return malformed(field, text.size() > 36 ? "too_long" : "not_allowed");
    return *id;
}

Answer<core::OrderTag> read_tag(const Inputs& inputs) {
    if (!inputs.has("tag")) return core::OrderTag{};
    TRY(const std::string_view text, inputs.text("tag"));
    const auto tag = core::OrderTag::from(text);
    if (!tag) return malformed("tag", "too_long");
    if (!read_client_order_id(text)) return malformed("tag", "not_allowed");
    return *tag;
}

Answer<OrderName> read_order_name(const Inputs& inputs, std::string_view id,
                                  std::string_view client_id) {
    OrderName name;
    if (inputs.has(id)) {
        TRY(const std::uint64_t number, inputs.integer(id, INT64_MAX));
        if (number == 0) return refuse(core::Reject::order_unknown);
        name.order = core::OrderId{number};
    }
    TRY(name.client_order_id, read_client_id(inputs, client_id));
    name.only = read_choice_or(inputs, "only", core::CancelOnly::any).value_or(core::CancelOnly{});
    return name;
}

Answer<void> read_stream(const House& house, const Caller& caller, const Inputs& inputs,
                         core::PlaceOrder& order) {
    if (!inputs.has("stream_id")) return {};
    TRY(const std::uint64_t id, inputs.integer("stream_id", INT64_MAX));
    const bool is_open = id != 0 && house.stream_sessions != nullptr &&
                         house.stream_sessions->is_open(id, caller.account);
    if (!is_open) return malformed("stream_id", "not_open");
    if (!order.terms) order.terms.emplace();
    order.terms->session = id;
    return {};
}

Answer<core::PlaceOrder> read_order(const core::State& state, const core::Market& market,
                                    const Inputs& inputs) {
    core::PlaceOrder order;
    order.market = market.id;
    TRY(order.side, read_choice<core::Side>(inputs, "side"));
    TRY(order.type, read_choice<OrderType>(inputs, "type"));
    TRY_OK(check_fields(inputs, order.type));
    TRY(order.time_in_force, read_choice_or(inputs, "time_in_force", core::TimeInForce::gtc));
    TRY(order.self_trade_prevention,
        read_choice_or(inputs, "self_trade_prevention", core::SelfTradePrevention{}));
    TRY(order.client_order_id, read_client_id(inputs, "client_order_id"));
    if (takes(order.type).price) {
        TRY(const std::string_view price, inputs.text("price"));
        TRY(order.limit, read_price(market, state.catalogue, "price", price));
    }
    TRY_OK(read_amounts(state, market, inputs, order));
    TRY(const core::OrderTerms terms, read_terms(state, market, inputs, order.type));
    if (terms != core::OrderTerms{}) order.terms = terms;
    return order;
}

}  // namespace api
