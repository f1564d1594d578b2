// The account behind a key.
#include "api/operations/account.hpp"

#include "api/operations/handlers.hpp"
#include "api/operations/told.hpp"

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
            json.decimal("maker", market.maker_fee.millionths, 6);
            json.decimal("taker", market.taker_fee.millionths, 6);
            json.end_object();
        }
        json.end_array();
    });
}

}  // namespace api::handlers
