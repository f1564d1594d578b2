#include "core/access/users.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

User user(std::uint64_t id, std::uint64_t customer) {
    User user;
    user.id = UserId{id};
    user.customer = CustomerId{customer};
    user.login = {id, 7};
    user.status = UserStatus::active;
    return user;
}

TEST(Users, are_found_by_id_and_by_login) {
    Users users;
    EXPECT_EQ(users.next_id(), UserId{1});
    users.add(user(1, 5));
    users.add(user(2, 0));
    EXPECT_EQ(users.next_id(), UserId{3});
    EXPECT_EQ(users.find(UserId{2})->login, (Fingerprint{2, 7}));
    EXPECT_EQ(users.find(Fingerprint{1, 7})->id, UserId{1});
    EXPECT_EQ(users.find(Fingerprint{9, 7}), nullptr);
    EXPECT_EQ(users.find(UserId{}), nullptr);
    EXPECT_EQ(users.find(UserId{3}), nullptr);
}

TEST(Users, of_a_customer_are_listed_and_staff_are_of_none) {
    Users users;
    users.add(user(1, 5));
    users.add(user(2, 0));
    users.add(user(3, 5));
    EXPECT_EQ(users.of_customer(CustomerId{5}), (std::vector{UserId{1}, UserId{3}}));
    EXPECT_TRUE(users.of_customer(CustomerId{}).empty());
    EXPECT_TRUE(users.of_customer(CustomerId{6}).empty());
}

TEST(Users, change_in_what_they_are_told) {
    Users users;
    users.add(user(1, 0));
    const Users before = users;
    users.set_status(UserId{1}, UserStatus::disabled);
    users.set_roles(UserId{1}, {Role::mlro});
    users.set_password(UserId{1}, {3, 4});
    users.set_secrets_changed(UserId{1}, Timestamp{8});
    users.set_failures(UserId{1}, 5, Timestamp{9});
    const User& now = users.at(UserId{1});
    EXPECT_EQ(now.status, UserStatus::disabled);
    EXPECT_TRUE(now.roles.has(Role::mlro));
    EXPECT_EQ(now.password, (VaultRef{3, 4}));
    EXPECT_EQ(now.secrets_changed_at, Timestamp{8});
    EXPECT_EQ(now.factor_failures, 5u);
    EXPECT_EQ(now.factors_locked_until, Timestamp{9});
    EXPECT_FALSE(users == before);
}

TEST(UsersDeathTest, have_one_login_each) {
    Users users;
    users.add(user(1, 0));
    User same = user(2, 0);
    same.login = {1, 7};
    EXPECT_DEATH(users.add(same), "");
}

}  // namespace
}  // namespace core
