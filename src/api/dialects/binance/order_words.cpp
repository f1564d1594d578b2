#include "api/dialects/binance/order_words.hpp"

#include <algorithm>
#include <array>

#include "api/dialects/binance/words.hpp"
#include "base/result.hpp"

namespace api::binance {

// A leg's names but for its side and quantity, which pairs have in common.
#define LEG_NAMES(prefix)                                                                    \
    .quote_quantity = "", .type = prefix "Type", .client_order_id = prefix "ClientOrderId",  \
    .price = prefix "Price", .stop = prefix "StopPrice", .trailing = prefix "TrailingDelta", \
    .iceberg = prefix "IcebergQty", .time_in_force = prefix "TimeInForce",                   \
    .strategy = prefix "StrategyId", .strategy_type = prefix "StrategyType"

constexpr OrderNames plain_names{.side = "side",
                                 .quantity = "quantity",
                                 .quote_quantity = "quoteOrderQty",
                                 .type = "type",
                                 .client_order_id = "newClientOrderId",
                                 .price = "price",
                                 .stop = "stopPrice",
                                 .trailing = "trailingDelta",
                                 .iceberg = "icebergQty",
                                 .time_in_force = "timeInForce",
                                 .strategy = "strategyId",
                                 .strategy_type = "strategyType"};
constexpr OrderNames above_names{.side = "side", .quantity = "quantity", LEG_NAMES("above")};
constexpr OrderNames below_names{.side = "side", .quantity = "quantity", LEG_NAMES("below")};
constexpr OrderNames working_names{
    .side = "workingSide", .quantity = "workingQuantity", LEG_NAMES("working")};
constexpr OrderNames pending_names{
    .side = "pendingSide", .quantity = "pendingQuantity", LEG_NAMES("pending")};
constexpr OrderNames pending_above_names{
    .side = "pendingSide", .quantity = "pendingQuantity", LEG_NAMES("pendingAbove")};
constexpr OrderNames pending_below_names{
    .side = "pendingSide", .quantity = "pendingQuantity", LEG_NAMES("pendingBelow")};
#undef LEG_NAMES
constexpr OrderNames limit_leg_names{.side = "side",
                                     .quantity = "quantity",
                                     .quote_quantity = "",
                                     .type = "",
                                     .client_order_id = "limitClientOrderId",
                                     .price = "price",
                                     .stop = "",
                                     .trailing = "",
                                     .iceberg = "limitIcebergQty",
                                     .time_in_force = "",
                                     .strategy = "limitStrategyId",
                                     .strategy_type = "limitStrategyType"};
constexpr OrderNames stop_leg_names{.side = "side",
                                    .quantity = "quantity",
                                    .quote_quantity = "",
                                    .type = "",
                                    .client_order_id = "stopClientOrderId",
                                    .price = "stopLimitPrice",
                                    .stop = "stopPrice",
                                    .trailing = "trailingDelta",
                                    .iceberg = "stopIcebergQty",
                                    .time_in_force = "stopLimitTimeInForce",
                                    .strategy = "stopStrategyId",
                                    .strategy_type = "stopStrategyType"};

namespace {

constexpr std::int64_t strategy_type_min = 1'000'000;

// What every request that is signed may have besides.
constexpr auto of_the_signature = std::to_array<std::string_view>(
    {"recvWindow", "timestamp", "signature", "apiKey", "returnRateLimits"});

// Of one word's possible values the one that was said, by the names that answers use too.
template <class Word, std::size_t Count>
std::optional<Word> named(std::string_view text, const Word (&words)[Count]) {
    for (const Word word : words) {
        if (name_of(word) == text) return word;
    }
    return std::nullopt;
}

Result<core::Side> read_side(const Parameters& parameters, std::string_view name) {
    TRY(const std::string_view text, read_mandatory(parameters, name));
    if (const auto side = named(text, {core::Side::buy, core::Side::sell})) return *side;
    return failed(-1117, "Invalid side.");
}

Result<core::OrderType> read_type(const Parameters& parameters, std::string_view name) {
    using enum core::OrderType;
    TRY(const std::string_view text, read_mandatory(parameters, name));
    const auto type = named(text, {limit, market, limit_maker, stop_loss, stop_loss_limit,
                                   take_profit, take_profit_limit});
    if (type) return *type;
    return failed(-1116, "Invalid orderType.");
}

Optional<core::TimeInForce> read_time_in_force(const Parameters& parameters,
                                               std::string_view name) {
    using enum core::TimeInForce;
    TRY(const auto text, read_optional(parameters, name));
    if (!text) return std::nullopt;
    if (const auto time_in_force = named(*text, {gtc, ioc, fok})) return time_in_force;
    return failed(-1115, "Invalid timeInForce.");
}

// Zero is what some clients send for "none".
Optional<base::Int128> read_iceberg(const Parameters& parameters, std::string_view name) {
    TRY(const auto number, read_decimal(parameters, name));
    if (number == base::Int128{0}) return std::nullopt;
    return number;
}

Result<void> read_strategy(const Parameters& parameters, const OrderNames& names, Wish& wish) {
    TRY(const auto id, read_integer(parameters, names.strategy));
    TRY(const auto type, read_integer(parameters, names.strategy_type));
    if (type && *type < strategy_type_min) {
        return failed(-1134, "strategyType was less than 1000000.");
    }
    if (type && *type > UINT32_MAX) return overflowed(names.strategy_type);
    wish.strategy = id.value_or(0);
    wish.strategy_type = type.value_or(0);
    return {};
}

// It is there, and its name is one that may be there.
bool sent(const Parameters& parameters, std::string_view name) {
    return !name.empty() && parameters.has(name);
}

// Either an amount of the one asset or of the other.
Result<void> check_market_amounts(const OrderNames& names, const Wish& wish) {
    if (names.quote_quantity.empty() && !wish.quantity) return mandatory(names.quantity);
    if (!wish.quantity && !wish.quote_quantity) {
        return one_of_two(names.quantity, names.quote_quantity);
    }
    if (wish.quantity && wish.quote_quantity) return bad_combination();
    return {};
}

Result<void> check_trigger(const OrderNames& names, const Wish& wish) {
    const bool triggers = core::has_trigger(wish.type);
    if (triggers && !wish.stop && !wish.trailing) return one_of_two(names.stop, names.trailing);
    if (!triggers && wish.stop) return not_required(names.stop);
    if (!triggers && wish.trailing) return not_required(names.trailing);
    return {};
}

}  // namespace

bool OrderNames::has(std::string_view name) const {
    return !name.empty() &&
           (name == side || name == quantity || name == quote_quantity || name == type ||
            name == client_order_id || name == price || name == stop || name == trailing ||
            name == iceberg || name == time_in_force || name == strategy || name == strategy_type);
}

Result<Wish> read_order_words(const Parameters& parameters, const OrderNames& names,
                              std::optional<core::OrderType> given) {
    Wish wish;
    TRY(wish.side, read_side(parameters, names.side));
    if (given) {
        wish.type = *given;
    } else {
        TRY(wish.type, read_type(parameters, names.type));
    }
    TRY(const auto time_in_force, read_time_in_force(parameters, names.time_in_force));
    wish.time_in_force = time_in_force.value_or(core::TimeInForce::gtc);
    TRY(wish.quantity, read_decimal(parameters, names.quantity));
    TRY(wish.quote_quantity, read_decimal(parameters, names.quote_quantity));
    TRY(wish.price, read_decimal(parameters, names.price));
    TRY(wish.stop, read_decimal(parameters, names.stop));
    TRY(wish.trailing, read_integer(parameters, names.trailing));
    TRY(wish.iceberg, read_iceberg(parameters, names.iceberg));
    TRY(const auto client_order_id, read_client_order_id(parameters, names.client_order_id));
    if (client_order_id) wish.client_order_id = *client_order_id;
    TRY_OK(read_strategy(parameters, names, wish));
    return wish;
}

Result<void> check_combination(const Parameters& parameters, const OrderNames& names,
                               const Wish& wish) {
    const bool any_price = core::takes_any_price(wish.type);
    const bool is_market = wish.type == core::OrderType::market;
    const bool is_timed = !any_price && wish.type != core::OrderType::limit_maker;
    if (is_timed && !sent(parameters, names.time_in_force)) return mandatory(names.time_in_force);
    if (!is_market && !wish.quantity) return mandatory(names.quantity);
    if (!any_price && !wish.price) return mandatory(names.price);
    if (is_market) TRY_OK(check_market_amounts(names, wish));
    if (any_price && wish.price) return not_required(names.price);
    if (!is_market && wish.quote_quantity) return not_required(names.quote_quantity);
    if (!is_timed && sent(parameters, names.time_in_force))
        return not_required(names.time_in_force);
    TRY_OK(check_trigger(names, wish));
    if (any_price && wish.iceberg) return not_required(names.iceberg);
    if (wish.iceberg && wish.time_in_force != core::TimeInForce::gtc) {
        return failed(-1014, "Unsupported order combination.");
    }
    return {};
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

Result<ReplyForm> read_reply_form(const Parameters& parameters, ReplyForm usual) {
    TRY(const auto text, read_optional(parameters, "newOrderRespType"));
    if (!text) return usual;
    if (*text == "ACK") return ReplyForm::acknowledgement;
    if (*text == "RESULT") return ReplyForm::result;
    if (*text == "FULL") return ReplyForm::full;
    return failed(-1136, "Invalid newOrderRespType.");
}

Result<void> check_all_known(const Parameters& parameters,
                             std::span<const OrderNames* const> orders,
                             std::span<const std::string_view> others) {
    const auto is_known = [&](const Parameters::Pair& pair) {
        const auto has = [&](const OrderNames* names) { return names->has(pair.name); };
        return std::ranges::any_of(orders, has) ||
               std::ranges::find(others, pair.name) != others.end() ||
               std::ranges::find(of_the_signature, pair.name) != of_the_signature.end();
    };
    const auto known = std::ranges::count_if(parameters.pairs(), is_known);
    const auto read = static_cast<std::size_t>(known);
    if (read != parameters.size()) return unread_parameters(read, parameters.size());
    return {};
}

}  // namespace api::binance
