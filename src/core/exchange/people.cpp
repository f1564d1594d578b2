// Decides what concerns customers, their keys and their test money. The operator's commands.
#include "base/result.hpp"
#include "core/access/key_rules.hpp"
#include "core/exchange/deciders.hpp"

namespace core {
namespace {

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

Verdict check_names(const State& state, const KeyRules& rules) {
    for (const MarketId market : rules.markets) {
        if (state.catalogue.find_market(market) == nullptr) {
            return reject(Reject::not_found, "markets");
        }
    }
    for (const AssetId asset : rules.assets) {
        if (state.catalogue.find_asset(asset) == nullptr)
            return reject(Reject::not_found, "assets");
    }
    return check_rules(rules);
}

}  // namespace

Verdict decide(const State& state, Asked asked, const RegisterCustomer& command, Draft& draft) {
    const Customer customer{.id = state.customers.next_id(),
                            .subject = command.subject,
                            .verified = false,
                            .suspended = false,
                            .created_at = asked.stamp.time};
    draft.add(CustomerRegistered{customer});
    draft.add(AccountOpened{Account{state.accounts.next_id(), customer.id}});
    return {};
}

Verdict decide(const State& state, Asked, const SetCustomerStatus& command, Draft& draft) {
    if (state.customers.find(command.customer) == nullptr) {
        return reject(Reject::not_found, "customer");
    }
    draft.add(CustomerStatusChanged{command.customer, command.verified, command.suspended});
    return {};
}

Verdict decide(const State& state, Asked asked, const CreateKey& command, Draft& draft) {
    const Account* account = state.accounts.find(command.account);
    if (account == nullptr || !account->customer) return reject(Reject::not_found, "account");
    if (state.keys.find(command.public_name) != nullptr) {
        return reject(Reject::already_exists, "public_name");
    }
    TRY_OK(check_credential(command.credential));
    TRY_OK(check_names(state, command.rules));
    if (command.rules.expires_at <= asked.stamp.time) {
        return reject(Reject::malformed_field, "expires_at");
    }
    draft.add(KeyCreated{Key{
        .id = state.keys.next_id(),
        .public_name = command.public_name,
        .customer = account->customer,
        .account = account->id,
        .credential = command.credential,
        .rules = command.rules,
        .status = command.active ? KeyStatus::active : KeyStatus::inactive,
        .created_at = asked.stamp.time,
    }});
    return {};
}

Verdict decide(const State& state, Asked asked, const EditKey& command, Draft& draft) {
    const Key* key = state.keys.find(command.key);
    if (key == nullptr) return reject(Reject::not_found, "key");
    if (key->status == KeyStatus::revoked) return reject(Reject::key_revoked);
    if (key->status == KeyStatus::expired) return reject(Reject::key_expired);
    TRY_OK(check_names(state, command.rules));
    if (command.rules.expires_at <= asked.stamp.time) {
        return reject(Reject::malformed_field, "expires_at");
    }
    draft.add(KeyEdited{command.key, command.rules});
    return {};
}

Verdict decide(const State& state, Asked, const SetKeyStatus& command, Draft& draft) {
    const Key* key = state.keys.find(command.key);
    if (key == nullptr) return reject(Reject::not_found, "key");
    if (key->status == KeyStatus::revoked) return reject(Reject::key_revoked);
    if (key->status == KeyStatus::expired && command.status != KeyStatus::revoked) {
        return reject(Reject::key_expired);
    }
    const bool known =
        command.status >= KeyStatus::inactive && command.status <= KeyStatus::revoked;
    if (!known || command.status == KeyStatus::expired) {
        return reject(Reject::malformed_field, "status");
    }
    draft.add(KeyStatusChanged{command.key, command.status});
    return {};
}

Verdict decide(const State& state, Asked, const FundAccount& command, Draft& draft) {
    constexpr Amount most{Int128{1} << 110};
    if (state.environment != Environment::test) return reject(Reject::wrong_environment);
    const Account* account = state.accounts.find(command.account);
    if (account == nullptr || !account->customer) return reject(Reject::not_found, "account");
    if (state.catalogue.find_asset(command.asset) == nullptr) {
        return reject(Reject::not_found, "asset");
    }
    const Amount given = -state.ledger.balance(outside, command.asset, Bucket::available);
    if (command.amount < Amount{1} || command.amount > most || given > most) {
        return reject(Reject::malformed_field, "amount");
    }
    draft.open(PostingReason::fund);
    draft.move(state.ledger, outside, command.asset, Bucket::available, -command.amount);
    draft.move(state.ledger, command.account, command.asset, Bucket::available, command.amount);
    return {};
}

}  // namespace core
