#include "api/dialects/binance/new_order.hpp"

#include <algorithm>
#include <array>

#include "api/dialects/binance/words.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

// What is read besides the words of the order itself. Pegged orders are not to be had here; they
// are named so that they are refused, not left out.
constexpr auto of_every_order =
    std::to_array<std::string_view>({"symbol", "newOrderRespType", "selfTradePreventionMode",
                                     "pegPriceType", "pegOffsetType", "pegOffsetValue"});
constexpr auto of_a_test = std::to_array<std::string_view>({"computeCommissionRates"});
constexpr auto of_cancel_replace = std::to_array<std::string_view>(
    {"cancelReplaceMode", "cancelOrderId", "cancelOrigClientOrderId", "cancelNewClientOrderId",
     "cancelRestrictions", "orderRateLimitExceededMode"});
constexpr auto not_served =
    std::to_array<std::string_view>({"pegPriceType", "pegOffsetType", "pegOffsetValue"});

Result<void> check_all_known(const Parameters& parameters, OrderPath path) {
    std::vector<std::string_view> others{of_every_order.begin(), of_every_order.end()};
    const auto add = [&](const auto& names) {
        others.insert(others.end(), names.begin(), names.end());
    };
    if (path == OrderPath::test || path == OrderPath::sor_test) add(of_a_test);
    if (path == OrderPath::cancel_replace) add(of_cancel_replace);
    const OrderNames* const orders[] = {&plain_names};
    return binance::check_all_known(parameters, orders, others);
}

ReplyForm usual_form(core::OrderType type) {
    const bool full = type == core::OrderType::market || type == core::OrderType::limit;
    return full ? ReplyForm::full : ReplyForm::acknowledgement;
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

// A trigger: of the same form as a price, with words of its own where it is zero.
Result<core::Price> stop_of(base::Int128 number, const core::Market& market,
                            const core::Asset& quote) {
    if (number == 0) return failed(-1013, "Invalid stopPrice.", core::Reject::price_filter);
    return price_of(number, market, quote);
}

Result<core::Quantity> display_of(base::Int128 number, core::Quantity whole,
                                  const core::Market& market, const core::Asset& base) {
    const auto lots = steps_in(number, base, market.lot);
    if (!lots) return filter_failure("LOT_SIZE");
    if (core::Quantity{*lots} > whole) {
        return failed(-2010, "IcebergQty exceeds QTY.", core::Reject::iceberg_filter);
    }
    return core::Quantity{*lots};
}

// What most orders do not have; nothing where this one has none of it.
Result<base::Boxed<core::OrderTerms>> terms_of(const Wish& wish, core::Quantity whole,
                                               const core::Market& market,
                                               const core::Catalogue& catalogue) {
    core::OrderTerms terms;
    if (wish.stop) {
        TRY(terms.stop, stop_of(*wish.stop, market, catalogue.asset(market.quote)));
    }
    if (wish.trailing) {
        if (*wish.trailing < market.trailing_min || *wish.trailing > market.trailing_max) {
            return filter_failure("TRAILING_DELTA");
        }
        terms.trailing = static_cast<std::uint32_t>(*wish.trailing);
    }
    if (wish.iceberg) {
        TRY(terms.display, display_of(*wish.iceberg, whole, market, catalogue.asset(market.base)));
    }
    terms.strategy = static_cast<std::uint64_t>(wish.strategy);
    terms.strategy_type = static_cast<std::uint32_t>(wish.strategy_type);
    if (terms == core::OrderTerms{}) return base::Boxed<core::OrderTerms>{};
    return base::Boxed<core::OrderTerms>{terms};
}

}  // namespace

Result<core::Quantity> quantity_of(base::Int128 number, core::OrderType type,
                                   const core::Market& market, const core::Catalogue& catalogue) {
    if (number == 0) return failed(-1013, "Invalid quantity.", core::Reject::lot_filter);
    const auto lots = steps_in(number, catalogue.asset(market.base), market.lot);
    if (!lots || core::Quantity{*lots} < market.quantity_min ||
        core::Quantity{*lots} > market.quantity_max) {
        return filter_failure("LOT_SIZE");
    }
    if (core::takes_any_price(type) && core::Quantity{*lots} > market.market_quantity_max) {
        return filter_failure("MARKET_LOT_SIZE");
    }
    return core::Quantity{*lots};
}

Result<Wish> read_wish(const Parameters& parameters, OrderPath path) {
    TRY(const std::string_view symbol, read_symbol(parameters));
    TRY(Wish wish, read_order_words(parameters, plain_names));
    wish.symbol = symbol;
    TRY(wish.reply_form, read_reply_form(parameters, usual_form(wish.type)));
    TRY(wish.self_trade_prevention, read_prevention(parameters));
    TRY_OK(check_combination(parameters, plain_names, wish));
    for (const std::string_view name : not_served) {
        if (parameters.has(name)) return not_required(name);
    }
    TRY_OK(check_all_known(parameters, path));
    return wish;
}

Result<core::PlaceOrder> order_of(const Wish& wish, const core::Market& market,
                                  const core::Catalogue& catalogue) {
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
        TRY(order.quantity, quantity_of(*wish.quantity, wish.type, market, catalogue));
    }
    if (wish.quote_quantity) {
        const auto units = in_units(*wish.quote_quantity, quote);
        if (!units) return too_precise("quoteOrderQty");
        if (*units == 0) return failed(-1013, "Invalid quantity.", core::Reject::lot_filter);
        order.quote_amount = core::Amount{*units};
    }
    TRY(order.terms, terms_of(wish, order.quantity, market, catalogue));
    return order;
}

}  // namespace api::binance
