// The operator's hand on keys: create, show, edit, switch.
#include "api/access/credentials.hpp"
#include "api/access/randomness.hpp"
#include "api/operations/errands.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/operators.hpp"
#include "core/access/key_name.hpp"
#include "core/access/key_rules.hpp"
#include "core/access/scope_sets.hpp"
#include "vault/vault.hpp"

namespace api::handlers {
namespace {

using core::Reject;

Answer<core::Scopes> read_scopes(const Inputs& inputs) {
    core::Scopes scopes;
    for (const std::string_view name : inputs.list("scopes")) {
        if (name == "all") {
            scopes.bits |= core::all_that_may_stand_together().bits;
        } else if (const auto scope = core::scope_named(name)) {
            scopes.add(*scope);
        } else if (const auto set = core::scope_set_named(name)) {
            scopes.bits |= set->bits;
        } else {
            return malformed("scopes", "not_one_of");
        }
    }
    return scopes;
}

Answer<std::vector<core::IpRange>> read_ranges(const Inputs& inputs, std::string_view field) {
    std::vector<core::IpRange> ranges;
    for (const std::string_view text : inputs.list(field)) {
        const auto range = core::parse_cidr(text);
        if (!range) return malformed(field, "not_an_address");
        ranges.push_back(*range);
    }
    return ranges;
}

Answer<std::vector<core::MarketId>> read_markets(const core::State& state, const Inputs& inputs) {
    std::vector<core::MarketId> markets;
    for (const std::string_view symbol : inputs.list("markets")) {
        const core::Market* market = state.catalogue.find_market(symbol);
        if (market == nullptr) return refuse(Reject::not_found, "markets");
        markets.push_back(market->id);
    }
    return markets;
}

Answer<std::vector<core::AssetId>> read_assets(const core::State& state, const Inputs& inputs) {
    std::vector<core::AssetId> assets;
    for (const std::string_view code : inputs.list("assets")) {
        const core::Asset* asset = state.catalogue.find_asset(code);
        if (asset == nullptr) return refuse(Reject::not_found, "assets");
        assets.push_back(asset->id);
    }
    return assets;
}

// The rules as they were, with what the request names in place of it.
Answer<core::KeyRules> read_rules(const core::State& state, const Inputs& inputs,
                                  core::KeyRules rules) {
    if (inputs.has("name")) {
        const auto name = base::Text<64>::from(inputs.text_or("name", {}));
        if (!name) return malformed("name", "too_long");
        rules.name = *name;
    }
    if (inputs.has("scopes")) {
        TRY(rules.scopes, read_scopes(inputs));
    }
    rules.read_only = inputs.boolean_or("read_only", rules.read_only);
    if (inputs.has("ip_allow")) {
        TRY(rules.ip_allow, read_ranges(inputs, "ip_allow"));
    }
    if (inputs.has("ip_deny")) {
        TRY(rules.ip_deny, read_ranges(inputs, "ip_deny"));
    }
    if (inputs.has("markets")) {
        TRY(rules.markets, read_markets(state, inputs));
    }
    if (inputs.has("assets")) {
        TRY(rules.assets, read_assets(state, inputs));
    }
    if (inputs.has("not_before")) {
        TRY(rules.not_before, inputs.time("not_before"));
    }
    if (inputs.has("expires_at")) {
        TRY(rules.expires_at, inputs.time("expires_at"));
    }
    const core::Verdict verdict = core::check_rules(rules);
    if (!verdict) return std::unexpected(refusal_of(state.catalogue, verdict.error()));
    return rules;
}

Answer<core::Credential> read_credential(const Inputs& inputs) {
    const std::string_view algorithm = inputs.text_or("algorithm", {});
    if (algorithm == "hmac-sha256") {
        if (inputs.has("public_key")) return malformed("public_key", "not_for_hmac");
        return core::Credential{core::Algorithm::hmac_sha256, {}, {}};
    }
    TRY(const std::string_view text, inputs.text("public_key"));
    auto credential = parse_public_key(text);
    if (!credential) {
        auto refusal = refuse(Reject::malformed_field, "public_key");
        refusal.error().facts.push_back(
            {"reason", std::string{sentence_for(credential.error())}, false});
        return refusal;
    }
    if (algorithm != word_of(credential->algorithm)) {
        return malformed("public_key", "of_another_algorithm");
    }
    return *std::move(credential);
}

struct NewKey {
    core::CreateKey command;
    core::VaultRef subject;
};

Answer<NewKey> read_new_key(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Account* account, read_account(state, call.inputs));
    const core::Customer* customer = state.customers.find(account->customer);
    if (customer == nullptr) return refuse(Reject::not_found, "account_id");
    NewKey key;
    key.subject = customer->subject;
    key.command.account = account->id;
    key.command.public_name = random_key_name(call.house.randomness);
    key.command.active = call.inputs.boolean_or("active", true);
    TRY(key.command.credential, read_credential(call.inputs));
    TRY(key.command.rules, read_rules(state, call.inputs, {}));
    return key;
}

// Seals the secret before the command that names it. What is refused after that is an orphan,
// swept at the next start.
void create_hmac_key(const Call& call, NewKey key, Tell then) {
    auto secret = std::make_shared<vault::Secret>(
        make_hmac_secret(call.house.environment, call.house.randomness));
    const auto sealed = call.house.vault.seal(key.subject, vault::SecretKind::hmac_secret, *secret);
    if (!sealed) return then(refuse(Reject::unavailable));
    key.command.credential.secret = *sealed;
    run_command(call, core::Command{std::move(key.command)}, std::move(then),
                [secret, environment = call.house.environment](
                    Json& json, const views::Present& present, const engine::Reply& reply) {
                    const core::State& state = present.state;
                    json.name("key");
                    tell(json, environment, state.catalogue,
                         state.keys.at(the<core::KeyCreated>(reply).key.id));
                    // A repetition draws another secret than the one that was kept.
                    if (!reply.replayed) json.text("secret", secret->reveal_text());
                });
}

template <class Happened>
void change_key(const Call& call, Answer<core::Command> command, Tell then) {
    run_command(call, std::move(command), std::move(then),
                [environment = call.house.environment](Json& json, const views::Present& present,
                                                       const engine::Reply& reply) {
                    const core::State& state = present.state;
                    json.name("key");
                    tell(json, environment, state.catalogue,
                         state.keys.at(the<Happened>(reply).key));
                });
}

void set_status(const Call& call, core::KeyStatus status, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Key* key, read_key(live->state, call.inputs));
        return core::SetKeyStatus{key->id, status};
    }();
    change_key<core::KeyStatusChanged>(call, command, std::move(then));
}

}  // namespace

