// What a key and its account may still do. What is told here as remaining is what the next decision
// lets through, to the unit: both ask core/access/caps.
#include <algorithm>
#include <array>

#include "api/operations/cap_text.hpp"
#include "api/operations/own_keys.hpp"
#include "api/operations/told.hpp"
#include "core/access/caps.hpp"
#include "core/access/key_name.hpp"
#include "core/exchange/exchange.hpp"

namespace api {
namespace {

void tell_amounts(Json& json, const core::Asset& asset, core::Amount limit, core::Amount left) {
    json.decimal("limit", limit.units, asset.decimals);
    json.decimal("used", (limit - left).units, asset.decimals);
    json.decimal("remaining", left.units, asset.decimals);
}

void tell_nothing(Json& json, std::initializer_list<const char*> names) {
    for (const char* name : names) json.null(name);
}

void tell_quota(Json& json, std::string_view key, const core::Catalogue& catalogue,
                const core::Cap& cap, const core::Left& left) {
    json.begin_object();
    json.text("key", key);
    json.text("cap", name_of_cap(catalogue, cap));
    const core::Asset* asset = catalogue.find_asset(cap.asset);
    asset == nullptr ? json.null("asset") : json.text("asset", asset->code.view());
    if (left.amount) {
        tell_amounts(json, *asset, *cap.amount, *left.amount);
    } else {
        tell_nothing(json, {"limit", "used", "remaining"});
    }
    if (left.count) {
        json.number("count_limit", *cap.count);
        json.number("count_used", *cap.count - *left.count);
        json.number("count_remaining", *left.count);
    } else {
        tell_nothing(json, {"count_limit", "count_used", "count_remaining"});
    }
    json.time("resets_at", core::is_counted(cap) ? left.until : core::never);
    json.end_object();
}

core::Timestamp now_of(const Call& call, const core::State& state) {
    return std::max(call.house.engine.now(), state.stamp.time);
}

// The key that asks; of a person all that are not over.
std::vector<core::KeyId> keys_of(const core::State& state, const Caller& caller) {
    if (caller.key) return {caller.key};
    std::vector<core::KeyId> keys = state.keys.of_customer(caller.customer);
    std::erase_if(keys, [&](core::KeyId id) {
        const core::KeyStatus status = state.keys.at(id).status;
        return status == core::KeyStatus::revoked || status == core::KeyStatus::expired;
    });
    return keys;
}

void tell_orders(Json& json, const core::State& state, const Caller& caller) {
    const std::uint32_t all = state.orders.count(caller.account);
    json.begin_array();
    for (const core::Market& market : state.catalogue.markets()) {
        if (!may_touch(caller, market)) continue;
        const std::uint32_t used = state.orders.count(caller.account, market.id);
        const std::uint32_t of_market =
            market.open_orders_max - std::min(market.open_orders_max, used);
        const std::uint32_t of_account =
            core::open_orders_max - std::min(core::open_orders_max, all);
        json.begin_object();
        json.text("market", market.symbol.view());
        json.number("limit", market.open_orders_max);
        json.number("used", used);
        json.number("remaining", std::min(of_market, of_account));
        json.end_object();
    }
    json.end_array();
}

void tell_requests(Json& json, const NativeShare& share) {
    json.begin_object();
    json.number("limit", share.limit);
    json.number("remaining", share.remaining);
    json.number("per_second", share.per_second);
    json.time("resets_at", share.full_at);
    json.end_object();
}

}  // namespace

void tell_quotas(Json& json, core::Environment environment, const core::State& state,
                 std::span<const core::KeyId> keys, core::Timestamp now) {
    json.begin_array();
    for (const core::KeyId id : keys) {
        const core::Key& key = state.keys.at(id);
        const std::string name = core::format_key_name(environment, key.public_name);
        for (std::size_t place = 0; place < key.rules.caps.size(); ++place) {
            tell_quota(json, name, state.catalogue, key.rules.caps[place],
                       core::remaining(state.keys, id, place, now));
        }
    }
    json.end_array();
}

namespace handlers {

Answer<Told> this_key(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("key");
        tell(json, call.house.environment, state.catalogue, state.keys.at(call.caller.key));
        json.name("quotas");
        tell_quotas(json, call.house.environment, state, std::array{call.caller.key},
                    now_of(call, state));
        json.text("seen_ip", core::format(call.caller.ip));
    });
}

Answer<Told> list_quotas(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("quotas");
        tell_quotas(json, call.house.environment, state, keys_of(state, call.caller),
                    now_of(call, state));
        json.name("orders");
        tell_orders(json, state, call.caller);
        json.name("requests");
        tell_requests(json, call.caller.share);
    });
}

}  // namespace handlers
}  // namespace api
