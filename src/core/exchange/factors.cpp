// Decides what concerns second factors: whether the one shown with a command is right, and how
// they come and go.
#include <algorithm>

#include "base/result.hpp"
#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

constexpr std::uint32_t failures_free = 4;  // in a row; each further one locks
constexpr Duration lock_first = minutes(1);
constexpr Duration lock_most = hours(24);

// 1 minute at the fifth failure, then twice as long with each further one.
Duration lock_after(std::uint32_t failures) {
    if (failures <= failures_free) return {};
    Duration lock = lock_first;
    for (std::uint32_t i = failures_free + 1; i < failures && lock < lock_most; ++i) {
        lock.ns *= 2;
    }
    return std::min(lock, lock_most);
}

// The rejection of a wrong code, and the one fact that is recorded with it. A passkey's signature
// cannot be guessed, so failures of one count for nothing.
Verdict fail(const User& user, const Factor& factor, Timestamp now, Draft& draft) {
    const bool counts = factor.kind != FactorKind::passkey;
    const std::uint32_t failures = user.factor_failures + (counts ? 1 : 0);
    const Duration lock = counts ? lock_after(failures) : Duration{};
    const Timestamp until = lock == Duration{} ? user.factors_locked_until : now + lock;
    draft.clear();
    draft.add(FactorFailed{factor.id, user.id, failures, until});
    return reject(Reject::step_up_invalid, "code");
}

Verdict check_lock(const User& user, const Factor& factor, Timestamp now) {
    if (factor.kind == FactorKind::passkey || now >= user.factors_locked_until) return {};
    return std::unexpected(
        Rejection{.reject = Reject::step_up_locked, .until = user.factors_locked_until});
}

// Right, but was it right before?
Verdict check_first_use(const State& state, const Factor& factor, const FactorUse& use,
                        Timestamp now) {
    switch (factor.kind) {
        case FactorKind::totp:
            if (use.counter <= factor.counter) return reject(Reject::step_up_invalid, "used");
            break;
        case FactorKind::recovery:
            if (std::ranges::find(factor.codes, use.code) == factor.codes.end()) {
                return reject(Reject::step_up_invalid, "used");
            }
            break;
        case FactorKind::passkey:
            if (use.counter <= factor.counter && (use.counter != 0 || factor.counter != 0)) {
                return reject(Reject::step_up_invalid, "counter");
            }
            break;
    }
    if (!use.challenge) return {};
    const bool stale = use.challenge_until <= now || state.memory.used(KeyId{}, use.challenge);
    return stale ? Verdict{reject(Reject::step_up_invalid, "challenge")} : Verdict{};
}

Verdict check_new(const State& state, const AddFactor& command) {
    switch (command.kind) {
        case FactorKind::totp:
        case FactorKind::passkey:
            if (!command.secret) return reject(Reject::malformed_field, "secret");
            if (!command.codes.empty()) return reject(Reject::malformed_field, "codes");
            if ((command.kind == FactorKind::passkey) != static_cast<bool>(command.credential)) {
                return reject(Reject::malformed_field, "credential");
            }
            if (state.factors.by_credential(command.credential) != nullptr) {
                return reject(Reject::already_exists, "credential");
            }
            return {};
        case FactorKind::recovery: {
            if (command.secret) return reject(Reject::malformed_field, "secret");
            if (command.credential) return reject(Reject::malformed_field, "credential");
            std::vector<Fingerprint> codes = command.codes;
            std::ranges::sort(codes);
            const bool twice = std::ranges::adjacent_find(codes) != codes.end();
            if (codes.empty() || codes.size() > recovery_codes_max || twice || !codes[0]) {
                return reject(Reject::malformed_field, "codes");
            }
            return {};
        }
    }
    return reject(Reject::malformed_field, "kind");
}

// The user's recovery codes; nullptr when there are none.
const Factor* recovery_of(const State& state, UserId user) {
    for (const FactorId id : state.factors.active_of(user)) {
        const Factor& factor = state.factors.at(id);
        if (factor.kind == FactorKind::recovery) return &factor;
    }
    return nullptr;
}

const Factor* own_factor(const State& state, UserId user, FactorId id) {
    const Factor* factor = state.factors.find(id);
    const bool own = factor != nullptr && factor->user == user;
    return own && factor->status != FactorStatus::removed ? factor : nullptr;
}

// A factor counts from now on. The first one changes no secret that was there; but whoever knew
// the password until now may have begun factors of his own, which must not be confirmed later.
void become_active(const State& state, Asked asked, const User& user, FactorId factor,
                   Draft& draft) {
    if (state.factors.has_active(user.id)) return change_secrets(state, asked, user, factor, draft);
    remove_pending_factors(state, user.id, factor, draft);
}

}  // namespace

bool has_factor(const Envelope& envelope) { return envelope.person && envelope.person->factor; }

