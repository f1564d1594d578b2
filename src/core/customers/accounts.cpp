#include "core/customers/accounts.hpp"

#include "base/check.hpp"

namespace core {

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
