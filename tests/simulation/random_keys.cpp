#include "simulation/random_keys.hpp"

namespace simulation {
namespace {

using namespace core;

template <class Id>
Id some(base::Prng& prng, std::uint64_t count) {  // now and then none, or one that there is not
    return Id{
        static_cast<typename Id::number_type>(prng.below(count + 1) + (prng.one_in(30) ? 1 : 0))};
}

Cap some_cap(base::Prng& prng) {
    Cap cap;
    cap.action = static_cast<CapAction>(prng.one_in(3) ? prng.between(1, 5) : 1);
    cap.per = static_cast<CapPeriod>(prng.between(1, prng.one_in(60) ? 7 : 6));
    if (!prng.one_in(3)) {
        cap.asset = AssetId{static_cast<std::uint32_t>(prng.below(3) + 1)};
        cap.amount = Amount{prng.one_in(60) ? 0 : prng.between(1, 2'000)};
    }
    if (!cap.amount || prng.one_in(4)) cap.count = prng.below(12);
    return cap;
}

Credential some_credential(base::Prng& prng) {
    Credential credential{Algorithm::hmac_sha256, {}, {3, prng.next()}};
    if (prng.one_in(4)) {
        const auto byte = static_cast<std::uint8_t>(prng.below(3));
        credential = {Algorithm::ed25519, std::vector<std::uint8_t>(32, byte), {}};
    }
    if (prng.one_in(10)) credential.public_key.push_back(1);
    return credential;
}

// A key of the person's customer; now and then somebody else's.
KeyId own_key(base::Prng& prng, const State& state, CustomerId customer) {
    const auto keys = state.keys.of_customer(customer);
    if (keys.empty() || prng.one_in(20)) return some<KeyId>(prng, state.keys.all().size());
    return keys[prng.below(keys.size())];
}

Asked by_itself(base::Prng& prng, const State& state, Timestamp now) {
    Envelope envelope{.surface = Surface::api};
    envelope.key = some<KeyId>(prng, state.keys.all().size());
    envelope.ip = {1, prng.below(3)};
    if (const Key* key = state.keys.find(envelope.key)) {
        envelope.customer = key->customer;
        envelope.account = key->account;
    }
    if (prng.one_in(6)) return {something_about_a_key(prng, state, envelope.key, now), envelope};
    if (prng.one_in(6)) return {SetKeyStatus{envelope.key, KeyStatus::frozen_user}, envelope};
    return {TouchKey{"anything", !prng.one_in(4)}, envelope};
}

// Mostly one who may make keys, as far as his customer and his factor are concerned.
UserId some_owner(base::Prng& prng, const State& state) {
    std::vector<UserId> owners;
    for (const User& user : state.users.all()) {
        const Customer* customer = state.customers.find(user.customer);
        const bool may = customer != nullptr && customer->verified &&
                         customer->api_access == ApiAccess::approved &&
                         state.factors.has_active(user.id);
        if (may) owners.push_back(user.id);
    }
    const bool anybody = owners.empty() || prng.one_in(8);
    return anybody ? some_user(prng, state) : owners[prng.below(owners.size())];
}

Asked in_person(base::Prng& prng, const State& state, Timestamp now) {
    const UserId user = some_owner(prng, state);
    const Envelope envelope = envelope_of_person(prng, state, user, now);
    if (prng.one_in(3)) {
        CreateKey create = some_new_key(prng, state, now);
        if (!prng.one_in(10)) create.account = envelope.account;
        return {create, envelope};
    }
    if (prng.one_in(12)) {
        return {CloseIncident{some<IncidentId>(prng, state.incidents.all().size()), "settled"},
                prng.one_in(2) ? envelope : Envelope{.surface = Surface::cli}};
    }
    const KeyId key = own_key(prng, state, envelope.customer);
    return {something_about_a_key(prng, state, key, now), envelope};
}

}  // namespace

KeyRules some_key_rules(base::Prng& prng, const State& state, Timestamp now) {
    KeyRules rules;
    rules.scopes = {Scope::order_create, Scope::order_cancel};
    if (prng.one_in(5)) rules.scopes = {Scope::order_cancel};
    if (prng.one_in(5)) rules.scopes.add(Scope::withdraw_create);
    if (prng.one_in(5)) rules.scopes.add(Scope::address_create);
    if (prng.one_in(3)) rules.scopes.add(Scope::key_freeze);
    rules.read_only = prng.one_in(6);
    const auto markets = state.catalogue.markets().size();
    const auto assets = state.catalogue.assets().size();
    if (prng.one_in(4)) rules.markets = {some<MarketId>(prng, markets)};
    if (prng.one_in(4)) rules.assets = {AssetId{3}, some<AssetId>(prng, assets)};
    if (prng.one_in(3)) rules.ip_allow = {{{0, prng.below(3)}, 128}};
    for (std::uint64_t i = prng.one_in(3) ? prng.below(3) : 0; i > 0; --i) {
        rules.caps.push_back(some_cap(prng));
    }
    if (prng.one_in(5)) rules.not_before = now + seconds(prng.between(-10, 50));
    if (prng.one_in(3)) rules.expires_at = now + seconds(prng.between(-1, 100));
    rules.idle_days = static_cast<std::uint16_t>(prng.one_in(3) ? prng.between(0, 3) : 90);
    return rules;
}

CreateKey some_new_key(base::Prng& prng, const State& state, Timestamp now) {
    return {.account = AccountId{prng.below(state.accounts.all().size() + 2)},
            .public_name = {4, prng.below(200)},
            .credential = some_credential(prng),
            .rules = some_key_rules(prng, state, now),
            .active = !prng.one_in(4),
            .any_ip_confirmed = !prng.one_in(4)};
}

Command something_about_a_key(base::Prng& prng, const State& state, KeyId key, Timestamp now) {
    switch (prng.below(10)) {
        case 0:
        case 1:
        case 2: {
            EditKey edit{key, some_key_rules(prng, state, now), !prng.one_in(3)};
            const Key* known = state.keys.find(key);
            if (known != nullptr && prng.one_in(2)) {  // one thing less than before
                edit.rules = known->rules;
                edit.rules->caps.push_back(some_cap(prng));
            }
            return edit;
        }
        case 3:
        case 4:
            return RotateKey{key, some_credential(prng),
                             prng.one_in(3) ? Timestamp{} : now + seconds(prng.between(0, 60))};
        case 5:
        case 6:
            return ConfirmKey{key};
        case 7:
            if (prng.one_in(3)) return ReportKey{key};
            [[fallthrough]];
        default:
            return SetKeyStatus{key, prng.one_in(2) ? KeyStatus::active
                                                    : static_cast<KeyStatus>(prng.between(1, 9))};
    }
}

Asked keys_affair(base::Prng& prng, const State& state, Timestamp now) {
    if (prng.one_in(3)) return by_itself(prng, state, now);
    if (!prng.one_in(4)) return in_person(prng, state, now);
    const Envelope operators{.surface = Surface::cli};
    const KeyId key = some<KeyId>(prng, state.keys.all().size());
    return {something_about_a_key(prng, state, key, now), operators};
}

}  // namespace simulation
