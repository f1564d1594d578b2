// Second factors of all users: TOTP generators, passkeys, recovery codes.
//
//     factors.add(Factor{.id = factors.next_id(), .user = user, .kind = FactorKind::totp, ...});
//     factors.confirm(id, step);           // the first code was right: it counts from now on
//     factors.use(id, step, {}, now);      // that step never again
//     factors.active_of(user);             // what the user may be asked for
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps. A removed factor
// stays as a line of history and gives up what it proved by: secret, credential and codes; the
// vault then holds a secret that nothing names, and sweeps it.
//
// Cost     of_user, active_of: O(factors that user ever had). by_credential: O(log factors).
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "base/belongings.hpp"
#include "core/types/person.hpp"

namespace core {

inline constexpr std::size_t factors_of_user_max = 10;  // removed ones not counted
inline constexpr std::size_t recovery_codes_max = 10;

class Factors {
  public:
    FactorId next_id() const { return FactorId{factors_.size() + 1}; }

    void add(const Factor& factor);  // its id is next_id()
    void confirm(FactorId id, std::uint64_t counter);
    // `counter` of a TOTP factor or a passkey, `code` of recovery codes.
    void use(FactorId id, std::uint64_t counter, Fingerprint code, Timestamp at);
    void remove(FactorId id);

    const Factor* find(FactorId id) const;                      // nullptr when there is none
    const Factor& at(FactorId id) const;                        // must exist
    const Factor* by_credential(Fingerprint credential) const;  // an active passkey
    std::vector<FactorId> of_user(UserId user) const;           // oldest first, without removed
    std::vector<FactorId> active_of(UserId user) const;         // oldest first
    bool has_active(UserId user) const;
    const std::deque<Factor>& all() const { return factors_; }  // in the order of their ids

    friend bool operator==(const Factors& a, const Factors& b) { return a.factors_ == b.factors_; }

  private:
    Factor& changeable(FactorId id);

    std::deque<Factor> factors_;
    std::map<Fingerprint, FactorId> by_credential_;
    base::Belongings<UserId, FactorId> of_user_;
};

}  // namespace core
