#include "core/customers/customers.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

TEST(Customers, are_found_by_the_ids_they_were_given_in_order) {
    Customers customers;
    EXPECT_EQ(customers.next_id(), CustomerId{1});
    customers.add({.id = CustomerId{1},
                   .subject = {7, 8},
                   .verified = false,
                   .suspended = false,
                   .created_at = from_unix_ms(5)});
    EXPECT_EQ(customers.next_id(), CustomerId{2});
    EXPECT_EQ(customers.at(CustomerId{1}).subject, (VaultRef{7, 8}));
    EXPECT_EQ(customers.find(CustomerId{0}), nullptr);
    EXPECT_EQ(customers.find(CustomerId{2}), nullptr);
}

TEST(Customers, change_how_they_stand_and_nothing_else) {
    Customers customers;
    customers.add({.id = CustomerId{1},
                   .subject = {},
                   .verified = false,
                   .suspended = false,
                   .created_at = {}});
    const Customers before = customers;
    customers.set_verified(CustomerId{1}, true);
    EXPECT_TRUE(customers.at(CustomerId{1}).verified);
    EXPECT_FALSE(customers.at(CustomerId{1}).suspended);
    EXPECT_NE(customers, before);
    customers.set_verified(CustomerId{1}, false);
    EXPECT_EQ(customers, before);
}

TEST(Customers, leave_no_gap_in_their_ids) {
    Customers customers;
    EXPECT_DEATH(customers.add({.id = CustomerId{2},
                                .subject = {},
                                .verified = false,
                                .suspended = false,
                                .created_at = {}}),
                 "broken promise");
}

TEST(Accounts, of_a_customer_come_oldest_first) {
    Accounts accounts;
    for (const std::uint64_t customer : {2U, 1U, 2U, 0U, 2U}) {
        accounts.add({.id = accounts.next_id(), .customer = CustomerId{customer}});
    }
    EXPECT_EQ(accounts.of(CustomerId{2}), (std::vector{AccountId{1}, AccountId{3}, AccountId{5}}));
    EXPECT_EQ(accounts.of(CustomerId{0}), (std::vector{AccountId{4}}));
    EXPECT_EQ(accounts.of(CustomerId{9}), std::vector<AccountId>{});
    EXPECT_EQ(accounts.at(AccountId{2}).customer, CustomerId{1});
}

}  // namespace
}  // namespace core
