// The words of access: what a key may do, from where, how long, and who stands behind it.
// The numbers are in journals: never reused, only added to.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "core/types/fingerprint.hpp"
#include "core/types/ids.hpp"
#include "core/types/ip.hpp"
#include "core/types/money.hpp"
#include "core/types/onboarding.hpp"
#include "core/types/time.hpp"

namespace core {

// One server is one environment; a key of one never works in the other.
enum class Environment : std::uint8_t { live = 1, test = 2 };
BOOST_DESCRIBE_ENUM(Environment, live, test)

enum class Algorithm : std::uint8_t { ed25519 = 1, hmac_sha256 = 2, rsa = 3 };
BOOST_DESCRIBE_ENUM(Algorithm, ed25519, hmac_sha256, rsa)

enum class KeyStatus : std::uint8_t {
    inactive = 1,
    active = 2,
    cancel_only = 3,
    frozen_idle = 4,
    frozen_user = 5,
    frozen_risk = 6,
    expired = 7,
    revoked = 8,
};
BOOST_DESCRIBE_ENUM(KeyStatus, inactive, active, cancel_only, frozen_idle, frozen_user, frozen_risk,
                    expired, revoked)

// What an operation does to the world; the read-only ceiling lets only `read` through.
enum class Kind : std::uint8_t { read = 1, write = 2, money = 3 };
BOOST_DESCRIBE_ENUM(Kind, read, write, money)

// resource:action. Market data needs no scope.
enum class Scope : std::uint8_t {
    account_read = 1,
    balance_read = 2,
    ledger_read = 3,
    order_read = 4,
    order_create = 5,
    order_cancel = 6,
    order_amend = 7,
    trade_read = 8,
    convert_quote = 9,
    convert_execute = 10,
    transfer_read = 11,
    transfer_create = 12,
    deposit_read = 13,
    deposit_address = 14,
    withdraw_read = 15,
    withdraw_create = 16,
    withdraw_cancel = 17,
    withdraw_approve = 18,
    address_read = 19,
    address_create = 20,
    voucher_create = 21,
    voucher_redeem = 22,
    travelrule_read = 23,
    travelrule_write = 24,
    webhook_read = 25,
    webhook_write = 26,
    risk_read = 27,
    risk_write = 28,
    key_read = 29,
    key_freeze = 30,
    audit_read = 31,
};

inline constexpr int scope_count = 31;

std::string_view name_of(Scope scope);  // "order:create"
std::optional<Scope> scope_named(std::string_view name);

// A set of scopes, one bit each.
struct Scopes {
    std::uint64_t bits{};

    constexpr Scopes() = default;
    constexpr Scopes(std::initializer_list<Scope> scopes) {
        for (const Scope scope : scopes) add(scope);
    }
    constexpr void add(Scope scope) { bits |= std::uint64_t{1} << static_cast<int>(scope); }
    constexpr bool has(Scope scope) const { return bits >> static_cast<int>(scope) & 1; }
    constexpr bool covers(Scopes other) const { return (other.bits & ~bits) == 0; }
    constexpr bool empty() const { return bits == 0; }

    friend constexpr bool operator==(Scopes, Scopes) = default;
};
BOOST_DESCRIBE_STRUCT(Scopes, (), (bits))

// "pk_test_" + 22 base62 digits of these 128 bits + 6 of the CRC-32C of that. Public, safe in logs.
struct KeyName {
    std::uint64_t high{};
    std::uint64_t low{};

    friend constexpr auto operator<=>(const KeyName&, const KeyName&) = default;
};
BOOST_DESCRIBE_STRUCT(KeyName, (), (high, low))

// What a cap counts.
enum class CapAction : std::uint8_t { order = 1, convert = 2, transfer = 3, withdraw = 4 };
BOOST_DESCRIBE_ENUM(CapAction, order, convert, transfer, withdraw)

// How long it counts: hours, days, weeks (from Monday) and months begin at 00:00 UTC.
enum class CapPeriod : std::uint8_t {
    transaction = 1,
    hour = 2,
    day = 3,
    week = 4,
    month = 5,
    lifetime = 6,
};
BOOST_DESCRIBE_ENUM(CapPeriod, transaction, hour, day, week, month, lifetime)

// At most so much, or so often, in a period. An order counts with what it may buy or sell in
// `asset`, when it is placed: the quantity where that is the base asset, the price where it is the
// quote asset. What is cancelled later still counts.
struct Cap {
    CapAction action{};
    CapPeriod per{};
    AssetId asset{};                       // none: a cap on the count over all assets
    std::optional<Amount> amount{};        // needs an asset
    std::optional<std::uint64_t> count{};  // of orders, transfers, withdrawals

