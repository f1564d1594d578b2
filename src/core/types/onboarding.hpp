// Customers and how they stand: onboarding, API access, locks, policies and their acceptance,
// proposals that need a second person. Who they are lives in the vault.
// The numbers are in journals: never reused, only added to.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <vector>

#include "base/text.hpp"
#include "core/types/fingerprint.hpp"
#include "core/types/ids.hpp"
#include "core/types/person.hpp"
#include "core/types/time.hpp"

namespace core {

using ReasonCode = base::Text<40>;  // "document_expired": public, snake_case
using CountryCode = base::Text<2>;  // ISO 3166-1 alpha-2

enum class CustomerKind : std::uint8_t { person = 1, business = 2 };
BOOST_DESCRIBE_ENUM(CustomerKind, person, business)

// The states of a KYC or KYB application; which may follow which is in core/customers/onboarding.
enum class Onboarding : std::uint8_t {
    draft = 1,
    submitted = 2,
    needs_information = 3,
    screening = 4,
    review = 5,
    approved = 6,
    rejected_retry = 7,
    rejected_final = 8,
    edd_required = 9,  // enhanced due diligence
    reverification = 10,
    on_hold = 11,
    suspended = 12,
    offboarding = 13,
    closed = 14,
};
BOOST_DESCRIBE_ENUM(Onboarding, draft, submitted, needs_information, screening, review, approved,
                    rejected_retry, rejected_final, edd_required, reverification, on_hold,
                    suspended, offboarding, closed)

enum class RiskLevel : std::uint8_t { low = 1, medium = 2, high = 3, prohibited = 4 };
BOOST_DESCRIBE_ENUM(RiskLevel, low, medium, high, prohibited)

enum class ApiAccess : std::uint8_t {
    none = 1,
    requested = 2,
    approved = 3,
    declined = 4,
    suspended = 5,
    revoked = 6,
};
BOOST_DESCRIBE_ENUM(ApiAccess, none, requested, approved, declined, suspended, revoked)

enum class PolicyType : std::uint8_t { terms = 1, privacy = 2, api_policy = 3 };
BOOST_DESCRIBE_ENUM(PolicyType, terms, privacy, api_policy)

inline constexpr std::size_t policy_types = 3;

// The latest version of each type that a customer accepted; none is 0. One member per type.
struct AcceptedPolicies {
    PolicyId terms{};
    PolicyId privacy{};
    PolicyId api_policy{};

    friend bool operator==(const AcceptedPolicies&, const AcceptedPolicies&) = default;
};
BOOST_DESCRIBE_STRUCT(AcceptedPolicies, (), (terms, privacy, api_policy))

struct Customer {
    CustomerId id{};
    VaultRef subject{};  // who it is: in the vault, where it can be forgotten
    bool verified{};     // onboarded now: approved, or approved and looked at again
    bool suspended{};
    Timestamp created_at{};
    CustomerKind kind{CustomerKind::person};
    Onboarding onboarding{Onboarding::draft};
    Onboarding before_hold{Onboarding::draft};  // where on_hold goes back to
    std::uint8_t level{};                       // 0 nothing, 1 identity, 2 and address, 3 EDD done
    RiskLevel risk{RiskLevel::low};
    CountryCode country{};
    ReasonCode onboarding_reason{};
    VaultRef file{};     // what was submitted
    VaultRef comment{};  // what staff wrote to the customer about it
    Timestamp onboarding_at{};
    ApiAccess api_access{ApiAccess::none};
    ReasonCode api_access_reason{};
    Timestamp api_access_at{};
    VaultRef api_answers{};  // what the customer means to do with it
    ReasonCode suspension_reason{};
    AcceptedPolicies accepted{};
    AcceptedPolicies accepted_explicitly{};  // of them, or before them, by an act of his own

