// The account behind a key.
#include "api/operations/account.hpp"

#include "api/operations/handlers.hpp"
#include "api/operations/told.hpp"
#include "core/exchange/fees.hpp"

namespace api::handlers {

Answer<Told> account(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    const core::Customer& customer = state.customers.at(call.caller.customer);
    return told(state.stamp.sequence, [&](Json& json) {
        json.number_text("account_id", call.caller.account.value);
        json.number_text("customer_id", customer.id.value);
        json.boolean("verified", customer.verified);
        json.boolean("suspended", customer.suspended);
        json.number("open_orders", state.orders.count(call.caller.account));
        json.time("created_at", customer.created_at);
    });
}

Answer<Told> balances(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("balances");
        json.begin_array();
        each_balance(state, call.caller,
                     [&](const core::Asset& asset, const core::Balance& balance) {
                         tell_balance(json, asset, balance);
                     });
        json.end_array();
    });
}

Answer<Told> fees(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("fees");
        json.begin_array();
        for (const core::Market& market : state.catalogue.markets()) {
            if (!may_touch(call.caller, market)) continue;
            json.begin_object();
            json.text("market", market.symbol.view());
            const core::Fees fees = core::fees_of(state, market, call.caller.account);
            json.decimal("maker", fees.maker.millionths, 6);
            json.decimal("taker", fees.taker.millionths, 6);
            json.end_object();
        }
        json.end_array();
        if (const core::Asset* asset = state.catalogue.find_asset(state.fee_tiers.asset)) {
            const core::Amount volume = state.volumes.of(call.caller.account, state.stamp.time);
            json.decimal("volume", volume.units, asset->decimals);
        }
        tell(json, state.catalogue, state.fee_tiers);
    });
}

}  // namespace api::handlers
