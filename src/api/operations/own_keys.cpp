// An owner's keys: made, shown, edited, rotated.
#include "api/operations/own_keys.hpp"

#include <algorithm>

#include "api/access/credentials.hpp"
#include "api/access/randomness.hpp"
#include "api/operations/key_inputs.hpp"
#include "api/operations/operators.hpp"
#include "api/operations/sealed.hpp"

namespace api {

using core::Reject;

Answer<const core::Key*> read_own_key(const core::State& state, const Call& call) {
    const auto key = read_key(state, call.inputs);
    const bool is_own = key && (*key)->customer == call.caller.customer;
    if (!is_own) return refuse(Reject::not_found, "key");
    return *key;
}

namespace handlers {
namespace {

// A range so wide is no list at all; who means everywhere says so with any_ip.
constexpr std::uint8_t widest_v4 = 96 + 8;
constexpr std::uint8_t widest_v6 = 32;

constexpr std::uint64_t overlap_default_s = 24 * 60 * 60;
constexpr std::uint64_t overlap_most_s = 30 * overlap_default_s;

Answer<void> check_width(const Inputs& inputs, const core::KeyRules& rules) {
    if (!inputs.has("ip_allow")) return {};
    for (const core::IpRange& range : rules.ip_allow) {
        const bool is_wide = range.bits < (core::is_v4(range.first) ? widest_v4 : widest_v6);
        if (is_wide) return malformed("ip_allow", "too_wide");
    }
    return {};
}

Answer<core::KeyRules> read_own_rules(const core::State& state, const Inputs& inputs,
                                      core::KeyRules before) {
    TRY(core::KeyRules rules, read_rules(state, inputs, std::move(before)));
    TRY_OK(check_width(inputs, rules));
    if (rules.name.empty()) return malformed("name", "empty");
    if (rules.scopes.empty()) return malformed("scopes", "empty");
    return rules;
}

// A command of which only the reference to its secret is missing, if it has one.
template <class Command>
struct Unsealed {
    Command command;
    Sealing sealing{};  // without content: the key brings its public key

