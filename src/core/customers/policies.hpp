// The versions of what customers accept, and what of it one of them still owes.
//
//     terms v1 in effect, v2 in effect and explicit; the customer accepted v1
//     policies.due(accepted, PolicyType::terms, now)   -> v2, by an explicit act
//
// The version in effect is the newest whose time has come; one that an even newer version overtook
// is never in effect again. An acceptance covers the older versions of its type.
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps over all types,
// versions count from 1 within one; nothing is changed or removed.
// Cost     O(versions of that type that are newer than what was accepted); usually none.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/types/onboarding.hpp"

namespace core {

inline constexpr std::array<PolicyType, policy_types> all_policy_types = {
    PolicyType::terms, PolicyType::privacy, PolicyType::api_policy};

// A version in effect that a customer has not accepted.
struct DuePolicy {
    PolicyId policy;
    bool by_explicit_act{};  // going on using the API does not accept it

    friend bool operator==(const DuePolicy&, const DuePolicy&) = default;
};

class Policies {
  public:
    PolicyId next_id() const;
    std::uint32_t next_version(PolicyType type) const;

    void add(Policy policy);  // its id is next_id(), its version next_version()

    const Policy* find(PolicyId id) const;  // nullptr when there is none
    const Policy* find(PolicyType type, std::uint32_t version) const;
    const Policy* in_effect(PolicyType type, Timestamp now) const;  // nullptr: none yet
    const std::vector<Policy>& all() const { return policies_; }    // in the order of their ids

    // What of this type the customer has not accepted. Any version in between that asked for an
    // explicit act makes the whole step one.
    std::optional<DuePolicy> due(PolicyId accepted, PolicyType type, Timestamp now) const;
    // Whether the customer has accepted all that is in effect by acts of his own, as the first API
    // key and the application for API access ask.
    bool all_accepted_explicitly(const Customer& customer, Timestamp now) const;

    friend bool operator==(const Policies& a, const Policies& b) {
        return a.policies_ == b.policies_;
    }

  private:
    const std::vector<PolicyId>& versions(PolicyType type) const;

    std::vector<Policy> policies_;
    std::array<std::vector<PolicyId>, policy_types> of_type_;  // follows from policies_
};

}  // namespace core
