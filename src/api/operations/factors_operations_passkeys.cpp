// Passkeys: what the browser is asked to make, and what it made.
#include "api/factors/webauthn_options.hpp"
#include "api/operations/factors_operations.hpp"
#include "api/operations/operators.hpp"
#include "api/operations/sign_in.hpp"
#include "vault/vault.hpp"

namespace api {
namespace {

using core::Reject;

// A challenge to make a passkey is for one person, whichever requests bring it and its answer.
core::Fingerprint enrolment(core::UserId user) {
    return fingerprint({"enrol a passkey", challenge_name(user)});
}

// Says nothing of the person, and is the same for all his passkeys.
base::Bytes handle_of(const core::User& user) {
    const std::string subject =
        std::to_string(user.subject.high) + ' ' + std::to_string(user.subject.low);
    const Digest digest = sha256("passkey handle " + subject);
    return {digest.begin(), digest.end()};
}

Answer<base::Bytes> read_bytes(const Inputs& inputs, std::string_view field) {
    TRY(const std::string_view text, inputs.text(field));
    auto bytes = base::parse_base64(text);
    if (!bytes) return malformed(field, "not_base64url");
    return *std::move(bytes);
}

struct NewPasskey {
    Caller caller;
    core::VaultRef subject;
    core::AddFactor command;
    Passkey passkey;
};

Answer<NewPasskey> read_passkey(const Call& call) {
    const People& people = call.house.people;
    const core::User user = user_of(call.house, call.caller);
    TRY(const std::string_view text, call.inputs.text("name"));
    const auto name = base::Text<64>::from(text);
    if (!name || name->empty()) return malformed("name", name ? "empty" : "too_long");
    TRY(const std::string_view challenge_id, call.inputs.text("challenge_id"));
    Registration registration;
    TRY(registration.client_data, read_bytes(call.inputs, "client_data"));
    TRY(registration.attestation_object, read_bytes(call.inputs, "attestation_object"));
    const auto challenge = people.challenges().check(challenge_id, challenge_name(user.id),
                                                     enrolment(user.id), call.house.engine.now());
    if (!challenge) return refuse(Reject::step_up_invalid, name_of(challenge.error()));
    const auto made =
        verify_registration(people.options().party, passkey_challenge(challenge_id), registration);
    if (!made) return malformed("attestation_object", name_of(made.error()));
    return NewPasskey{.caller = call.caller,
                      .subject = user.subject,
                      .command = {.kind = core::FactorKind::passkey,
                                  .name = *name,
                                  .credential = credential_fingerprint(made->passkey.credential_id),
                                  .counter = made->sign_counter},
                      .passkey = made->passkey};
}

void tell_added(Json& json, const views::Present& present, const engine::Reply& reply) {
    json.name("factor");
    tell(json, present.state.factors.at(the<core::FactorAdded>(reply).factor.id));
}

void seal_and_add(House& house, NewPasskey& passkey, Then<Told>&& then) {
    const auto sealed = house.vault.seal(passkey.subject, vault::SecretKind::passkey,
                                         format_passkey(passkey.passkey));
    if (!sealed) return then(refuse(Reject::unavailable));
    passkey.command.secret = *sealed;
    run_command(
        house, passkey.caller, false, core::Command{passkey.command},
        [then = std::move(then)](Answer<Told>&& told) mutable {
            if (told) told->status = 201;
            then(std::move(told));
        },
        tell_added);
}

}  // namespace

namespace handlers {

Answer<Told> passkey_options(const Call& call) {
    const People& people = call.house.people;
    const core::User user = user_of(call.house, call.caller);
    const auto profile = profile_of(call.house, user);
    if (!profile) return refuse(Reject::unavailable);
    const auto issued = people.challenges().issue(challenge_name(user.id), enrolment(user.id),
                                                  call.house.engine.now(), call.house.randomness);
    const auto known = people.passkeys_of(user.id);
    const PasskeyUser named{handle_of(user), profile->email, profile->name};
    return told({}, [&](Json& json) {
        json.text("challenge_id", issued.id);
        json.raw("options", creation_options(people.options().party, passkey_challenge(issued.id),
                                             named, known));
    });
}

void add_passkey(const Call& call, Tell then) {
    if (auto shown = needs_factor_now(call); !shown) return then(std::unexpected(shown.error()));
    auto passkey = read_passkey(call);
    if (!passkey) return then(std::unexpected(std::move(passkey).error()));
    if (call.validate_only) {
        passkey->command.secret = passkey->subject;  // any reference will do to be asked about
        return run_command(call, core::Command{passkey->command}, std::move(then), tell_added);
    }
    on_errand(call.house, std::move(then),
              [&house = call.house, passkey = *std::move(passkey)](Then<Told>&& tell) mutable {
                  seal_and_add(house, passkey, std::move(tell));
              });
}

}  // namespace handlers
}  // namespace api
