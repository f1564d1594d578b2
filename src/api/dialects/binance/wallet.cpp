#include "api/dialects/binance/wallet.hpp"

#include <algorithm>

#include "api/dialects/binance/reading.hpp"
#include "api/dialects/binance/valuation.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

Answered constant(std::string_view body) {
    return {.body = std::string{body}, .seen = {}, .orders = {}};
}

Failed no_such_asset() {
    return failed(-4018, "We don't have this asset.", core::Reject::not_found);
}

// What is asked for is not to be had in this house.
Failed not_here() { return failed(-4001, "Invalid operation.", core::Reject::not_found); }

Result<const core::Asset*> asset_named(const core::State& state, std::string_view code) {
    const core::Asset* asset = state.catalogue.find_asset(code);
    if (asset == nullptr) return no_such_asset();
    return asset;
}

// By a parameter that must be there.
Result<const core::Asset*> read_asset(const Parameters& parameters, std::string_view name,
                                      const core::State& state) {
    TRY(const std::string_view code, read_mandatory(parameters, name));
    return asset_named(state, code);
}

void write_zero(Json& json, std::string_view name) { json.decimal(name, 0, places_shown); }

// What the caller has of each asset that he may see: visit(asset, balance).
template <class Visit>
void for_each_balance(const Asked& asked, const core::State& state, Visit&& visit) {
    for (const core::Asset& asset : state.catalogue.assets()) {
        if (!may_see(asked.caller, asset.id)) continue;
        visit(asset, state.ledger.balance(asked.caller.account, asset.id));
    }
}

// All that he has, in one asset; what has no price here counts nothing.
core::Amount worth(const Asked& asked, const views::Present& live, const core::Asset& in) {
    core::Amount sum;
    for_each_balance(asked, live.state,
                     [&](const core::Asset& asset, const core::Balance& balance) {
                         const core::Amount whole = balance.available + balance.held;
                         sum += value_in(live, whole, asset, in).value_or(core::Amount{});
                     });
    return sum;
}

void write_value(Json& json, std::string_view name, const views::Present& live, core::Amount whole,
                 const core::Asset& asset) {
    const core::Asset* bitcoin = live.state.catalogue.find_asset("BTC");
    if (bitcoin == nullptr) return write_zero(json, name);
    amount(json, name, *bitcoin, value_in(live, whole, asset, *bitcoin).value_or(core::Amount{}));
}

void write_user_asset(Json& json, const views::Present& live, const core::Asset& asset,
                      const core::Balance& balance, bool with_value) {
    json.begin_object();
    json.text("asset", asset.code.view());
    amount(json, "free", asset, balance.available);
    amount(json, "locked", asset, balance.held);
    for (const std::string_view name : {"freeze", "withdrawing", "ipoable"}) write_zero(json, name);
    if (with_value) {
        write_value(json, "btcValuation", live, balance.available + balance.held, asset);
    } else {
        write_zero(json, "btcValuation");
    }
    json.end_object();
}

void write_snapshot(Json& json, const Asked& asked, const views::Present& live) {
    json.begin_object();
    json.text("type", "spot");
    json.number("updateTime", time_in(asked.unit, live.state.stamp.time));
    json.name("data"), json.begin_object();
    if (const core::Asset* bitcoin = live.state.catalogue.find_asset("BTC")) {
        amount(json, "totalAssetOfBtc", *bitcoin, worth(asked, live, *bitcoin));
    } else {
        write_zero(json, "totalAssetOfBtc");
    }
    json.name("balances"), json.begin_array();
    for_each_balance(asked, live.state,
                     [&](const core::Asset& asset, const core::Balance& balance) {
                         if (balance == core::Balance{}) return;
                         json.begin_object();
                         json.text("asset", asset.code.view());
                         amount(json, "free", asset, balance.available);
                         amount(json, "locked", asset, balance.held);
                         json.end_object();
                     });
    json.end_array(), json.end_object(), json.end_object();
}

// No network moves it, neither in nor out.
void write_detail(Json& json, const core::Asset& asset) {
    json.name(asset.code.view()), json.begin_object();
    const int places = std::min<int>(asset.chain_decimals, places_shown);
    json.decimal_cut("minWithdrawAmount", 1, places, places_shown);
    json.boolean("depositStatus", false);
    write_zero(json, "withdrawFee");
    json.boolean("withdrawStatus", false);
    json.end_object();
}

void write_wallet(Json& json, std::string_view name, bool active, const core::Asset& in,
                  core::Amount balance) {
    json.begin_object();
    json.boolean("activate", active);
    amount(json, "balance", in, balance);
    json.text("walletName", name);
    json.end_object();
}

// What every withdrawal names. Nothing is open for one.
Result<Answered> refuse_withdrawal(const Asked& asked) {
    const views::Live::Read live = asked.house.live.read();
    TRY_OK(read_asset(asked.parameters, "coin", live->state));
    TRY_OK(read_mandatory(asked.parameters, "address"));
    TRY(const auto units, read_decimal(asked.parameters, "amount"));
    if (!units) return mandatory("amount");
    return failed(-4019, "Current asset is not open for withdrawal.", core::Reject::not_found);
}

Failed no_such_record() {
    return failed(-4029, "The record is not found.", core::Reject::not_found);
}

}  // namespace

Result<Answered> account_status(const Asked&) { return constant(R"({"data":"Normal"})"); }