    core::Credential& credential() { return command.credential; }
};

core::VaultRef subject_of(const core::State& state, core::CustomerId customer) {
    return state.customers.at(customer).subject;
}

// The secret of an HMAC credential, drawn and not yet sealed.
Sealing draw_secret(const Call& call, const core::Credential& credential, core::VaultRef subject) {
    Sealing sealing{subject, vault::SecretKind::hmac_secret, nullptr};
    if (credential.algorithm != core::Algorithm::hmac_sha256) return sealing;
    sealing.content = std::make_shared<const vault::Secret>(
        make_hmac_secret(call.house.environment, call.house.randomness));
    return sealing;
}

template <class Command>
CommandOf command_of(Command command) {
    return [command = std::move(command)](core::VaultRef secret) mutable {
        command.credential.secret = secret;
        return core::Command{command};
    };
}

// The key as it is now, and its secret, this once: a repetition drew another than the one kept.
template <class Happened, class KeyOf>
auto tell_with_secret(const Call& call, std::shared_ptr<const vault::Secret> secret, KeyOf key_of) {
    return [secret = std::move(secret), key_of, environment = call.house.environment](
               Json& json, const views::Present& present, const engine::Reply& reply) {
        const core::State& state = present.state;
        json.name("key");
        tell(json, environment, state.catalogue, state.keys.at(key_of(the<Happened>(reply))));
        if (secret && !reply.replayed) json.text("secret", secret->reveal_text());
    };
}

Then<Told> as_created(bool is_tried, Then<Told>&& then) {
    if (is_tried) return std::move(then);
    return [then = std::move(then)](Answer<Told>&& told) mutable {
        if (told) told->status = 201;
        then(std::move(told));
    };
}

Answer<Unsealed<core::CreateKey>> read_new_key(const Call& call) {
    if (!names_scopes(call.inputs)) return missing("scopes");
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    Unsealed<core::CreateKey> key{};
    key.command.account = call.caller.account;
    key.command.public_name = random_key_name(call.house.randomness);
    key.command.active = call.inputs.boolean_or("active", true);
    key.command.any_ip_confirmed = call.inputs.boolean_or("any_ip", false);
    TRY(key.command.credential, read_credential(call.inputs));
    TRY(key.command.rules, read_own_rules(state, call.inputs, {}));
    key.sealing =
        draw_secret(call, key.command.credential, subject_of(state, call.caller.customer));
    return key;
}

// What is in wrong hands must not go on working beside the new credential.
std::uint64_t usual_overlap(const core::Key& key) {
    return key.reason == core::KeyReason::reported_compromised ? 0 : overlap_default_s;
}

// A key whose secret we drew gets another one, unless the owner brings something else.
Answer<core::Credential> read_next_credential(const Inputs& inputs, const core::Key& key) {
    constexpr auto hmac = core::Algorithm::hmac_sha256;
    const bool says_nothing = !inputs.has("algorithm") && !inputs.has("public_key");
    if (says_nothing && key.credential.algorithm == hmac) return core::Credential{hmac, {}, {}};
    return read_credential(inputs);
}

Answer<Unsealed<core::RotateKey>> read_rotation(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Key* key, read_own_key(state, call));
    TRY(const std::uint64_t overlap,
        call.inputs.integer_or("overlap_seconds", usual_overlap(*key), overlap_most_s));
    Unsealed<core::RotateKey> rotation{};
    rotation.command.key = key->id;
    rotation.command.takes_over_at =
        call.house.engine.now() + core::seconds(static_cast<std::int64_t>(overlap));
    TRY(rotation.command.credential, read_next_credential(call.inputs, *key));
    rotation.sealing =
        draw_secret(call, rotation.command.credential, subject_of(state, key->customer));
    return rotation;
}

}  // namespace

void create_own_key(const Call& call, Tell then) {
    auto key = read_new_key(call);
    if (!key) return then(std::unexpected(std::move(key).error()));
    const auto id_of = [](const core::KeyCreated& created) { return created.key->id; };
    auto tell_it = tell_with_secret<core::KeyCreated>(call, key->sealing.content, id_of);
    run_sealed(call, std::move(key->sealing), command_of(std::move(key->command)),
               as_created(call.validate_only, std::move(then)), std::move(tell_it));
}

void rotate_own_key(const Call& call, Tell then) {
    auto rotation = read_rotation(call);
    if (!rotation) return then(std::unexpected(std::move(rotation).error()));
    const auto id_of = [](const core::KeyRotated& rotated) { return rotated.key; };
    auto tell_it = tell_with_secret<core::KeyRotated>(call, rotation->sealing.content, id_of);
    run_sealed(call, std::move(rotation->sealing), command_of(std::move(rotation->command)),
               std::move(then), std::move(tell_it));
}

Answer<Told> list_own_keys(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("keys");
        json.begin_array();
        for (const core::KeyId id : state.keys.of_customer(call.caller.customer)) {
            tell(json, call.house.environment, state.catalogue, state.keys.at(id));
        }
        json.end_array();
    });
}

Answer<Told> show_own_key(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Key* key, read_own_key(state, call));
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("key");
        tell(json, call.house.environment, state.catalogue, *key);
        json.name("quotas");
        tell_quotas(json, call.house.environment, state, std::array{key->id},
                    call.house.engine.now());
    });
}

void edit_own_key(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Key* key, read_own_key(live->state, call));
        TRY(core::KeyRules rules, read_own_rules(live->state, call.inputs, key->rules));
        return core::EditKey{key->id, std::move(rules), call.inputs.boolean_or("any_ip", false)};
    }();
    const auto id_of = [](const core::KeyEdited& edited) { return edited.key; };
    run_command(call, command, std::move(then),
                tell_with_secret<core::KeyEdited>(call, nullptr, id_of));
}

}  // namespace handlers
}  // namespace api
