#include "api/operations/told.hpp"

#include "api/operations/cap_text.hpp"
#include "api/operations/words.hpp"
#include "core/access/idle.hpp"
#include "core/access/key_name.hpp"

namespace api {
namespace {

std::string_view algorithm_name(core::Algorithm algorithm) {
    return algorithm == core::Algorithm::hmac_sha256 ? "hmac-sha256" : word_of(algorithm);
}

template <class Items, class Write>
void tell_list(Json& json, std::string_view name, const Items& items, Write&& write) {
    json.name(name);
    json.begin_array();
    for (const auto& item : items) write(item);
    json.end_array();
}

void tell_rules(Json& json, const core::Catalogue& catalogue, const core::KeyRules& rules) {
    json.text("name", rules.name.view());
    json.text("purpose", rules.purpose);
    const auto text = [&](const auto& one) { json.text(one.view()); };
    tell_list(json, "tags", rules.tags, text);
    json.name("scopes");
    json.begin_array();
    for (int number = 1; number <= core::scope_count; ++number) {
        const auto scope = static_cast<core::Scope>(number);
        if (rules.scopes.has(scope)) json.text(core::name_of(scope));
    }
    json.end_array();
    json.boolean("read_only", rules.read_only);
    const auto range = [&](const core::IpRange& one) { json.text(core::format(one)); };
    tell_list(json, "ip_allow", rules.ip_allow, range);
    tell_list(json, "ip_deny", rules.ip_deny, range);
    tell_list(json, "markets", rules.markets,
              [&](core::MarketId id) { json.text(catalogue.market(id).symbol.view()); });
    tell_list(json, "assets", rules.assets,
              [&](core::AssetId id) { json.text(catalogue.asset(id).code.view()); });
    tell_list(json, "networks", rules.networks, text);
    tell_list(json, "addresses", rules.addresses, text);
    tell_list(json, "caps", rules.caps,
              [&](const core::Cap& cap) { json.text(format_cap(catalogue, cap)); });
    json.text("withdraw_factor", word_of(rules.withdraw_factor));
    json.text("delegate", rules.delegate);
    json.time("not_before", rules.not_before);
    json.time("expires_at", rules.expires_at);
    json.number("idle_days", rules.idle_days);
}

// When it was used, and when it will stop by itself.
void tell_life(Json& json, const core::Key& key) {
    const bool is_used = !key.last_use.operation.empty();
    is_used ? json.time("last_used_at", key.last_use.at) : json.null("last_used_at");
    is_used ? json.text("last_operation", key.last_use.operation.view())
            : json.null("last_operation");
    json.time("freezes_at", core::idle_freezes_at(key));
    json.time("confirm_by", key.confirm_by);
    json.time("rotates_at", key.next ? key.next->takes_over_at : core::never);
}

}  // namespace

void tell(Json& json, const core::Asset& asset) {
    json.begin_object();
    json.text("asset", asset.code.view());
    json.text("name", asset.name.view());
    json.number("decimals", asset.decimals);
    json.number("chain_decimals", asset.chain_decimals);
    json.text("network", asset.network.view());
    json.end_object();
}

void tell(Json& json, const core::Catalogue& catalogue, const views::LedgerRow& row) {
    const core::Asset& asset = catalogue.asset(row.asset);
    json.begin_object();
    json.number_text("sequence", row.sequence.value);
    json.text("asset", asset.code.view());
    json.text("bucket", word_of(row.bucket));
    json.text("reason", word_of(row.reason));
    json.decimal("delta", row.delta.units, asset.decimals);
    json.decimal("after", row.after.units, asset.decimals);
    json.time("time", row.time);
    json.end_object();
}

void tell(Json& json, const core::Customer& customer) {
    json.begin_object();
    json.number_text("customer_id", customer.id.value);
    json.boolean("verified", customer.verified);
    json.boolean("suspended", customer.suspended);
    json.time("created_at", customer.created_at);
    json.end_object();
}

void tell(Json& json, core::Environment environment, const core::Catalogue& catalogue,
          const core::Key& key) {
    json.begin_object();
    json.text("key", core::format_key_name(environment, key.public_name));
    json.number_text("key_id", key.id.value);
    json.number_text("customer_id", key.customer.value);
    json.number_text("account_id", key.account.value);
    json.text("algorithm", algorithm_name(key.credential.algorithm));
    json.text("status", word_of(key.status));
    json.text("status_reason", word_of(key.reason));
    json.time("status_at", key.status_at);
    tell_rules(json, catalogue, key.rules);
    tell_life(json, key);
    json.time("created_at", key.created_at);
    json.end_object();
}

void tell_balance(Json& json, const core::Asset& asset, const core::Balance& balance) {
    json.begin_object();
    json.text("asset", asset.code.view());
    json.decimal("available", balance.available.units, asset.decimals);
    json.decimal("held", balance.held.units, asset.decimals);
    json.decimal("total", (balance.available + balance.held).units, asset.decimals);
    json.end_object();
}

}  // namespace api