void create_key(const Call& call, Tell then) {
    auto key = read_new_key(call);
    if (!key) return then(std::unexpected(std::move(key).error()));
    const bool by_secret = key->command.credential.algorithm == core::Algorithm::hmac_sha256;
    if (by_secret && !call.validate_only) {
        return create_hmac_key(call, *std::move(key), std::move(then));
    }
    run_command(call, core::Command{std::move(key->command)}, std::move(then),
                [environment = call.house.environment](Json& json, const views::Present& present,
                                                       const engine::Reply& reply) {
                    const core::State& state = present.state;
                    json.name("key");
                    tell(json, environment, state.catalogue,
                         state.keys.at(the<core::KeyCreated>(reply).key.id));
                });
}

Answer<Told> list_keys(const Call& call) {
    TRY(const std::uint64_t customer, call.inputs.integer_or("customer_id", 0, INT64_MAX));
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("keys");
        json.begin_array();
        for (const core::Key& key : state.keys.all()) {
            if (customer != 0 && key.customer.value != customer) continue;
            tell(json, call.house.environment, state.catalogue, key);
        }
        json.end_array();
    });
}

Answer<Told> show_key(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Key* key, read_key(state, call.inputs));
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("key");
        tell(json, call.house.environment, state.catalogue, *key);
    });
}

void edit_key(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Key* key, read_key(live->state, call.inputs));
        TRY(core::KeyRules rules, read_rules(live->state, call.inputs, key->rules));
        return core::EditKey{key->id, std::move(rules)};
    }();
    change_key<core::KeyEdited>(call, command, std::move(then));
}

void activate_key(const Call& call, Tell then) {
    set_status(call, core::KeyStatus::active, std::move(then));
}

void deactivate_key(const Call& call, Tell then) {
    set_status(call, core::KeyStatus::inactive, std::move(then));
}

void revoke_key(const Call& call, Tell then) {
    set_status(call, core::KeyStatus::revoked, std::move(then));
}

}  // namespace api::handlers