    friend bool operator==(const Cap&, const Cap&) = default;
};
BOOST_DESCRIBE_STRUCT(Cap, (), (action, per, asset, amount, count))

// What of a cap is used up in the period that began at `since`.
struct CapUse {
    Timestamp since{};
    Amount amount{};
    std::uint64_t count{};

    friend bool operator==(const CapUse&, const CapUse&) = default;
};
BOOST_DESCRIBE_STRUCT(CapUse, (), (since, amount, count))

// What proves, besides the signature, that the owner wants a withdrawal of this key.
enum class KeyFactor : std::uint8_t { none = 1, challenge = 2, approver_key = 3 };
BOOST_DESCRIBE_ENUM(KeyFactor, none, challenge, approver_key)

// What the owner may set and later edit. Empty lists constrain nothing, but for `scopes`.
struct KeyRules {
    base::Text<64> name{};
    std::string purpose{};
    std::vector<base::Text<32>> tags{};
    Scopes scopes{};
    bool read_only{};  // a ceiling above the scopes: no write and no money operation at all
    std::vector<IpRange> ip_allow{};
    std::vector<IpRange> ip_deny{};
    std::vector<MarketId> markets{};
    std::vector<AssetId> assets{};
    std::vector<base::Text<16>> networks{};
    std::vector<base::Text<128>> addresses{};
    std::vector<Cap> caps{};
    Timestamp not_before{};
    Timestamp expires_at{never};
    std::uint16_t idle_days{90};  // without use; then the key freezes by itself
    KeyFactor withdraw_factor{KeyFactor::challenge};
    std::string delegate{};  // the written approval under which a partner uses the key

    friend bool operator==(const KeyRules&, const KeyRules&) = default;
};
BOOST_DESCRIBE_STRUCT(KeyRules, (),
                      (name, purpose, tags, scopes, read_only, ip_allow, ip_deny, markets, assets,
                       networks, addresses, caps, not_before, expires_at, idle_days,
                       withdraw_factor, delegate))

// How requests of a key prove themselves: a public key here, or a secret in the vault.
struct Credential {
    Algorithm algorithm{};
    std::vector<std::uint8_t> public_key{};  // Ed25519: 32 bytes. RSA: SubjectPublicKeyInfo in DER
    VaultRef secret{};                       // HMAC only

    friend bool operator==(const Credential&, const Credential&) = default;
};
BOOST_DESCRIBE_STRUCT(Credential, (), (algorithm, public_key, secret))

// Why a key has the status that it has.
enum class KeyReason : std::uint8_t {
    none = 0,
    by_owner = 1,
    by_operator = 2,
    by_itself = 3,  // a key may freeze itself, and nothing else
    reported_compromised = 4,
    unused = 5,
    time_ended = 6,
    not_confirmed = 7,  // after a change of password or factor
    rule = 8,
};
BOOST_DESCRIBE_ENUM(KeyReason, none, by_owner, by_operator, by_itself, reported_compromised, unused,
                    time_ended, not_confirmed, rule)

// The last use that proved a signature. At most one a minute is recorded.
struct KeyUse {
    Timestamp at{};
    Fingerprint ip{};
    base::Text<40> operation{};
    bool ok{};

    friend bool operator==(const KeyUse&, const KeyUse&) = default;
};
BOOST_DESCRIBE_STRUCT(KeyUse, (), (at, ip, operation, ok))

// During a rotation both credentials work; at `takes_over_at` the old one ends.
struct NextCredential {
    Credential credential{};
    Timestamp takes_over_at{};

    friend bool operator==(const NextCredential&, const NextCredential&) = default;
};
BOOST_DESCRIBE_STRUCT(NextCredential, (), (credential, takes_over_at))

struct Key {
    KeyId id{};
    KeyName public_name{};
    CustomerId customer{};
    AccountId account{};
    Credential credential{};
    KeyRules rules{};
    KeyStatus status{};
    Timestamp created_at{};
    std::optional<NextCredential> next{};
    UserId created_by{};  // none: the operator
    PolicyId policy{};    // the API access policy that was accepted when it was made
    KeyReason reason{};
    UserId status_by{};
    Timestamp status_at{};
    KeyUse last_use{};             // `at` is the creation until the first use
    std::uint16_t noticed_days{};  // the smallest notice of its freezing given since its last use
    Timestamp confirm_by{never};   // a changed password or factor: confirmed until then, or frozen

    friend bool operator==(const Key&, const Key&) = default;
};
BOOST_DESCRIBE_STRUCT(Key, (),
                      (id, public_name, customer, account, credential, rules, status, created_at,
                       next, created_by, policy, reason, status_by, status_at, last_use,
                       noticed_days, confirm_by))

struct Account {
    AccountId id{};
    CustomerId customer{};

    friend bool operator==(const Account&, const Account&) = default;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, customer))

}  // namespace core
