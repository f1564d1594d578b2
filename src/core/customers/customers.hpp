// The customers and how they stand: verified, suspended. Who they are lives in the vault.
//
//     customers.add(Customer{.id = customers.next_id(), ...});
//     customers.set_verified(CustomerId{1}, true);
//     customers.at(CustomerId{1}).verified;   // true
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps.
// Cost     all O(1).
#pragma once

#include <vector>

#include "core/types/access.hpp"

namespace core {

class Customers {
  public:
    CustomerId next_id() const;

    void add(const Customer& customer);  // its id is next_id()
    void set_verified(CustomerId id, bool verified);
    void set_suspended(CustomerId id, bool suspended);

    const Customer* find(CustomerId id) const;                       // nullptr when there is none
    const Customer& at(CustomerId id) const;                         // must exist
    const std::vector<Customer>& all() const { return customers_; }  // in the order of their ids

    friend bool operator==(const Customers&, const Customers&) = default;

  private:
    Customer& changeable(CustomerId id);

    std::vector<Customer> customers_;
};

}  // namespace core