    friend bool operator==(const Customer&, const Customer&) = default;
};
BOOST_DESCRIBE_STRUCT(Customer, (),
                      (id, subject, verified, suspended, created_at, kind, onboarding, before_hold,
                       level, risk, country, onboarding_reason, file, comment, onboarding_at,
                       api_access, api_access_reason, api_access_at, api_answers, suspension_reason,
                       accepted, accepted_explicitly))

// How a customer stands at one moment, as far as his keys and sessions are concerned.
struct Standing {
    CustomerId customer{};
    bool verified{};
    bool suspended{};     // or locked as a whole
    bool api_approved{};  // API access approved, and not locked
    bool trade_locked{};
    bool withdraw_locked{};
    bool acceptance_due{};  // a policy version asks for an explicit acceptance and has none
    bool continued_due{};   // a version came into effect that going on accepts
};

// A document in the vault: a passport's scan, a register extract.
struct Document {
    DocumentId id{};
    CustomerId customer{};
    base::Text<32> kind{};  // "passport"
    VaultRef content{};
    Fingerprint hash{};  // of the bytes
    std::uint64_t size{};
    Timestamp added_at{};

    friend bool operator==(const Document&, const Document&) = default;
};
BOOST_DESCRIBE_STRUCT(Document, (), (id, customer, kind, content, hash, size, added_at))

enum class LockScope : std::uint8_t { everything = 1, withdraw = 2, trade = 3, api = 4, key = 5 };
BOOST_DESCRIBE_ENUM(LockScope, everything, withdraw, trade, api, key)

// Stops a customer, or a part of what he may do, until it is lifted or ends by itself.
struct Lock {
    LockId id{};
    CustomerId customer{};
    LockScope scope{};
    KeyId key{};  // of LockScope::key
    ReasonCode reason{};
    bool disclosed{};  // false: the customer learns no reason (a court's order)
    UserId by{};
    Timestamp since{};
    Timestamp ends_at{never};

    friend bool operator==(const Lock&, const Lock&) = default;
};
BOOST_DESCRIBE_STRUCT(Lock, (), (id, customer, scope, key, reason, disclosed, by, since, ends_at))

// One version of a document that customers accept. Never changed after it was posted.
struct Policy {
    PolicyId id{};
    PolicyType type{};
    std::uint32_t version{};  // 1, 2, 3 ... of its type
    base::Text<16> locale{};  // "en"
    VaultRef body{};
    std::vector<std::uint8_t> sha256{};  // of the body: 32 bytes
    Timestamp posted_at{};
    Timestamp effective_at{};
    bool material{};
    bool requires_explicit{};

    friend bool operator==(const Policy&, const Policy&) = default;
};
BOOST_DESCRIBE_STRUCT(Policy, (),
                      (id, type, version, locale, body, sha256, posted_at, effective_at, material,
                       requires_explicit))

enum class AcceptanceKind : std::uint8_t { by_explicit_act = 1, continued_use = 2 };
BOOST_DESCRIBE_ENUM(AcceptanceKind, by_explicit_act, continued_use)

// What the house does by rule. Set by the operator's configuration, recorded when it changes.
struct HouseRules {
    bool api_access_automatic{};   // an application is approved at once
    bool two_persons{};            // staff decisions about rights and money need a second person
    bool ip_list_required{};       // no key without an IP list
    bool withdraw_without_hmac{};  // HMAC keys may not withdraw
    bool withdraw_by_ip_list{};    // nor keys without an IP list
    std::uint8_t api_level{2};     // the least level for API access
    std::uint16_t keys_max{50};    // of one customer, revoked and expired ones not counted
    Duration session_idle{minutes(30)};
    Duration session_most{hours(12)};

    friend bool operator==(const HouseRules&, const HouseRules&) = default;
};
BOOST_DESCRIBE_STRUCT(HouseRules, (),
                      (api_access_automatic, two_persons, ip_list_required, withdraw_without_hmac,
                       withdraw_by_ip_list, api_level, keys_max, session_idle, session_most))

enum class IncidentKind : std::uint8_t { key_compromised = 1 };
BOOST_DESCRIBE_ENUM(IncidentKind, key_compromised)

struct Incident {
    IncidentId id{};
    IncidentKind kind{};
    CustomerId customer{};
    KeyId key{};
    UserId by{};
    Timestamp opened_at{};
    Timestamp closed_at{never};

    friend bool operator==(const Incident&, const Incident&) = default;
};
BOOST_DESCRIBE_STRUCT(Incident, (), (id, kind, customer, key, by, opened_at, closed_at))

}  // namespace core
