#include "api/operations/factors_operations.hpp"

#include <algorithm>

#include "api/factors/qr.hpp"
#include "api/factors/recovery_codes.hpp"
#include "api/factors/totp.hpp"
#include "api/operations/operators.hpp"
#include "api/operations/sign_in.hpp"
#include "vault/vault.hpp"

namespace api {
namespace {

using core::FactorKind;
using core::Reject;

// The factor that a reply is about, as it stands now.
template <class Happened>
void tell_factor(Json& json, const views::Present& present, const engine::Reply& reply) {
    json.name("factor");
    if constexpr (requires(Happened event) { event.factor.id; }) {
        tell(json, present.state.factors.at(the<Happened>(reply).factor.id));
    } else {
        tell(json, present.state.factors.at(the<Happened>(reply).factor));
    }
}

Then<Told> as_created(Then<Told>&& then) {
    return [then = std::move(then)](Answer<Told>&& told) mutable {
        if (told) told->status = 201;
        then(std::move(told));
    };
}

// A new authenticator app, until the errand comes to it.
struct NewTotp {
    Caller caller;
    core::User user;
    core::AddFactor command;
};

// The secret as text, as what a QR code carries, and as the picture.
void tell_secret(Json& json, const vault::Secret& secret, std::string_view issuer,
                 std::string_view email) {
    const vault::Secret uri = totp_uri(secret, {issuer, email});
    json.text("secret", format_base32(secret).reveal_text());
    json.text("uri", uri.reveal_text());
    if (const auto code = QrCode::of(uri.reveal_text())) {
        json.text("qr_svg", code->svg());
        json.text("qr_text", code->terminal());
    }
}

void seal_and_add(House& house, NewTotp& totp, Then<Told>&& then) {
    const auto profile = profile_of(house, totp.user);
    auto secret = std::make_shared<vault::Secret>(make_totp_secret(house.randomness));
    const auto sealed = house.vault.seal(totp.user.subject, vault::SecretKind::totp_seed, *secret);
    if (!sealed) return then(refuse(Reject::unavailable));
    totp.command.secret = *sealed;
    run_command(house, totp.caller, false, core::Command{totp.command}, as_created(std::move(then)),
                [secret, &house, email = profile ? profile->email : std::string{}](
                    Json& json, const views::Present&, const engine::Reply& reply) {
                    const core::Factor& factor = the<core::FactorAdded>(reply).factor;
                    json.number_text("factor_id", factor.id.value);
                    // A repetition draws another secret than the one that was kept.
                    if (reply.replayed) return;
                    tell_secret(json, *secret, house.people.options().party.name, email);
                });
}

Answer<base::Text<64>> read_name(const Inputs& inputs) {
    TRY(const std::string_view text, inputs.text("name"));
    const auto name = base::Text<64>::from(text);
    if (!name) return malformed("name", "too_long");
    if (name->empty()) return malformed("name", "empty");
    return *name;
}

Answer<core::FactorId> read_factor_id(const Inputs& inputs) {
    TRY(const std::uint64_t id, inputs.integer("factor_id", INT64_MAX));
    return core::FactorId{id};
}

// Whether the code is right for a factor that waits for its first; what is not there or not
// pending, the core says.
Answer<core::Command> confirmation(const Call& call) {
    TRY(const core::FactorId id, read_factor_id(call.inputs));
    TRY(const std::string_view code, call.inputs.text("code"));
    core::Factor factor;
    {
        const auto live = call.house.live.read();
        const core::Factor* found = live->state.factors.find(id);
        const bool own = found != nullptr && found->user == call.caller.person->user;
        if (!own || found->status == core::FactorStatus::removed) {
            return refuse(Reject::not_found, "factor");
        }
        factor = *found;
    }
    core::ConfirmFactor command{.factor = id};
    if (factor.kind != FactorKind::totp) return command;
    const auto seed = call.house.vault.open(factor.secret);
    if (!seed) return refuse(Reject::unavailable);
    const auto step = matching_step(*seed, code, call.house.engine.now());
    command.matched = step.has_value();
    command.counter = step.value_or(0);
    return command;
}

}  // namespace

void tell(Json& json, const core::Factor& factor) {
    json.begin_object();
    json.number_text("factor_id", factor.id.value);
    json.text("kind", word_of(factor.kind));
    json.text("status", word_of(factor.status));
    json.text("name", factor.name.view());
    json.time("created_at", factor.created_at);
    factor.last_used_at == core::Timestamp{} ? json.null("last_used_at")
                                             : json.time("last_used_at", factor.last_used_at);
    if (factor.kind == FactorKind::recovery) json.number("codes_left", factor.codes.size());
    json.end_object();
}

namespace handlers {

Answer<Told> list_factors(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("factors");
        json.begin_array();
        for (const core::FactorId id : state.factors.of_user(call.caller.person->user)) {
            tell(json, state.factors.at(id));
        }
        json.end_array();
    });
}

void add_totp(const Call& call, Tell then) {
    if (auto shown = needs_factor_now(call); !shown) return then(std::unexpected(shown.error()));
    const auto name = read_name(call.inputs);
    if (!name) return then(std::unexpected(name.error()));
    core::AddFactor command{.kind = FactorKind::totp, .name = *name};
    if (call.validate_only) {
        const core::User user = user_of(call.house, call.caller);
        command.secret = user.subject;  // any reference will do to be asked about
        return run_command(call, core::Command{command}, std::move(then),
                           [](Json&, const views::Present&, const engine::Reply&) {});
    }
    NewTotp totp{
        .caller = call.caller, .user = user_of(call.house, call.caller), .command = command};
    on_errand(call.house, std::move(then),
              [&house = call.house, totp = std::move(totp)](Then<Told>&& tell) mutable {
                  seal_and_add(house, totp, std::move(tell));
              });
}

void confirm_factor(const Call& call, Tell then) {
    run_command(call, confirmation(call), std::move(then), tell_factor<core::FactorConfirmed>);
}

void remove_factor(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        TRY(const core::FactorId id, read_factor_id(call.inputs));
        return core::RemoveFactor{id};
    }();
    run_command(call, command, std::move(then), tell_factor<core::FactorRemoved>);
}

void add_recovery_codes(const Call& call, Tell then) {
    auto codes = std::make_shared<std::array<vault::Secret, recovery_code_count>>(
        make_recovery_codes(call.house.randomness));
    core::AddFactor command{.kind = FactorKind::recovery,
                            .name = base::Text<64>{std::string_view{"recovery codes"}}};
    for (const vault::Secret& code : *codes) {
        command.codes.push_back(*recovery_code_fingerprint(code.reveal_text()));
    }
    run_command(call, core::Command{std::move(command)}, as_created(std::move(then)),
                [codes](Json& json, const views::Present& present, const engine::Reply& reply) {
                    tell_factor<core::FactorAdded>(json, present, reply);
                    if (reply.replayed) return;
                    json.name("codes");
                    json.begin_array();
                    for (const vault::Secret& code : *codes) json.text(code.reveal_text());
                    json.end_array();
                });
}

}  // namespace handlers
}  // namespace api
