// The people who sign in: customers and staff, their second factors and their sessions.
//
// Names, e-mail addresses, password hashes and factor secrets are in the vault; here are references
// and fingerprints. The numbers are in journals: never reused, only added to.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <vector>

#include "base/text.hpp"
#include "core/types/fingerprint.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

namespace core {

// What a member of staff may do; see api/operations for which operation needs which.
enum class Role : std::uint8_t {
    support = 1,
    analyst = 2,
    senior_analyst = 3,
    mlro = 4,  // money laundering reporting officer: decides what compliance decides
    rules_admin = 5,
    list_admin = 6,
    auditor = 7,  // reads everything, changes nothing
    admin = 8,    // staff, settings, policies
};
BOOST_DESCRIBE_ENUM(Role, support, analyst, senior_analyst, mlro, rules_admin, list_admin, auditor,
                    admin)

struct Roles {
    std::uint32_t bits{};

    constexpr Roles() = default;
    constexpr Roles(std::initializer_list<Role> roles) {
        for (const Role role : roles) add(role);
    }
    constexpr void add(Role role) { bits |= std::uint32_t{1} << static_cast<int>(role); }
    constexpr bool has(Role role) const { return (bits >> static_cast<int>(role) & 1) != 0; }
    constexpr bool any_of(Roles others) const { return (bits & others.bits) != 0; }
    constexpr bool empty() const { return bits == 0; }

    friend constexpr bool operator==(Roles, Roles) = default;
};
BOOST_DESCRIBE_STRUCT(Roles, (), (bits))

enum class UserStatus : std::uint8_t { active = 1, disabled = 2 };
BOOST_DESCRIBE_ENUM(UserStatus, active, disabled)

// Either a customer's person (`customer` is set, no roles) or staff (no customer, some roles).
struct User {
    UserId id{};
    CustomerId customer{};
    Roles roles{};
    Fingerprint login{};  // keyed hash of the e-mail address, lower-case
    VaultRef subject{};   // name and e-mail address
    VaultRef password{};  // its Argon2id hash
    UserStatus status{};
    Timestamp created_at{};
    Timestamp secrets_changed_at{};    // password or factor, once there was one; money waits a day
    std::uint32_t factor_failures{};   // in a row
    Timestamp factors_locked_until{};  // passkeys stay usable

    friend bool operator==(const User&, const User&) = default;
};
BOOST_DESCRIBE_STRUCT(User, (),
                      (id, customer, roles, login, subject, password, status, created_at,
                       secrets_changed_at, factor_failures, factors_locked_until))

enum class FactorKind : std::uint8_t { totp = 1, passkey = 2, recovery = 3 };
BOOST_DESCRIBE_ENUM(FactorKind, totp, passkey, recovery)

// A TOTP factor counts once its first code was right; passkeys and recovery codes count at once.
enum class FactorStatus : std::uint8_t { pending = 1, active = 2, removed = 3 };
BOOST_DESCRIBE_ENUM(FactorStatus, pending, active, removed)

struct Factor {
    FactorId id{};
    UserId user{};
    FactorKind kind{};
    FactorStatus status{};
    base::Text<64> name{};
    VaultRef secret{};                 // TOTP: the seed. Passkey: credential id and public key
    Fingerprint credential{};          // passkey: of the credential id
    std::uint64_t counter{};           // TOTP: the last step used. Passkey: the signature counter
    std::vector<Fingerprint> codes{};  // recovery: those not used yet
    Timestamp created_at{};
    Timestamp last_used_at{};

    friend bool operator==(const Factor&, const Factor&) = default;
};
BOOST_DESCRIBE_STRUCT(Factor, (),
                      (id, user, kind, status, name, secret, credential, counter, codes, created_at,
                       last_used_at))

// A factor shown together with a command. The secret part was compared outside; whether this
// use is the first of its code, and whether the factors are locked, is judged in the core.
struct FactorUse {
    FactorId factor{};
    bool matched{};               // the code, signature or assertion is right
    std::uint64_t counter{};      // TOTP: the step it is right for. Passkey: the counter it shows
    Fingerprint code{};           // recovery: of the code
    Fingerprint challenge{};      // single use; none when a code came without a challenge
    Timestamp challenge_until{};  // when that challenge ends by itself

    friend bool operator==(const FactorUse&, const FactorUse&) = default;
};
BOOST_DESCRIBE_STRUCT(FactorUse, (), (factor, matched, counter, code, challenge, challenge_until))

// The person behind a command that no key signed.
struct Person {
    UserId user{};
    SessionId session{};  // none while signing in
    std::optional<FactorUse> factor{};

    friend bool operator==(const Person&, const Person&) = default;
};
BOOST_DESCRIBE_STRUCT(Person, (), (user, session, factor))

enum class SessionEnd : std::uint8_t {
    logged_out = 1,
    idle = 2,
    too_old = 3,
    secrets_changed = 4,  // password or factor
    ended_by_owner = 5,
    ended_by_staff = 6,
    reported_compromised = 7,
    too_many = 8,  // the oldest makes room for a new one
};
BOOST_DESCRIBE_ENUM(SessionEnd, logged_out, idle, too_old, secrets_changed, ended_by_owner,
                    ended_by_staff, reported_compromised, too_many)

struct Session {
    SessionId id{};
    UserId user{};
    Fingerprint token{};  // of the bearer token
    Fingerprint ip{};     // keyed, of the address it was opened from
    Timestamp created_at{};
    Timestamp last_seen{};  // at most one touch a minute is recorded
    bool by_factor{};       // signed in with password and factor

    friend bool operator==(const Session&, const Session&) = default;
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, user, token, ip, created_at, last_seen, by_factor))

}  // namespace core
