#include "api/dialects/binance/accounts.hpp"

#include <algorithm>

#include "api/dialects/binance/reading.hpp"
#include "api/dialects/binance/symbols.hpp"
#include "base/result.hpp"
#include "core/exchange/fees.hpp"

namespace api::binance {
namespace {

constexpr core::FeeRate nothing{};

// What an order costs in one market; over all of them, at most.
struct Rates {
    core::FeeRate maker;
    core::FeeRate taker;
};

Rates rates_in(const core::State& state, const core::Market& market, core::AccountId account) {
    const core::Fees fees = core::fees_of(state, market, account);
    return {fees.maker, fees.taker};
}

Rates highest_rates(const core::State& state, core::AccountId account) {
    Rates rates;
    for (const core::Market& market : state.catalogue.markets()) {
        const Rates here = rates_in(state, market, account);
        rates.maker = std::max(rates.maker, here.maker);
        rates.taker = std::max(rates.taker, here.taker);
    }
    return rates;
}

constexpr std::int32_t basis_points(core::FeeRate rate) { return rate.millionths / 100; }

void write_rates(Json& json, std::string_view name, const Rates& rates) {
    json.name(name), json.begin_object();
    rate(json, "maker", rates.maker);
    rate(json, "taker", rates.taker);
    json.end_object();
}

// With the rates that depend on the side; there are none here.
void write_rates_of_sides(Json& json, std::string_view name, const Rates& rates) {
    json.name(name), json.begin_object();
    rate(json, "maker", rates.maker);
    rate(json, "taker", rates.taker);
    json.raw(R"("buyer":"0.00000000","seller":"0.00000000")");
    json.end_object();
}

void write_no_discount(Json& json) {
    json.name("discount"), json.begin_object();
    json.boolean("enabledForAccount", false);
    json.boolean("enabledForSymbol", false);
    json.text("discountAsset", "");
    rate(json, "discount", nothing);
    json.end_object();
}

void write_balances(Json& json, const Asked& asked, const core::State& state, bool omit_zeros) {
    json.name("balances"), json.begin_array();
    for (const core::Asset& asset : state.catalogue.assets()) {
        if (!may_see(asked.caller, asset.id)) continue;
        const core::Balance balance = state.ledger.balance(asked.caller.account, asset.id);
        if (omit_zeros && balance == core::Balance{}) continue;
        json.begin_object();
        json.text("asset", asset.code.view());
        amount(json, "free", asset, balance.available);
        amount(json, "locked", asset, balance.held);
        json.end_object();
    }
    json.end_array();
}

bool may(const core::Key& key, core::Scope scope) {
    return !key.rules.read_only && key.rules.scopes.has(scope);
}

void write_count(Json& json, std::string_view interval, int intervals, std::int64_t limit,
                 std::int64_t count) {
    json.begin_object();
    json.text("rateLimitType", "ORDERS");
    json.text("interval", interval);
    json.number("intervalNum", intervals);
    json.number("limit", limit);
    json.number("count", count);
    json.end_object();
}

// The one network that an asset has so far. Nothing moves on it yet, and it says so.
void write_network(Json& json, const core::Asset& asset) {
    json.begin_object();
    json.text("network", asset.network.view());
    json.text("coin", asset.code.view());
    const int places = std::min<int>(asset.chain_decimals, places_shown);
    const auto least = [&](std::string_view name) {
        json.decimal_cut(name, 1, places, places_shown);
    };
    least("withdrawIntegerMultiple");
    json.boolean("isDefault", true);
    json.boolean("depositEnable", false);
    json.boolean("withdrawEnable", false);
    for (const std::string_view name :
         {"depositDesc", "withdrawDesc", "specialTips", "specialWithdrawTips"}) {
        json.text(name, "");
    }
    json.text("name", asset.network.view());
    json.boolean("resetAddressStatus", false);
    for (const std::string_view name : {"addressRegex", "addressRule", "memoRegex"}) {
        json.text(name, "");
    }
    for (const std::string_view name : {"withdrawFee", "withdrawMax", "depositDust"}) {
        json.decimal(name, 0, places_shown);
    }
    least("withdrawMin");
    least("withdrawInternalMin");
    for (const std::string_view name : {"minConfirm", "unLockConfirm"}) json.number(name, 0);
    json.boolean("sameAddress", false);
    json.boolean("withdrawTag", false);
    json.number("estimatedArrivalTime", 0);
    json.boolean("busy", false);
    json.text("contractAddressUrl", "");
    json.text("contractAddress", "");
    json.end_object();
}

void write_coin(Json& json, const core::Asset& asset, const core::Balance& balance) {
    json.begin_object();
    json.text("coin", asset.code.view());
    json.boolean("depositAllEnable", false);
    json.boolean("withdrawAllEnable", false);
    json.text("name", asset.name.view());
    amount(json, "free", asset, balance.available);
    amount(json, "locked", asset, balance.held);
    for (const std::string_view name : {"freeze", "withdrawing", "ipoing", "ipoable", "storage"}) {
        json.decimal(name, 0, places_shown);
    }
    json.boolean("isLegalMoney", false);
    json.boolean("trading", true);
    json.name("networkList"), json.begin_array();
    write_network(json, asset);
    json.end_array();
    json.end_object();
}

}  // namespace

Result<Answered> account(const Asked& asked) {
    TRY(const bool omit_zeros, read_flag(asked.parameters, "omitZeroBalances"));
    const views::Live::Read live = asked.house.live.read();
    const core::State& state = live->state;
    const Rates rates = highest_rates(state, asked.caller.account);

    Answered answered{.body = {}, .seen = state.stamp.sequence, .orders = {}};
    answered.body.reserve(512 + 80 * state.catalogue.assets().size());
    Json json{answered.body};
    json.begin_object();
    json.number("makerCommission", basis_points(rates.maker));
    json.number("takerCommission", basis_points(rates.taker));
    json.raw(R"("buyerCommission":0,"sellerCommission":0)");
    write_rates_of_sides(json, "commissionRates", rates);
    // Whoever may not trade was turned away at the gate.
    json.raw(R"("canTrade":true,"canWithdraw":false,"canDeposit":false,"brokered":false)");
    json.raw(R"("requireSelfTradePrevention":false,"preventSor":false)");
    json.number("updateTime", time_in(asked.unit, state.stamp.time));
    json.raw(R"("accountType":"SPOT")");
    write_balances(json, asked, state, omit_zeros);
    json.raw("permissions", R"(["SPOT"])");
    json.number("uid", asked.caller.account.value);
    json.end_object();
    return answered;
}

void write_commission_of_order(Json& json, const Asked& asked, core::MarketId market) {
    const views::Live::Read live = asked.house.live.read();
    const core::Market& chosen = live->state.catalogue.market(market);
    write_rates(json, "standardCommissionForOrder",
                rates_in(live->state, chosen, asked.caller.account));
    write_rates(json, "specialCommissionForOrder", {});
    write_rates(json, "taxCommissionForOrder", {});
    write_no_discount(json);
}

Result<Answered> account_commission(const Asked& asked) {
    TRY(const std::string_view symbol, read_symbol(asked.parameters));
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, symbol));
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_object();
    json.text("symbol", market->symbol.view());
    write_rates_of_sides(json, "standardCommission",
                         rates_in(live->state, *market, asked.caller.account));
    write_rates_of_sides(json, "specialCommission", {});
    write_rates_of_sides(json, "taxCommission", {});
    write_no_discount(json);
    json.end_object();
    return answered;
}

