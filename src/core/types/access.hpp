// The words of access: what a key may do, from where, how long, and who stands behind it.
// The numbers are in journals: never reused, only added to.
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "core/types/ids.hpp"
#include "core/types/ip.hpp"
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

// A reference into the vault. It names a sealed secret or personal data and says nothing of it.
struct VaultRef {
    std::uint64_t high{};
    std::uint64_t low{};

    friend constexpr auto operator<=>(const VaultRef&, const VaultRef&) = default;
};
BOOST_DESCRIBE_STRUCT(VaultRef, (), (high, low))

// What the owner may set and later edit. Empty lists constrain nothing, but for `scopes`.
struct KeyRules {
    base::Text<64> name;
    Scopes scopes;
    bool read_only{};  // a ceiling above the scopes: no write and no money operation at all
    std::vector<IpRange> ip_allow;
    std::vector<IpRange> ip_deny;
    std::vector<MarketId> markets;
    std::vector<AssetId> assets;
    Timestamp not_before{};
    Timestamp expires_at{never};

    friend bool operator==(const KeyRules&, const KeyRules&) = default;
};
BOOST_DESCRIBE_STRUCT(KeyRules, (),
                      (name, scopes, read_only, ip_allow, ip_deny, markets, assets, not_before,
                       expires_at))

// How requests of a key prove themselves: a public key here, or a secret in the vault.
struct Credential {
    Algorithm algorithm{};
    std::vector<std::uint8_t> public_key;  // Ed25519: 32 bytes. RSA: SubjectPublicKeyInfo in DER
    VaultRef secret;                       // HMAC only

    friend bool operator==(const Credential&, const Credential&) = default;
};
BOOST_DESCRIBE_STRUCT(Credential, (), (algorithm, public_key, secret))

struct Key {
    KeyId id;
    KeyName public_name;
    CustomerId customer;
    AccountId account;
    Credential credential;
    KeyRules rules;
    KeyStatus status{};
    Timestamp created_at;

    friend bool operator==(const Key&, const Key&) = default;
};
BOOST_DESCRIBE_STRUCT(Key, (),
                      (id, public_name, customer, account, credential, rules, status, created_at))

struct Customer {
    CustomerId id;
    VaultRef subject;  // who it is: in the vault, where it can be forgotten
    bool verified{};
    bool suspended{};
    Timestamp created_at;

    friend bool operator==(const Customer&, const Customer&) = default;
};
BOOST_DESCRIBE_STRUCT(Customer, (), (id, subject, verified, suspended, created_at))

struct Account {
    AccountId id;
    CustomerId customer;

    friend bool operator==(const Account&, const Account&) = default;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, customer))

}  // namespace core
