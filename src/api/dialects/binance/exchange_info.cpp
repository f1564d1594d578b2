#include "api/dialects/binance/exchange_info.hpp"

#include <algorithm>
#include <array>

#include "api/dialects/binance/filters.hpp"
#include "api/dialects/binance/reading.hpp"
#include "api/dialects/binance/symbols.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

void write_limit(Json& json, std::string_view type, std::string_view interval, int count,
                 std::int64_t limit) {
    json.begin_object();
    json.text("rateLimitType", type);
    json.text("interval", interval);
    json.number("intervalNum", count);
    json.number("limit", limit);
    json.end_object();
}

// Every request weighs at least one, so the weight is what binds; clients look for the other too.
std::int64_t raw_requests(const BinanceLimits& limits) {
    constexpr std::int64_t usual = 61'000;
    return std::max(usual, 5 * limits.weight_per_minute);
}

void write_limits(Json& json, const BinanceLimits& limits) {
    json.name("rateLimits"), json.begin_array();
    write_limit(json, "REQUEST_WEIGHT", "MINUTE", 1, limits.weight_per_minute);
    write_limit(json, "ORDERS", "SECOND", 10, limits.orders_per_10_seconds);
    write_limit(json, "ORDERS", "DAY", 1, limits.orders_per_day);
    write_limit(json, "RAW_REQUESTS", "MINUTE", 5, raw_requests(limits));
    json.end_array();
}

constexpr auto precisions =
    std::to_array<std::string_view>({"quotePrecision", "quoteAssetPrecision",
                                     "baseCommissionPrecision", "quoteCommissionPrecision"});

void write_symbol(Json& json, const core::Catalogue& catalogue, const core::Market& market,
                  bool with_permission_sets) {
    const Figures figures{catalogue, market};
    json.begin_object();
    json.text("symbol", market.symbol.view());
    json.text("status", name_of(market.mode));
    json.text("baseAsset", figures.code(market.base));
    json.number("baseAssetPrecision", places_shown);
    json.text("quoteAsset", figures.code(market.quote));
    for (const std::string_view name : precisions) json.number(name, places_shown);
    json.raw("orderTypes", R"(["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT",)"
                           R"("TAKE_PROFIT","TAKE_PROFIT_LIMIT"])");
    json.boolean("icebergAllowed", true);
    json.boolean("ocoAllowed", true);
    json.boolean("otoAllowed", true);
    json.boolean("opoAllowed", false);
    json.boolean("quoteOrderQtyMarketAllowed", true);
    json.boolean("allowTrailingStop", true);
    json.boolean("cancelReplaceAllowed", true);
    json.boolean("amendAllowed", true);
    json.boolean("pegInstructionsAllowed", false);
    json.boolean("isSpotTradingAllowed", true);
    json.boolean("isMarginTradingAllowed", false);
    write_filters(json, figures, market);
    json.raw("permissions", "[]");
    if (with_permission_sets) json.raw("permissionSets", R"([["SPOT"]])");
    json.text("defaultSelfTradePreventionMode", name_of(market.self_trade_prevention));
    json.raw("allowedSelfTradePreventionModes",
             R"(["NONE","EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH","DECREMENT"])");
    json.end_object();
}

// Which markets are meant, beyond their names.
struct Wanted {
    std::optional<core::MarketMode> mode;
    bool spot{true};  // whether the permissions that were asked for include it
    bool permission_sets{true};
};

Result<bool> includes_spot(const Parameters& parameters) {
    TRY(const auto text, read_optional(parameters, "permissions"));
    if (!text) return true;
    TRY(const auto list, read_texts(parameters, "permissions"));
    return std::ranges::find(*list, "SPOT") != list->end();
}

Result<Wanted> read_wanted(const Parameters& parameters) {
    Wanted wanted;
    TRY(wanted.mode, read_symbol_status(parameters));
    TRY(wanted.spot, includes_spot(parameters));
    if (parameters.has("showPermissionSets")) {
        TRY(wanted.permission_sets, read_flag(parameters, "showPermissionSets"));
    }
    const bool named = parameters.has("symbol") || parameters.has("symbols");
    if (named && (parameters.has("permissions") || wanted.mode)) return bad_combination();
    return wanted;
}

}  // namespace

Result<Answered> exchange_info(const Asked& asked) {
    TRY(const Wanted wanted, read_wanted(asked.parameters));
    TRY(const SymbolChoice choice, read_symbol_choice(asked.parameters));
    const views::Live::Read live = asked.house.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    TRY(const auto markets, chosen_markets(choice, catalogue, wanted.mode));

    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_object();
    json.text("timezone", "UTC");
    json.number("serverTime", time_in(asked.unit, asked.now));
    write_limits(json, asked.budget.limits());
    json.raw("exchangeFilters", "[]");
    json.name("symbols"), json.begin_array();
    for (const core::Market* market : markets) {
        if (wanted.spot) write_symbol(json, catalogue, *market, wanted.permission_sets);
    }
    json.end_array();
    json.end_object();
    return answered;
}

Result<Answered> my_filters(const Asked& asked) {
    TRY(const std::string_view symbol, read_symbol(asked.parameters));
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, symbol));
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_object();
    json.raw("exchangeFilters", "[]");
    json.name("symbolFilters"), json.begin_array();
    write_count_filters(json, *market);
    json.end_array();
    json.raw("assetFilters", "[]");
    json.end_object();
    return answered;
}

Result<Answered> execution_rules(const Asked&) {
    return Answered{.body = R"({"symbolRules":[]})", .seen = {}, .orders = {}};
}

Result<Answered> no_futures(const Asked& asked) {
    Answered answered;
    Json json{answered.body};
    json.begin_object();
    json.text("timezone", "UTC");
    json.number("serverTime", time_in(asked.unit, asked.now));
    for (const std::string_view list : {"rateLimits", "exchangeFilters", "assets", "symbols"}) {
        json.raw(list, "[]");
    }
    json.end_object();
    return answered;
}

Result<Answered> none_of_these(const Asked&) {
    return Answered{.body = "[]", .seen = {}, .orders = {}};
}

Result<Answered> none_of_a_market(const Asked& asked) {
    TRY(const Subject subject, read_subject(asked));
    return Answered{.body = "[]", .seen = subject.seen, .orders = {}};
}

Result<Answered> ping(const Asked&) { return Answered{.body = "{}", .seen = {}, .orders = {}}; }

Result<Answered> server_time(const Asked& asked) {
    Answered answered;
    Json json{answered.body};
    json.begin_object();
    json.number("serverTime", time_in(asked.unit, asked.now));
    json.end_object();
    return answered;
}

Result<Answered> system_status(const Asked&) {
    return Answered{.body = R"({"status":0,"msg":"normal"})", .seen = {}, .orders = {}};
}

}  // namespace api::binance
