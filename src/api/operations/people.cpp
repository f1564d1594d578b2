#include "api/operations/people.hpp"

#include <algorithm>
#include <sodium.h>

#include "api/access/digest.hpp"
#include "api/factors/recovery_codes.hpp"
#include "api/factors/totp.hpp"
#include "api/factors/webauthn_options.hpp"
#include "api/operations/json_writer.hpp"
#include "base/letters.hpp"
#include "base/result.hpp"
#include "vault/vault.hpp"

namespace api {
namespace {

using core::FactorKind;
using core::FactorUse;
using core::Reject;

std::unexpected<Refusal> invalid(std::string_view reason) {
    return refuse(Reject::step_up_invalid, reason);
}

bool is_totp_code(std::string_view text) {
    return text.size() == totp_digits &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(), base::lower);
    return lower;
}

// Each method once, in the order of the kinds.
std::string methods_of(std::span<const core::Factor> factors) {
    std::string text;
    Json json{text};
    json.begin_array();
    for (const FactorKind kind : {FactorKind::totp, FactorKind::passkey, FactorKind::recovery}) {
        if (std::ranges::find(factors, kind, &core::Factor::kind) == factors.end()) continue;
        json.text(kind == FactorKind::totp      ? "totp"
                  : kind == FactorKind::passkey ? "passkey"
                                                : "recovery");
    }
    json.end_array();
    return text;
}

}  // namespace

core::Fingerprint request_hash(const Request& request) {
    return fingerprint({request.method_text, request.path, request.query, request.body});
}

std::string challenge_name(core::UserId user) { return "user " + std::to_string(user.value); }

core::Fingerprint credential_fingerprint(base::BytesView credential_id) {
    return fingerprint({"passkey", base::as_text(credential_id)});
}

People::People(const views::Live& live, vault::Vault& vault, Randomness& randomness,
               PeopleOptions options)
    : live_{live},
      vault_{vault},
      randomness_{randomness},
      options_{std::move(options)},
      challenges_{vault.derived_key("challenges")},
      login_key_{vault.derived_key("logins")} {}

core::Fingerprint People::login_of(std::string_view email) const {
    const std::string text = lower_case(email);
    const base::BytesView bytes = base::as_bytes(text);
    const base::BytesView key = login_key_.reveal();
    core::Fingerprint print;
    unsigned char hash[sizeof print];
    crypto_generichash(hash, sizeof hash, bytes.data(), bytes.size(), key.data(), key.size());
    std::memcpy(&print, hash, sizeof print);
    return print;
}

std::vector<core::Factor> People::active_factors(core::UserId user) const {
    std::vector<core::Factor> factors;
    const auto live = live_.read();
    for (const core::FactorId id : live->state.factors.active_of(user)) {
        factors.push_back(live->state.factors.at(id));
    }
    return factors;
}

std::vector<Passkey> People::passkeys_of(core::UserId user) const {
    std::vector<Passkey> passkeys;
    for (const core::Factor& factor : active_factors(user)) {
        if (factor.kind != FactorKind::passkey) continue;
        const auto sealed = vault_.open(factor.secret);
        auto passkey = sealed ? parse_passkey(*sealed) : std::nullopt;
        if (passkey) passkeys.push_back(*std::move(passkey));
    }
    return passkeys;
}

// With several apps any of them will do; a wrong code counts against the first.
Answer<FactorUse> People::totp(core::UserId user, std::string_view code,
                               core::Timestamp now) const {
    FactorUse use;
    for (const core::Factor& factor : active_factors(user)) {
        if (factor.kind != FactorKind::totp) continue;
        const auto seed = vault_.open(factor.secret);
        if (!seed) return refuse(Reject::unavailable);
        if (!use.factor) use.factor = factor.id;
        const auto step = matching_step(*seed, code, now);
        if (!step) continue;
        return FactorUse{.factor = factor.id, .matched = true, .counter = *step};
    }
    if (!use.factor) return invalid("no_such_factor");
    return use;
}

Answer<FactorUse> People::recovery(core::UserId user, std::string_view code) const {
    const auto print = recovery_code_fingerprint(code);
    for (const core::Factor& factor : active_factors(user)) {
        if (factor.kind != FactorKind::recovery) continue;
        const bool known = print && std::ranges::find(factor.codes, *print) != factor.codes.end();
        return FactorUse{
            .factor = factor.id, .matched = known, .code = print.value_or(core::Fingerprint{})};
    }
    return invalid("no_such_factor");
}

Answer<FactorUse> People::passkey(core::UserId user, std::string_view challenge_id,
                                  const Assertion& assertion) const {
    const core::Fingerprint credential = credential_fingerprint(assertion.credential_id);
    for (const core::Factor& factor : active_factors(user)) {
        if (factor.kind != FactorKind::passkey || factor.credential != credential) continue;
        const auto sealed = vault_.open(factor.secret);
        const auto passkey = sealed ? parse_passkey(*sealed) : std::nullopt;
        if (!passkey) return refuse(Reject::unavailable);
        const auto asserted =
            verify_assertion(options_.party, passkey_challenge(challenge_id), *passkey, assertion);
        FactorUse use{.factor = factor.id, .matched = asserted.has_value()};
        if (asserted) use.counter = asserted->sign_counter;
        return use;
    }
    return invalid("no_such_factor");
}

Answer<FactorUse> People::typed(core::UserId user, std::string_view code,
                                core::Timestamp now) const {
    return is_totp_code(code) ? totp(user, code, now) : recovery(user, code);
}

Answer<FactorUse> People::shown(core::UserId user, std::string_view header,
                                core::Fingerprint request, core::Timestamp now) const {
    const auto answer = parse_step_up(header);
    if (!answer) return invalid(name_of(answer.error()));
    const auto challenge =
        challenges_.check(answer->challenge_id, challenge_name(user), request, now);
    if (!challenge) return invalid(name_of(challenge.error()));
    struct Judge {
        const People& people;
        core::UserId user;
        std::string_view challenge_id;
        core::Timestamp now;
        Answer<FactorUse> operator()(const TotpAnswer& shown) const {
            return people.totp(user, shown.code, now);
        }
        Answer<FactorUse> operator()(const RecoveryAnswer& shown) const {
            return people.recovery(user, shown.code);
        }
        Answer<FactorUse> operator()(const PasskeyAnswer& shown) const {
            return people.passkey(user, challenge_id, shown.assertion);
        }
        // A machine's approval stands beside a key's request, never beside a person's.
        Answer<FactorUse> operator()(const ApproverAnswer&) const {
            return invalid("no_such_factor");
        }
    };
    TRY(FactorUse use, std::visit(Judge{*this, user, answer->challenge_id, now}, answer->answer));
    use.challenge = challenge->nonce;
    use.challenge_until = challenge->expires_at;
    return use;
}

void People::add_challenge(Refusal& refusal, core::UserId user, core::Fingerprint request,
                           core::Timestamp now) const {
    const auto issued = challenges_.issue(challenge_name(user), request, now, randomness_);
    const auto factors = active_factors(user);
    const std::int64_t seconds = challenge_life.ns / 1'000'000'000;
    refusal.facts.push_back({"challenge_id", issued.id, false});
    refusal.facts.push_back({"methods", methods_of(factors), true});
    refusal.facts.push_back({"request_hash", format_request_hash(request), false});
    refusal.facts.push_back({"expires_in", std::to_string(seconds), true});
    const auto known = passkeys_of(user);
    if (known.empty()) return;
    refusal.facts.push_back({"passkey_options",
                             request_options(options_.party, passkey_challenge(issued.id), known),
                             true});
}

}  // namespace api