Result<Answered> order_limits(const Asked& asked) {
    const OrderCounts counts = asked.budget.order_counts(asked.caller.account, asked.now);
    const BinanceLimits& limits = asked.budget.limits();
    Answered answered;
    Json json{answered.body};
    json.begin_array();
    write_count(json, "SECOND", 10, limits.orders_per_10_seconds, counts.in_10_seconds);
    write_count(json, "DAY", 1, limits.orders_per_day, counts.in_day);
    json.end_array();
    return answered;
}

Result<Answered> api_restrictions(const Asked& asked) {
    const core::Key& key = *asked.caller.proved;
    Answered answered;
    Json json{answered.body};
    json.begin_object();
    json.boolean("ipRestrict", !key.rules.ip_allow.empty());
    json.number("createTime", time_in(asked.unit, key.created_at));
    json.boolean("enableReading", key.rules.scopes.has(core::Scope::balance_read));
    json.boolean("enableWithdrawals", may(key, core::Scope::withdraw_create));
    json.boolean("enableInternalTransfer", may(key, core::Scope::transfer_create));
    json.boolean("enableMargin", false);
    json.boolean("enableFutures", false);
    json.boolean("permitsUniversalTransfer", may(key, core::Scope::transfer_create));
    json.boolean("enableVanillaOptions", false);
    json.boolean("enableFixApiTrade", false);
    json.boolean("enableFixReadOnly", false);
    json.boolean("enableSpotAndMarginTrading", may(key, core::Scope::order_create));
    json.boolean("enablePortfolioMarginTrading", false);
    if (key.rules.expires_at != core::never) {
        json.number("tradingAuthorityExpirationTime", time_in(asked.unit, key.rules.expires_at));
    }
    json.end_object();
    return answered;
}

Result<Answered> coins(const Asked& asked) {
    const views::Live::Read live = asked.house.live.read();
    const core::State& state = live->state;
    Answered answered{.body = {}, .seen = state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const core::Asset& asset : state.catalogue.assets()) {
        if (!may_see(asked.caller, asset.id)) continue;
        write_coin(json, asset, state.ledger.balance(asked.caller.account, asset.id));
    }
    json.end_array();
    return answered;
}

Result<Answered> trade_fee(const Asked& asked) {
    TRY(const auto symbol, read_optional_symbol(asked.parameters));
    const views::Live::Read live = asked.house.live.read();
    const SymbolChoice choice{.one = symbol, .some = {}};
    TRY(const auto markets, chosen_markets(choice, live->state.catalogue));
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for (const core::Market* market : markets) {
        json.begin_object();
        json.text("symbol", market->symbol.view());
        const Rates rates = rates_in(live->state, *market, asked.caller.account);
        rate(json, "makerCommission", rates.maker);
        rate(json, "takerCommission", rates.taker);
        json.end_object();
    }
    json.end_array();
    return answered;
}

}  // namespace api::binance
