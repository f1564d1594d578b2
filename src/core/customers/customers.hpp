// The customers and how they stand: onboarding, API access, what they accepted. Who they are lives
// in the vault.
//
//     customers.add(Customer{.id = customers.next_id(), ...});
//     customers.set_onboarding(moved, at);
//     customers.at(CustomerId{1}).verified;   // true
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps.
// Cost     all O(1).
#pragma once

#include <vector>

#include "base/belongings.hpp"
#include "core/types/event.hpp"

namespace core {

class Customers {
  public:
    CustomerId next_id() const;

    void add(const Customer& customer);  // its id is next_id()
    void set_status(const CustomerStatusChanged& changed, Timestamp at);
    void set_onboarding(const OnboardingMoved& moved, Timestamp at);
    void set_api_access(const ApiAccessChanged& changed, Timestamp at);
    void accept(const PolicyAccepted& accepted);

    const Customer* find(CustomerId id) const;                       // nullptr when there is none
    const Customer& at(CustomerId id) const;                         // must exist
    const std::vector<Customer>& all() const { return customers_; }  // in the order of their ids

    friend bool operator==(const Customers&, const Customers&) = default;

  private:
    Customer& changeable(CustomerId id);

    std::vector<Customer> customers_;
};

// The policy of this type among those accepted: read, and set.
PolicyId accepted_of(const AcceptedPolicies& accepted, PolicyType type);
void set_accepted(AcceptedPolicies& accepted, PolicyType type, PolicyId policy);

// The accounts and whose they are. A customer may have several; money and orders belong to an
// account, never to a customer. An account of CustomerId{0} is the house's own.
//
// Part of the state, as Customers. Cost: of() O(accounts of that customer); the others O(1).
class Accounts {
  public:
    AccountId next_id() const;

    void add(const Account& account);  // its id is next_id()

    const Account* find(AccountId id) const;                       // nullptr when there is none
    const Account& at(AccountId id) const;                         // must exist
    std::vector<AccountId> of(CustomerId customer) const;          // oldest first
    const std::vector<Account>& all() const { return accounts_; }  // in the order of their ids

    friend bool operator==(const Accounts& a, const Accounts& b) {
        return a.accounts_ == b.accounts_;
    }

  private:
    std::vector<Account> accounts_;
    base::Belongings<CustomerId, AccountId> of_customer_;  // follows from accounts_
};

}  // namespace core
