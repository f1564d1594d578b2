// Who is new, and who comes back.
#include "api/operations/sign_in.hpp"

#include <algorithm>

#include "api/access/budget.hpp"
#include "api/factors/cross_site.hpp"
#include "api/factors/session_token.hpp"
#include "api/operations/operators.hpp"
#include "vault/vault.hpp"

namespace api {
namespace {

using core::Reject;

constexpr std::size_t email_bytes_max = 254;
constexpr std::size_t local_part_bytes_max = 64;
constexpr std::size_t name_bytes_max = 128;

bool is_printable(char c) { return c > 0x20 && c < 0x7f; }

// Labels of letters, digits and dashes, at least two.
bool is_domain(std::string_view domain) {
    std::size_t labels = 0;
    while (!domain.empty()) {
        const std::size_t dot = std::min(domain.find('.'), domain.size());
        const std::string_view label = domain.substr(0, dot);
        const bool good = !label.empty() && label.size() <= 63 && label.front() != '-' &&
                          label.back() != '-' && std::ranges::all_of(label, [](char c) {
                              return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                                     (c >= 'a' && c <= 'z') || c == '-';
                          });
        if (!good || dot + 1 == domain.size()) return false;
        ++labels;
        domain.remove_prefix(std::min(dot + 1, domain.size()));
    }
    return labels >= 2;
}

// What somebody wants to be registered with, until the errand comes to it.
struct Newcomer {
    Caller caller;
    core::RegisterUser command;
    Profile profile;
    vault::Secret password;
};

Answer<Newcomer> read_newcomer(const Call& call) {
    TRY(const std::string_view email, call.inputs.text("email"));
    TRY_OK(check_email(email));
    TRY(const std::string_view password, call.inputs.text("password"));
    TRY_OK(check_new_password(password, email));
    TRY(const std::string_view name, call.inputs.text("name"));
    if (name.empty()) return malformed("name", "empty");
    if (name.size() > name_bytes_max) return malformed("name", "too_long");
    TRY(const auto kind, read_choice<core::CustomerKind>(call.inputs, "kind"));
    return Newcomer{.caller = call.caller,
                    .command = {.login = call.house.people.login_of(email),
                                .subject = random_vault_ref(call.house.randomness),
                                .kind = kind},
                    .profile = {std::string{email}, std::string{name}},
                    .password = vault::Secret{password}};
}

// Seals before the command that names it. The command of somebody who is known is rejected, and
// what was sealed for him a second time is forgotten again.
void take_in(House& house, Newcomer& newcomer, Then<Told>&& then) {
    const auto hash =
        hash_password(newcomer.password.reveal_text(), house.people.options().password_cost);
    if (!hash) return then(refuse(Reject::unavailable));
    const core::VaultRef subject = newcomer.command.subject;
    const auto profile =
        house.vault.seal(subject, vault::SecretKind::profile, format_profile(newcomer.profile));
    const auto sealed = house.vault.seal(subject, vault::SecretKind::password_hash, *hash);
    if (!profile || !sealed) return then(refuse(Reject::unavailable));
    newcomer.command.password = *sealed;
    submit(house, newcomer.caller, newcomer.command,
           [&house, subject, then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               const bool is_known =
                   !reply && reply.error().rejection.reject == Reject::already_exists;
               if (!reply && !is_known) return then(std::unexpected(std::move(reply).error()));
               // The sequence is the journal's affair: it would tell a stranger which it was.
               Told answer = told({}, [](Json& json) { json.boolean("accepted", true); });
               answer.status = 202;
               then(std::move(answer));
               if (!is_known) return;
               // Should there be no room, the next start sweeps it.
               static_cast<void>(house.errands.run(
                   [&house, subject] { static_cast<void>(house.vault.forget(subject)); }));
           });
}

// Somebody at the door.
struct Arriving {
    Caller caller;
    core::Fingerprint login;
    core::Fingerprint request;
    vault::Secret password;
    std::string code;
    std::string step_up;  // the header
};

Answer<Arriving> read_arriving(const Call& call) {
    const Request& request = call.request;
    const std::string_view origin = request.header("origin");
    // A page of another site must not sign its visitors in as somebody else.
    if (!origin.empty() && !is_own_origin(origin, request.header("host"))) {
        return refuse(Reject::csrf_failed);
    }
    TRY(const std::string_view email, call.inputs.text("email"));
    TRY(const std::string_view password, call.inputs.text("password"));
    if (password.size() > password_bytes_max) return malformed("password", "too_long");
    return Arriving{.caller = call.caller,
                    .login = call.house.people.login_of(email),
                    .request = request_hash(request),
                    .password = vault::Secret{password},
                    .code = std::string{call.inputs.text_or("code", {})},
                    .step_up = std::string{request.header("postern-step-up")}};
}

// The factor that came along, if any did.
Answer<std::optional<core::FactorUse>> factor_of(const House& house, const Arriving& arriving,
                                                 core::UserId user) {
    const core::Timestamp now = house.engine.now();
    if (!arriving.step_up.empty()) {
        TRY(const auto use, house.people.shown(user, arriving.step_up, arriving.request, now));
        return use;
    }
    if (arriving.code.empty()) return std::nullopt;
    TRY(const auto use, house.people.typed(user, arriving.code, now));
    return use;
}

// The token is made here and is in this answer alone; the core hears its fingerprint.
Told welcome(House& house, const vault::Secret& token, const engine::Reply& reply) {
    const auto live = house.live.read();
    const core::Session& session = the<core::SessionOpened>(reply).session;
    Told answer = told(reply.stamp.sequence, [&](Json& json) {
        json.name("session");
        tell(json, session, live->state.rules, session.id);
        json.text("token", token.reveal_text());
        json.text("csrf_token", csrf_token(token.reveal_text()));
    });
    answer.status = 201;
    answer.headers = "Set-Cookie: " + session_cookie(token.reveal_text()) + "\r\n";
    return answer;
}

void let_in(House& house, Arriving& arriving, Then<Told>&& then) {
    std::optional<core::User> user;
    {
        const auto live = house.live.read();
        const core::User* found = live->state.users.find(arriving.login);
        if (found != nullptr) user = *found;
    }
    if (!proves_password(house, user ? &*user : nullptr, arriving.password.reveal_text())) {
        return then(refuse(Reject::unauthorized));
    }
    auto factor = factor_of(house, arriving, user->id);
    if (!factor) return then(std::unexpected(std::move(factor).error()));
    arriving.caller.customer = user->customer;
    arriving.caller.person = core::Person{user->id, {}, *factor};
    auto token =
        std::make_shared<vault::Secret>(make_session_token(house.environment, house.randomness));
    submit(house, arriving.caller, core::OpenSession{session_fingerprint(token->reveal_text())},
           [&house, token, user = user->id, request = arriving.request,
            then = std::move(then)](Answer<engine::Reply>&& reply) mutable {
               if (reply) return then(welcome(house, *token, *reply));
               Refusal& refusal = reply.error();
               if (refusal.rejection.reject == Reject::step_up_required) {
                   house.people.add_challenge(refusal, user, request, house.engine.now());
               }
               then(std::unexpected(std::move(refusal)));
           });
}

}  // namespace

Refusal rate_limited(core::Timestamp free_at, core::Timestamp now) {
    Refusal refusal = refuse(Reject::rate_limited).error();
    refusal.facts.push_back(
        {"retry_after", std::to_string(retry_after_seconds(free_at, now)), true});
    return refusal;
}

Answer<void> check_email(std::string_view email) {
    if (email.size() > email_bytes_max) return malformed("email", "too_long");
    const std::size_t at = email.rfind('@');
    const bool good = at != email.npos && at > 0 && at <= local_part_bytes_max &&
                      std::ranges::all_of(email.substr(0, at), is_printable) &&
                      email.substr(0, at).find('@') == email.npos &&
                      is_domain(email.substr(at + 1));
    if (!good) return malformed("email", "not_an_address");
    return {};
}

Answer<void> check_new_password(std::string_view password, std::string_view email) {
    const auto good = judge_password(password, email);
    if (good) return {};
    auto refusal = refuse(Reject::password_refused, name_of(good.error()));
    refusal.error().facts.push_back({"advice", std::string{sentence_for(good.error())}, false});
    return refusal;
}

bool proves_password(const House& house, const core::User* user, std::string_view password) {
    const auto hash = user != nullptr && user->status == core::UserStatus::active
                          ? house.vault.open(user->password)
                          : std::unexpected(vault::VaultError::not_found);
    if (hash) return is_password(*hash, password);
    verify_nothing(password, house.people.options().password_cost);
    return false;
}

std::optional<Profile> profile_of(const House& house, const core::User& user) {
    const auto sealed = house.vault.open_latest(user.subject, vault::SecretKind::profile);
    return sealed ? parse_profile(*sealed) : std::nullopt;
}

Answer<void> needs_factor_now(const Call& call) {
    const core::Person& person = *call.caller.person;
    const bool enrolled = call.house.live.read()->state.factors.has_active(person.user);
    if (enrolled && !person.factor) return refuse(Reject::step_up_required);
    return {};
}

core::User user_of(const House& house, const Caller& caller) {
    return house.live.read()->state.users.at(caller.person->user);
}

namespace handlers {

void register_user(const Call& call, Tell then) {
    const core::Timestamp now = call.house.engine.now();
    auto newcomer = read_newcomer(call);
    if (!newcomer) return then(std::unexpected(std::move(newcomer).error()));
    if (const auto again = call.house.sign_in_limits.take_try(call.caller.ip, now)) {
        return then(std::unexpected(rate_limited(*again, now)));
    }
    on_password_errand(
        call.house, std::move(then),
        [&house = call.house, newcomer = *std::move(newcomer)](Then<Told>&& tell) mutable {
            take_in(house, newcomer, std::move(tell));
        });
}

void open_session(const Call& call, Tell then) {
    const core::Timestamp now = call.house.engine.now();
    auto arriving = read_arriving(call);
    if (!arriving) return then(std::unexpected(std::move(arriving).error()));
    const auto again = call.house.sign_in_limits.take_try(arriving->login, call.caller.ip, now);
    if (again) return then(std::unexpected(rate_limited(*again, now)));
    on_password_errand(
        call.house, std::move(then),
        [&house = call.house, arriving = *std::move(arriving)](Then<Told>&& tell) mutable {
            let_in(house, arriving, std::move(tell));
        });
}

}  // namespace handlers
}  // namespace api