Verdict need_factor(const State& state, const Envelope& envelope) {
    if (of_operator(envelope) || has_factor(envelope)) return {};
    if (!envelope.person) return reject(Reject::session_required);
    const bool enrolled = state.factors.has_active(envelope.person->user);
    return reject(enrolled ? Reject::step_up_required : Reject::factor_not_enrolled);
}

void remove_pending_factors(const State& state, UserId user, FactorId except, Draft& draft) {
    for (const FactorId id : state.factors.of_user(user)) {
        const bool pending = state.factors.at(id).status == FactorStatus::pending;
        if (pending && id != except) draft.add(FactorRemoved{id});
    }
}

Verdict check_factor(const State& state, Asked asked, Draft& draft) {
    if (!has_factor(asked.envelope)) return {};
    const Person& person = *asked.envelope.person;
    const FactorUse& use = *person.factor;
    const Timestamp now = asked.stamp.time;
    const User* user = state.users.find(person.user);
    if (user == nullptr || user->status != UserStatus::active) return reject(Reject::unauthorized);
    if (person.session) TRY_OK(person_of(state, asked.envelope, now));
    const Factor* factor = own_factor(state, user->id, use.factor);
    if (factor == nullptr || factor->status != FactorStatus::active) {
        return reject(Reject::step_up_invalid, "factor");
    }
    TRY_OK(check_lock(*user, *factor, now));
    if (!use.matched) return fail(*user, *factor, now, draft);
    TRY_OK(check_first_use(state, *factor, use, now));
    draft.add(FactorUsed{.factor = factor->id,
                         .user = user->id,
                         .counter = use.counter,
                         .code = use.code,
                         .challenge = use.challenge,
                         .challenge_until = use.challenge_until});
    return {};
}

Verdict decide(const State& state, Asked asked, const AddFactor& command, Draft& draft) {
    const User& user = state.users.at(asked.envelope.person->user);
    const bool enrolled = state.factors.has_active(user.id);
    if (enrolled) TRY_OK(need_factor(state, asked.envelope));
    TRY_OK(check_new(state, command));
    const bool recovery = command.kind == FactorKind::recovery;
    if (recovery && !enrolled) return reject(Reject::factor_not_enrolled);
    const Factor* replaced = recovery ? recovery_of(state, user.id) : nullptr;
    const std::size_t others = state.factors.of_user(user.id).size() - (replaced ? 1 : 0);
    if (others >= factors_of_user_max) return reject(Reject::too_many, "factors");

    const bool pending = command.kind == FactorKind::totp;
    const bool counts = command.kind == FactorKind::passkey;
    const Factor factor{.id = state.factors.next_id(),
                        .user = user.id,
                        .kind = command.kind,
                        .status = pending ? FactorStatus::pending : FactorStatus::active,
                        .name = command.name,
                        .secret = command.secret,
                        .credential = command.credential,
                        .counter = counts ? command.counter : 0,
                        .codes = command.codes,
                        .created_at = asked.stamp.time};
    if (replaced != nullptr) draft.add(FactorRemoved{replaced->id});
    draft.add(FactorAdded{factor});
    if (!pending) become_active(state, asked, user, factor.id, draft);
    return {};
}

Verdict decide(const State& state, Asked asked, const ConfirmFactor& command, Draft& draft) {
    const User& user = state.users.at(asked.envelope.person->user);
    const Factor* factor = own_factor(state, user.id, command.factor);
    if (factor == nullptr) return reject(Reject::not_found, "factor");
    if (factor->status != FactorStatus::pending) return reject(Reject::state_conflict, "factor");
    TRY_OK(check_lock(user, *factor, asked.stamp.time));
    if (!command.matched) return fail(user, *factor, asked.stamp.time, draft);
    draft.add(FactorConfirmed{factor->id, command.counter});
    become_active(state, asked, user, factor->id, draft);
    return {};
}

// Recovery codes are for those who lost a factor; they go with the last one.
Verdict decide(const State& state, Asked asked, const RemoveFactor& command, Draft& draft) {
    const User& user = state.users.at(asked.envelope.person->user);
    const Factor* factor = own_factor(state, user.id, command.factor);
    if (factor == nullptr) return reject(Reject::not_found, "factor");
    if (factor->status == FactorStatus::pending) {
        draft.add(FactorRemoved{factor->id});
        return {};
    }
    TRY_OK(need_factor(state, asked.envelope));
    draft.add(FactorRemoved{factor->id});
    const Factor* recovery = recovery_of(state, user.id);
    const bool last = state.factors.active_of(user.id).size() == 2;
    if (recovery != nullptr && recovery != factor && last) draft.add(FactorRemoved{recovery->id});
    change_secrets(state, asked, user, {}, draft);
    return {};
}

}  // namespace core
