// The accounts and whose they are. A customer may have several; money and orders belong to an
// account, never to a customer.
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps. An account of
// CustomerId{0} is the house's own.
// Cost     of: O(accounts of that customer); the others O(1).
#pragma once

#include <vector>

#include "base/belongings.hpp"
#include "core/types/access.hpp"

namespace core {

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
