#include "api/dialects/binance/new_order.hpp"

#include <algorithm>
#include <array>

#include "api/dialects/binance/words.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

constexpr auto order_parameters = std::to_array<std::string_view>({"symbol",
                                                                   "side",
                                                                   "type",
                                                                   "timeInForce",
                                                                   "quantity",
                                                                   "quoteOrderQty",
                                                                   "price",
                                                                   "newClientOrderId",
                                                                   "strategyId",
                                                                   "strategyType",
                                                                   "stopPrice",
                                                                   "trailingDelta",
                                                                   "icebergQty",
                                                                   "newOrderRespType",
                                                                   "selfTradePreventionMode",
                                                                   "pegPriceType",
                                                                   "pegOffsetType",
                                                                   "pegOffsetValue",
                                                                   "recvWindow",
                                                                   "timestamp",
                                                                   "signature"});

// What Binance knows and this house does not (yet): better refused than silently left out.
constexpr auto not_served =
    std::to_array<std::string_view>({"strategyId", "strategyType", "stopPrice", "trailingDelta",
                                     "pegPriceType", "pegOffsetType", "pegOffsetValue"});

// Of one word's possible values the one that was said, by the names that answers use too.
template <class Word, std::size_t Count>
std::optional<Word> named(std::string_view text, const Word (&words)[Count]) {
    for (const Word word : words) {
        if (name_of(word) == text) return word;
    }
    return std::nullopt;
}

Result<core::Side> read_side(const Parameters& parameters) {
    TRY(const std::string_view text, read_mandatory(parameters, "side"));
    if (const auto side = named(text, {core::Side::buy, core::Side::sell})) return *side;
    return failed(-1117, "Invalid side.");
}

Result<core::OrderType> read_type(const Parameters& parameters) {
    using enum core::OrderType;
    TRY(const std::string_view text, read_mandatory(parameters, "type"));
    if (const auto type = named(text, {limit, market, limit_maker})) return *type;
    return failed(-1116, "Invalid orderType.");
}

Optional<core::TimeInForce> read_time_in_force(const Parameters& parameters) {
    using enum core::TimeInForce;
    TRY(const auto text, read_optional(parameters, "timeInForce"));
    if (!text) return std::nullopt;
    if (const auto time_in_force = named(*text, {gtc, ioc, fok})) return time_in_force;
    return failed(-1115, "Invalid timeInForce.");
}

Result<core::SelfTradePrevention> read_prevention(const Parameters& parameters) {
    using enum core::SelfTradePrevention;
    TRY(const auto text, read_optional(parameters, "selfTradePreventionMode"));
    if (!text) return core::SelfTradePrevention{};
    const auto mode = named(*text, {none, expire_taker, expire_maker, expire_both, decrement});
    if (mode) return *mode;
    if (*text == "TRANSFER") {
        return failed(-1013,
                      "This symbol does not allow the specified self-trade prevention mode.");
    }
    return not_valid("selfTradePreventionMode");
}

Result<ReplyForm> read_reply_form(const Parameters& parameters, core::OrderType type) {
    TRY(const auto text, read_optional(parameters, "newOrderRespType"));
    if (!text) {
        return type == core::OrderType::limit_maker ? ReplyForm::acknowledgement : ReplyForm::full;
    }
    if (*text == "ACK") return ReplyForm::acknowledgement;
    if (*text == "RESULT") return ReplyForm::result;
    if (*text == "FULL") return ReplyForm::full;
    return failed(-1136, "Invalid newOrderRespType.");
}

// What each type must have, and what it must not.
Result<void> check_combination(const Parameters& parameters, const Wish& wish) {
    const bool is_market = wish.type == core::OrderType::market;
    if (wish.type == core::OrderType::limit && !parameters.has("timeInForce")) {
        return mandatory("timeInForce");
    }
    if (!is_market && !wish.quantity) return mandatory("quantity");
    if (!is_market && !wish.price) return mandatory("price");
    if (is_market && !wish.quantity && !wish.quote_quantity) {
        return one_of_two("quantity", "quoteOrderQty");
    }
    if (is_market && wish.quantity && wish.quote_quantity) return bad_combination();
    if (is_market && wish.price) return not_required("price");
    if (!is_market && wish.quote_quantity) return not_required("quoteOrderQty");
    if (wish.type != core::OrderType::limit && parameters.has("timeInForce")) {
        return not_required("timeInForce");
    }
    for (const std::string_view name : not_served) {
        if (parameters.has(name)) return not_required(name);
    }
    if (parameters.has("icebergQty")) {
        if (is_market) return not_required("icebergQty");
        return failed(-2010, "Iceberg orders are not supported for this symbol.");
    }
    return {};
}

