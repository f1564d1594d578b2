// Decides the life of keys: made, edited, frozen, given back, rotated, confirmed, used, idle.
//
// A key can never create, widen, unfreeze or delete a key; that is a person's, with a factor. What
// takes rights away is free. The operator on the machine needs no factor and is not asked for the
// customer's policies.
#include <algorithm>

#include "base/result.hpp"
#include "core/access/idle.hpp"
#include "core/access/key_rules.hpp"
#include "core/exchange/callers.hpp"
#include "core/exchange/deciders.hpp"
#include "core/exchange/standing.hpp"

namespace core {
namespace {

constexpr Duration rotation_most = hours(24 * 30);
constexpr Duration confirm_within = hours(24 * 7);
constexpr Duration touch_every = minutes(1);

constexpr Scopes moves_money{
    Scope::transfer_create, Scope::withdraw_read,    Scope::withdraw_create,
    Scope::withdraw_cancel, Scope::withdraw_approve, Scope::voucher_create,
    Scope::voucher_redeem,  Scope::convert_execute,  Scope::address_create};

UserId person_behind(const Envelope& envelope) {
    return envelope.person ? envelope.person->user : UserId{};
}

KeyReason reason_of(const Envelope& envelope) {
    if (envelope.person) return KeyReason::by_owner;
    return envelope.key ? KeyReason::by_itself : KeyReason::by_operator;
}

Verdict check_credential(const Credential& credential) {
    const bool has_secret = credential.secret != VaultRef{};
    switch (credential.algorithm) {
        case Algorithm::ed25519:
            if (credential.public_key.size() == 32 && !has_secret) return {};
            break;
        case Algorithm::rsa:
            if (!credential.public_key.empty() && credential.public_key.size() <= 1'024 &&
                !has_secret) {
                return {};
            }
            break;
        case Algorithm::hmac_sha256:
            if (credential.public_key.empty() && has_secret) return {};
            break;
    }
    return reject(Reject::malformed_field, "credential");
}

Verdict check_names(const State& state, const KeyRules& rules, Timestamp now) {
    for (const MarketId market : rules.markets) {
        if (state.catalogue.find_market(market) == nullptr) {
            return reject(Reject::not_found, "markets");
        }
    }
    for (const AssetId asset : rules.assets) {
        if (state.catalogue.find_asset(asset) == nullptr)
            return reject(Reject::not_found, "assets");
    }
    for (const Cap& cap : rules.caps) {
        if (cap.asset && state.catalogue.find_asset(cap.asset) == nullptr) {
            return reject(Reject::not_found, "caps");
        }
    }
    TRY_OK(check_rules(rules));
    if (rules.expires_at <= now) return reject(Reject::malformed_field, "expires_at");
    return {};
}

// The key, unless it is over. The stamp decides, whether or not a tick has come.
std::expected<const Key*, Rejection> living(const State& state, KeyId id, Timestamp now) {
    const Key* key = state.keys.find(id);
    if (key == nullptr) {
        return std::unexpected(Rejection{.reject = Reject::not_found, .field = "key"});
    }
    if (key->status == KeyStatus::revoked) {
        return std::unexpected(Rejection{.reject = Reject::key_revoked});
    }
    if (key->status == KeyStatus::expired || key->rules.expires_at <= now) {
        return std::unexpected(Rejection{.reject = Reject::key_expired});
    }
    return key;
}

// What the house and the owner's own care ask of a key that an owner makes or edits; only of what
// is new in it, so that an older key can always be narrowed.
struct Made {
    const Credential& credential;
    const KeyRules& rules;
    bool any_ip_confirmed{};
};

Verdict check_made(const HouseRules& house_rules, const KeyRules* before, const Made& made) {
    const bool any_ip = made.rules.ip_allow.empty();
    const bool new_any_ip = any_ip && (before == nullptr || !before->ip_allow.empty());
    const bool withdraws = made.rules.scopes.has(Scope::withdraw_create);
    const bool new_withdraws =
        withdraws && (before == nullptr || !before->scopes.has(Scope::withdraw_create));
    const bool new_pair = any_ip && withdraws && (new_any_ip || new_withdraws);
    if (new_any_ip && house_rules.ip_list_required) return reject(Reject::ip_list_required);
    if ((new_any_ip || new_pair) && !made.any_ip_confirmed) {
        return reject(Reject::any_ip_unconfirmed);
    }
    const bool hmac = made.credential.algorithm == Algorithm::hmac_sha256;
    if (new_withdraws && hmac && house_rules.withdraw_without_hmac) {
        return reject(Reject::hmac_not_allowed);
    }
    if (new_pair && house_rules.withdraw_by_ip_list) return reject(Reject::ip_list_required);
    return {};
}

bool counts(const Key& key) {
    return key.status != KeyStatus::revoked && key.status != KeyStatus::expired;
}

Verdict check_maker(const State& state, Asked asked) {
    TRY_OK(need_factor(state, asked.envelope));
    const Timestamp now = asked.stamp.time;
    const Standing standing = standing_of(state, asked.envelope.customer, now);
    if (!standing.verified) return reject(Reject::customer_not_verified);
    if (!standing.api_approved) return reject(Reject::api_access_not_approved);
    if (standing.suspended) return reject(Reject::customer_suspended);
    const Customer& customer = state.customers.at(asked.envelope.customer);
    if (!state.policies.all_accepted_explicitly(customer, now)) {
        return reject(Reject::policy_acceptance_required);
    }
    const auto keys = state.keys.of_customer(customer.id);
    const auto living_ones =
        std::ranges::count_if(keys, [&](KeyId id) { return counts(state.keys.at(id)); });
    if (living_ones >= state.rules.keys_max) return reject(Reject::too_many, "keys");
    return {};
}

}  // namespace

Verdict decide(const State& state, Asked asked, const CreateKey& command, Draft& draft) {
    const bool owners = asked.envelope.person.has_value();
    const Account* account = state.accounts.find(command.account);
    const bool strange = account == nullptr || !account->customer ||
                         (owners && account->customer != asked.envelope.customer);
    if (strange) return reject(Reject::not_found, "account");
    if (owners) TRY_OK(check_maker(state, asked));
    if (state.keys.find(command.public_name) != nullptr) {
        return reject(Reject::already_exists, "public_name");
    }
    TRY_OK(check_credential(command.credential));
    TRY_OK(check_names(state, command.rules, asked.stamp.time));
    const Made made{command.credential, command.rules, command.any_ip_confirmed};
    if (owners) TRY_OK(check_made(state.rules, nullptr, made));

    // Accepted: nothing below can fail.
    Key key;
    key.id = state.keys.next_id();
    key.public_name = command.public_name;
    key.customer = account->customer;
    key.account = account->id;
    key.credential = command.credential;
    key.rules = command.rules;
    key.status = command.active ? KeyStatus::active : KeyStatus::inactive;
    key.created_at = asked.stamp.time;
    key.created_by = person_behind(asked.envelope);
    key.policy = state.customers.at(account->customer).accepted.api_policy;
    key.reason = reason_of(asked.envelope);
    key.status_by = key.created_by;
    key.status_at = asked.stamp.time;
    key.last_use.at = asked.stamp.time;
    draft.add(KeyCreated{key});
    return {};
}

Verdict decide(const State& state, Asked asked, const EditKey& command, Draft& draft) {
    TRY(const Key* key, living(state, command.key, asked.stamp.time));
    TRY_OK(check_names(state, command.rules, asked.stamp.time));
    if (asked.envelope.person) {
        if (widens(key->rules, command.rules)) TRY_OK(need_factor(state, asked.envelope));
        const Made made{key->credential, command.rules, command.any_ip_confirmed};
        TRY_OK(check_made(state.rules, &key->rules, made));
    }
    draft.add(KeyEdited{command.key, command.rules});
    return {};
}

namespace {

// What an owner may make of his key. A key that the house froze is given back by the house; one
// that is in wrong hands stays frozen until its credential is another one.
Verdict check_owners_status(const State& state, Asked asked, const Key& key, KeyStatus to) {
    const bool gives_up = to == KeyStatus::revoked;
    const bool known = to == KeyStatus::active || to == KeyStatus::inactive ||
                       to == KeyStatus::frozen_user || gives_up;
    if (!known) return reject(Reject::malformed_field, "status");
    const bool stuck =
        key.status == KeyStatus::frozen_risk ||
        (key.status == KeyStatus::frozen_user && key.reason == KeyReason::reported_compromised);
    if (stuck && !gives_up) return reject(Reject::state_conflict, "status");
    if (to == KeyStatus::active || gives_up) return need_factor(state, asked.envelope);
    return {};
}

// Giving a key back by a factor confirms it; so does the operator who lifts just that freeze.
bool confirms(const Key& key, const Envelope& envelope, KeyStatus to) {
    if (to != KeyStatus::active || key.confirm_by == never) return false;
    return envelope.person || key.reason == KeyReason::not_confirmed;
}

}  // namespace

Verdict decide(const State& state, Asked asked, const SetKeyStatus& command, Draft& draft) {
    const Key* key = state.keys.find(command.key);
    if (key == nullptr) return reject(Reject::not_found, "key");
    if (key->status == KeyStatus::revoked) return reject(Reject::key_revoked);
    if (key->status == KeyStatus::expired && command.status != KeyStatus::revoked) {
        return reject(Reject::key_expired);
    }
    if (asked.envelope.person) {
        TRY_OK(check_owners_status(state, asked, *key, command.status));
    }
    const bool known =
        command.status >= KeyStatus::inactive && command.status <= KeyStatus::revoked;
    if (!known || command.status == KeyStatus::expired) {
        return reject(Reject::malformed_field, "status");
    }
    draft.add(KeyStatusChanged{command.key, command.status, reason_of(asked.envelope),
                               person_behind(asked.envelope)});
    if (confirms(*key, asked.envelope, command.status)) {
        draft.add(KeyConfirmationDue{command.key, never});
    }
    return {};
}

Verdict decide(const State& state, Asked asked, const RotateKey& command, Draft& draft) {
    const Timestamp now = asked.stamp.time;
    TRY(const Key* key, living(state, command.key, now));
    if (asked.envelope.person) TRY_OK(need_factor(state, asked.envelope));
    TRY_OK(check_credential(command.credential));
    if (command.credential == key->credential) {
        return reject(Reject::malformed_field, "credential");
    }
    const bool withdraws = key->rules.scopes.has(Scope::withdraw_create);
    const bool hmac = command.credential.algorithm == Algorithm::hmac_sha256;
    if (asked.envelope.person && withdraws && hmac && state.rules.withdraw_without_hmac) {
        return reject(Reject::hmac_not_allowed);
    }
    // What is in wrong hands does not go on working beside the new one.
    const bool stolen = key->reason == KeyReason::reported_compromised;
    if (command.takes_over_at > now + rotation_most || (stolen && command.takes_over_at > now)) {
        return reject(Reject::malformed_field, "takes_over_at");
    }
    const bool at_once = command.takes_over_at <= now;
    draft.add(KeyRotated{key->id, {command.credential, at_once ? now : command.takes_over_at}});
    if (!at_once) return {};
    draft.add(KeyTakenOver{key->id});
    if (stolen && key->status == KeyStatus::frozen_user) {
        // Still frozen, but now it is the owner's to give back.
        draft.add(KeyStatusChanged{key->id, KeyStatus::frozen_user, reason_of(asked.envelope),
                                   person_behind(asked.envelope)});
    }
    return {};
}

Verdict decide(const State& state, Asked asked, const ConfirmKey& command, Draft& draft) {
    TRY(const Key* key, living(state, command.key, asked.stamp.time));
    if (asked.envelope.person) TRY_OK(need_factor(state, asked.envelope));
    if (key->confirm_by == never) return reject(Reject::state_conflict, "key");
    draft.add(KeyConfirmationDue{key->id, never});
    return {};
}

Verdict decide(const State& state, Asked asked, const TouchKey& command, Draft& draft) {
    const Key& key = state.keys.at(asked.envelope.key);
    const Timestamp now = asked.stamp.time;
    const bool new_ip = asked.envelope.ip != key.last_use.ip;
    const bool used_before = !key.last_use.operation.empty();
    if (used_before && !new_ip && now < key.last_use.at + touch_every) return {};
    draft.add(KeyUsed{key.id, {now, asked.envelope.ip, command.operation, command.ok}, new_ip});
    return {};
}

void ask_to_confirm_keys(const State& state, const User& user, Timestamp now, Draft& draft) {
    for (const KeyId id : state.keys.of_customer(user.customer)) {
        const Key& key = state.keys.at(id);
        const bool moves = (key.rules.scopes.bits & moves_money.bits) != 0;
        // One that is due already keeps its date: changing the password again wins no time.
        if (!moves || !counts(key) || key.confirm_by != never) continue;
        draft.add(KeyConfirmationDue{id, now + confirm_within});
    }
}

// Several timers of a key may be due in one tick. They fire in the order of their deadlines, and
// what an earlier one ended no later one touches.
void fire_key_timer(const State& state, const Timer& timer, Timestamp now, Draft& draft) {
    const Key& key = state.keys.at(KeyId{timer.subject});
    const auto becomes = [&](KeyStatus status, KeyReason reason) {
        draft.add(KeyStatusChanged{key.id, status, reason, UserId{}});
    };
    if (timer.kind == TimerKind::key_expires) {
        return becomes(KeyStatus::expired, KeyReason::time_ended);
    }
    if (key.rules.expires_at <= timer.deadline) return;
    if (timer.kind == TimerKind::key_takes_over) {
        draft.add(KeyTakenOver{key.id});
    } else if (timer.kind == TimerKind::key_confirm) {
        becomes(KeyStatus::frozen_user, KeyReason::not_confirmed);
    } else if (key.confirm_by >= timer.deadline) {
        const IdleStep step = idle_step_due(key, now);
        if (step.notice_days == 0) return becomes(KeyStatus::frozen_idle, KeyReason::unused);
        draft.add(KeyIdleNoticed{key.id, step.notice_days, idle_freezes_at(key)});
    }
}

}  // namespace core
