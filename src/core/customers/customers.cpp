#include "core/customers/customers.hpp"

#include "base/check.hpp"

namespace core {

CustomerId Customers::next_id() const { return CustomerId{customers_.size() + 1}; }

void Customers::add(const Customer& customer) {
    CHECK(customer.id == next_id());
    customers_.push_back(customer);
}

void Customers::set_verified(CustomerId id, bool verified) { changeable(id).verified = verified; }

void Customers::set_suspended(CustomerId id, bool suspended) {
    changeable(id).suspended = suspended;
}

const Customer* Customers::find(CustomerId id) const {
    if (id.value == 0 || id.value > customers_.size()) return nullptr;
    return &customers_[id.value - 1];
}

const Customer& Customers::at(CustomerId id) const {
    const Customer* found = find(id);
    CHECK(found != nullptr);
    return *found;
}

Customer& Customers::changeable(CustomerId id) {
    CHECK(find(id) != nullptr);
    return customers_[id.value - 1];
}

AccountId Accounts::next_id() const { return AccountId{accounts_.size() + 1}; }

void Accounts::add(const Account& account) {
    CHECK(account.id == next_id());
    accounts_.push_back(account);
    of_customer_.add(account.customer, account.id);
}

const Account* Accounts::find(AccountId id) const {
    if (id.value == 0 || id.value > accounts_.size()) return nullptr;
    return &accounts_[id.value - 1];
}

const Account& Accounts::at(AccountId id) const {
    const Account* found = find(id);
    CHECK(found != nullptr);
    return *found;
}

std::vector<AccountId> Accounts::of(CustomerId customer) const { return of_customer_.of(customer); }

}  // namespace core