Result<void> check_all_known(const Parameters& parameters, OrderPath path) {
    const auto known = std::ranges::count_if(parameters.pairs(), [&](const Parameters::Pair& pair) {
        return std::ranges::find(order_parameters, pair.name) != order_parameters.end() ||
               (path == OrderPath::test && pair.name == "computeCommissionRates");
    });
    const auto read = static_cast<std::size_t>(known);
    if (read != parameters.size()) return unread_parameters(read, parameters.size());
    return {};
}

// A number of 10^-8 in units of an asset, if it is whole there.
std::optional<base::Int128> in_units(base::Int128 number, const core::Asset& asset) {
    for (int places = places_shown; places < asset.decimals; ++places) {
        if (__builtin_mul_overflow(number, base::Int128{10}, &number)) return std::nullopt;
    }
    for (int places = places_shown; places > asset.decimals; --places) {
        if (number % 10 != 0) return std::nullopt;
        number /= 10;
    }
    return number;
}

// How many steps of the given size a number is, if it is a whole number of them.
std::optional<std::int64_t> steps_in(base::Int128 number, const core::Asset& asset,
                                     core::Amount step) {
    const auto units = in_units(number, asset);
    if (!units || *units % step.units != 0 || *units / step.units > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(*units / step.units);
}

Result<core::Price> price_of(base::Int128 number, const core::Market& market,
                             const core::Asset& quote) {
    if (number == 0) return failed(-1013, "Invalid price.", core::Reject::price_filter);
    const auto ticks = steps_in(number, quote, market.tick);
    if (!ticks || core::Price{*ticks} > market.price_max) return filter_failure("PRICE_FILTER");
    return core::Price{*ticks};
}

Result<core::Quantity> quantity_of(const Wish& wish, const core::Market& market,
                                   const core::Asset& base) {
    if (*wish.quantity == 0) return failed(-1013, "Invalid quantity.", core::Reject::lot_filter);
    const auto lots = steps_in(*wish.quantity, base, market.lot);
    if (!lots || core::Quantity{*lots} < market.quantity_min ||
        core::Quantity{*lots} > market.quantity_max) {
        return filter_failure("LOT_SIZE");
    }
    if (wish.type == core::OrderType::market &&
        core::Quantity{*lots} > market.market_quantity_max) {
        return filter_failure("MARKET_LOT_SIZE");
    }
    return core::Quantity{*lots};
}

}  // namespace

Result<Wish> read_wish(const Parameters& parameters, OrderPath path) {
    Wish wish;
    TRY(wish.symbol, read_symbol(parameters));
    TRY(wish.side, read_side(parameters));
    TRY(wish.type, read_type(parameters));
    TRY(const auto time_in_force, read_time_in_force(parameters));
    wish.time_in_force = time_in_force.value_or(core::TimeInForce::gtc);
    TRY(wish.quantity, read_decimal(parameters, "quantity"));
    TRY(wish.quote_quantity, read_decimal(parameters, "quoteOrderQty"));
    TRY(wish.price, read_decimal(parameters, "price"));
    TRY(const auto client_order_id, read_client_order_id(parameters, "newClientOrderId"));
    if (client_order_id) wish.client_order_id = *client_order_id;
    TRY(wish.reply_form, read_reply_form(parameters, wish.type));
    TRY(wish.self_trade_prevention, read_prevention(parameters));
    TRY_OK(check_combination(parameters, wish));
    TRY_OK(check_all_known(parameters, path));
    return wish;
}

Result<core::PlaceOrder> order_of(const Wish& wish, const core::Market& market,
                                  const core::Catalogue& catalogue) {
    const core::Asset& base = catalogue.asset(market.base);
    const core::Asset& quote = catalogue.asset(market.quote);
    core::PlaceOrder order{.market = market.id,
                           .side = wish.side,
                           .type = wish.type,
                           .time_in_force = wish.time_in_force,
                           .self_trade_prevention = wish.self_trade_prevention,
                           .limit = {},
                           .quantity = {},
                           .quote_amount = {},
                           .client_order_id = wish.client_order_id};
    if (wish.price) {
        TRY(order.limit, price_of(*wish.price, market, quote));
    }
    if (wish.quantity) {
        TRY(order.quantity, quantity_of(wish, market, base));
    }
    if (wish.quote_quantity) {
        const auto units = in_units(*wish.quote_quantity, quote);
        if (!units) return too_precise("quoteOrderQty");
        if (*units == 0) return failed(-1013, "Invalid quantity.", core::Reject::lot_filter);
        order.quote_amount = core::Amount{*units};
    }
    return order;
}

}  // namespace api::binance
