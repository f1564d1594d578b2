// The operator's hand on keys: create, show, edit, switch.
#include "api/access/credentials.hpp"
#include "api/access/randomness.hpp"
#include "api/operations/key_inputs.hpp"
#include "api/operations/operators.hpp"
#include "api/operations/sealed.hpp"

namespace api::handlers {
namespace {

using core::Reject;

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

// The secret of an HMAC key, drawn and not yet sealed.
Sealing draw_secret(const Call& call, const NewKey& key) {
    Sealing sealing{key.subject, vault::SecretKind::hmac_secret, nullptr};
    if (key.command.credential.algorithm != core::Algorithm::hmac_sha256) return sealing;
    sealing.content = std::make_shared<const vault::Secret>(
        make_hmac_secret(call.house.environment, call.house.randomness));
    return sealing;
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
    Sealing sealing = draw_secret(call, *key);
    const auto secret = sealing.content;
    const auto command_of = [command = std::move(key->command)](core::VaultRef ref) mutable {
        command.credential.secret = ref;
        return core::Command{command};
    };
    run_sealed(call, std::move(sealing), command_of, std::move(then),
               [secret, environment = call.house.environment](
                   Json& json, const views::Present& present, const engine::Reply& reply) {
                   const core::State& state = present.state;
                   json.name("key");
                   tell(json, environment, state.catalogue,
                        state.keys.at(the<core::KeyCreated>(reply).key->id));
                   // A repetition draws another secret than the one that was kept.
                   if (secret && !reply.replayed) json.text("secret", secret->reveal_text());
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
