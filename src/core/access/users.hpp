// The people who sign in: customers and staff, by id and by login.
//
//     users.add(User{.id = users.next_id(), .login = fingerprint, ...});
//     const User* user = users.find(fingerprint);      // nullptr: nobody signs in with that
//     users.set_failures(user->id, 5, locked_until);
//
// Part of the state: changed by apply() alone. Ids count from 1 without gaps; a user is never
// removed, only disabled, and a login names one user for ever. References stay good while users
// are added.
//
// Cost     find by login: O(log users). of_customer: O(users of that customer). Others O(1).
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "base/belongings.hpp"
#include "core/types/person.hpp"

namespace core {

class Users {
  public:
    UserId next_id() const { return UserId{users_.size() + 1}; }

    void add(const User& user);  // its id is next_id(), its login is new
    void set_status(UserId id, UserStatus status);
    void set_roles(UserId id, Roles roles);
    void set_password(UserId id, VaultRef password);
    void set_secrets_changed(UserId id, Timestamp at);
    // Wrong codes in a row, and until when the user's codes are locked for them.
    void set_failures(UserId id, std::uint32_t failures, Timestamp locked_until);

    const User* find(UserId id) const;  // nullptr when there is none
    const User* find(Fingerprint login) const;
    const User& at(UserId id) const;                             // must exist
    std::vector<UserId> of_customer(CustomerId customer) const;  // oldest first; staff: of none
    const std::deque<User>& all() const { return users_; }       // in the order of their ids

    friend bool operator==(const Users& a, const Users& b) { return a.users_ == b.users_; }

  private:
    User& changeable(UserId id);

    std::deque<User> users_;
    std::map<Fingerprint, UserId> by_login_;
    base::Belongings<CustomerId, UserId> of_customer_;
};

}  // namespace core
