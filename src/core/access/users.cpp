#include "core/access/users.hpp"

#include "base/check.hpp"

namespace core {

void Users::add(const User& user) {
    CHECK(user.id == next_id());
    CHECK(by_login_.emplace(user.login, user.id).second);
    of_customer_.add(user.customer, user.id);
    users_.push_back(user);
}

void Users::set_status(UserId id, UserStatus status) { changeable(id).status = status; }

void Users::set_roles(UserId id, Roles roles) { changeable(id).roles = roles; }

void Users::set_password(UserId id, VaultRef password) { changeable(id).password = password; }

void Users::set_secrets_changed(UserId id, Timestamp at) { changeable(id).secrets_changed_at = at; }

void Users::set_failures(UserId id, std::uint32_t failures, Timestamp locked_until) {
    User& user = changeable(id);
    user.factor_failures = failures;
    user.factors_locked_until = locked_until;
}

const User* Users::find(UserId id) const {
    if (id.value == 0 || id.value > users_.size()) return nullptr;
    return &users_[id.value - 1];
}

const User* Users::find(Fingerprint login) const {
    const auto found = by_login_.find(login);
    return found == by_login_.end() ? nullptr : find(found->second);
}

const User& Users::at(UserId id) const {
    const User* found = find(id);
    CHECK(found != nullptr);
    return *found;
}

std::vector<UserId> Users::of_customer(CustomerId customer) const {
    if (!customer) return {};
    return of_customer_.of(customer);
}

User& Users::changeable(UserId id) {
    CHECK(find(id) != nullptr);
    return users_[id.value - 1];
}

}  // namespace core