Result<Answered> trading_status(const Asked& asked) {
    Answered answered;
    Json json{answered.body};
    json.begin_object(), json.name("data"), json.begin_object();
    json.boolean("isLocked", false);
    json.number("plannedRecoverTime", 0);
    json.raw("triggerCondition", R"({"GCR":150,"IFER":150,"UFR":300})");
    json.number("updateTime", time_in(asked.unit, asked.now));
    json.end_object(), json.end_object();
    return answered;
}

Result<Answered> account_info(const Asked&) {
    return constant(R"({"vipLevel":0,"isMarginEnabled":false,"isFutureEnabled":false,)"
                    R"("isOptionsEnabled":false,"isPortfolioMarginRetailEnabled":false})");
}

Result<Answered> account_snapshot(const Asked& asked) {
    TRY(const std::string_view type, read_mandatory(asked.parameters, "type"));
    if (type != "SPOT" && type != "MARGIN" && type != "FUTURES") return not_valid("type");
    const views::Live::Read live = asked.house.live.read();
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_object();
    json.number("code", 200);
    json.text("msg", "");
    json.name("snapshotVos"), json.begin_array();
    if (type == "SPOT") write_snapshot(json, asked, *live);
    json.end_array();
    json.end_object();
    return answered;
}

Result<Answered> asset_detail(const Asked& asked) {
    TRY(const auto code, read_optional(asked.parameters, "asset"));
    const views::Live::Read live = asked.house.live.read();
    if (code) TRY_OK(asset_named(live->state, *code));
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_object();
    for (const core::Asset& asset : live->state.catalogue.assets()) {
        if (!code || asset.code.view() == *code) write_detail(json, asset);
    }
    json.end_object();
    return answered;
}

Result<Answered> user_assets(const Asked& asked) {
    TRY(const auto code, read_optional(asked.parameters, "asset"));
    TRY(const bool with_value, read_flag(asked.parameters, "needBtcValuation"));
    const views::Live::Read live = asked.house.live.read();
    if (code) TRY_OK(asset_named(live->state, *code));
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    for_each_balance(asked, live->state,
                     [&](const core::Asset& asset, const core::Balance& balance) {
                         const bool meant = !code || asset.code.view() == *code;
                         if (!meant || balance == core::Balance{}) return;
                         write_user_asset(json, *live, asset, balance, with_value);
                     });
    json.end_array();
    return answered;
}

Result<Answered> wallet_balance(const Asked& asked) {
    TRY(const auto code, read_optional(asked.parameters, "quoteAsset"));
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Asset* const in, asset_named(live->state, code.value_or("BTC")));
    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    json.begin_array();
    write_wallet(json, "Spot", true, *in, worth(asked, *live, *in));
    write_wallet(json, "Funding", false, *in, {});
    json.end_array();
    return answered;
}

Result<Answered> no_dividends(const Asked&) { return constant(R"({"rows":[],"total":0})"); }

Result<Answered> no_dust(const Asked&) {
    return constant(R"({"total":0,"userAssetDribblets":[]})");
}

Result<Answered> no_transfers(const Asked& asked) {
    TRY_OK(read_mandatory(asked.parameters, "type"));
    return constant(R"({"total":0,"rows":[]})");
}

Result<Answered> transfer(const Asked& asked) {
    TRY_OK(read_mandatory(asked.parameters, "type"));
    const views::Live::Read live = asked.house.live.read();
    TRY_OK(read_asset(asked.parameters, "asset", live->state));
    TRY(const auto units, read_decimal(asked.parameters, "amount"));
    if (!units) return mandatory("amount");
    return not_here();
}

Result<Answered> deposit_address(const Asked& asked) {
    const views::Live::Read live = asked.house.live.read();
    TRY_OK(read_asset(asked.parameters, "coin", live->state));
    return not_here();
}

Result<Answered> no_such_rows(const Asked& asked) {
    TRY(const auto coin, read_optional(asked.parameters, "coin"));
    if (coin) {
        const views::Live::Read live = asked.house.live.read();
        TRY_OK(asset_named(live->state, *coin));
    }
    return constant("[]");
}

Result<Answered> withdraw_quota(const Asked&) {
    return constant(R"({"wdQuota":"0.00000000","usedWdQuota":"0.00000000"})");
}

Result<Answered> withdraw(const Asked& asked) { return refuse_withdrawal(asked); }

Result<Answered> withdraw_by_rule(const Asked& asked) {
    TRY_OK(read_mandatory(asked.parameters, "questionnaire"));
    return refuse_withdrawal(asked);
}

Result<Answered> provide_info(const Asked& asked) {
    TRY_OK(read_mandatory(asked.parameters, "tranId"));
    TRY_OK(read_mandatory(asked.parameters, "questionnaire"));
    return no_such_record();
}

Result<Answered> provide_info_2(const Asked& asked) {
    TRY_OK(read_mandatory(asked.parameters, "depositId"));
    TRY_OK(read_mandatory(asked.parameters, "questionnaire"));
    return no_such_record();
}

Result<Answered> questionnaire(const Asked&) {
    return constant(R"({"questionnaireCountryCode":"NIL"})");
}

Result<Answered> no_countries(const Asked&) {
    return constant(R"({"countries":[],"lastUpdated":0})");
}

Result<Answered> no_regions(const Asked& asked) {
    TRY(const std::string_view country, read_mandatory(asked.parameters, "countryCode"));
    Answered answered;
    Json json{answered.body};
    json.begin_object();
    json.text("countryCode", country);
    json.raw("regions", "[]");
    json.number("lastUpdated", 0);
    json.end_object();
    return answered;
}

}  // namespace api::binance
