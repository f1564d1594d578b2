#include "core/customers/customers.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

Customer customer(std::uint64_t id) {
    Customer customer;
    customer.id = CustomerId{id};
    customer.created_at = from_unix_ms(5);
    return customer;
}

TEST(Customers, are_found_by_the_ids_they_were_given_in_order) {
    Customers customers;
    EXPECT_EQ(customers.next_id(), CustomerId{1});
    Customer first = customer(1);
    first.subject = {7, 8};
    customers.add(first);
    EXPECT_EQ(customers.next_id(), CustomerId{2});
    EXPECT_EQ(customers.at(CustomerId{1}).subject, (VaultRef{7, 8}));
    EXPECT_EQ(customers.find(CustomerId{0}), nullptr);
    EXPECT_EQ(customers.find(CustomerId{2}), nullptr);
}

TEST(Customers, change_how_they_stand_and_nothing_else) {
    Customers customers;
    customers.add(customer(1));
    CustomerStatusChanged changed;
    changed.customer = CustomerId{1};
    changed.verified = true;
    changed.onboarding = Onboarding::approved;
    changed.level = 2;
    customers.set_status(changed, from_unix_ms(9));
    Customer expected = customer(1);
    expected.verified = true;
    expected.onboarding = Onboarding::approved;
    expected.onboarding_at = from_unix_ms(9);
    expected.level = 2;
    EXPECT_EQ(customers.at(CustomerId{1}), expected);

    changed.suspended = true;
    changed.reason = "court_order";
    customers.set_status(changed, from_unix_ms(20));
    expected.suspended = true;
    expected.suspension_reason = "court_order";
    EXPECT_EQ(customers.at(CustomerId{1}), expected) << "approved since then as now";
}

TEST(Customers, accept_by_going_on_what_they_have_not_accepted_by_an_act) {
    Customers customers;
    customers.add(customer(1));
    customers.accept(
        {CustomerId{1}, PolicyId{3}, PolicyType::privacy, AcceptanceKind::continued_use});
    const Customer& accepted = customers.at(CustomerId{1});
    EXPECT_EQ(accepted.accepted, (AcceptedPolicies{{}, PolicyId{3}, {}}));
    EXPECT_EQ(accepted.accepted_explicitly, AcceptedPolicies{});
    customers.accept(
        {CustomerId{1}, PolicyId{3}, PolicyType::privacy, AcceptanceKind::by_explicit_act});
    EXPECT_EQ(accepted.accepted_explicitly, (AcceptedPolicies{{}, PolicyId{3}, {}}));
}

TEST(Customers, leave_no_gap_in_their_ids) {
    Customers customers;
    EXPECT_DEATH(customers.add(customer(2)), "broken promise");
}

TEST(Accounts, of_a_customer_come_oldest_first) {
    Accounts accounts;
    for (const std::uint64_t owner : {2U, 1U, 2U, 0U, 2U}) {
        accounts.add({.id = accounts.next_id(), .customer = CustomerId{owner}});
    }
    EXPECT_EQ(accounts.of(CustomerId{2}), (std::vector{AccountId{1}, AccountId{3}, AccountId{5}}));
    EXPECT_EQ(accounts.of(CustomerId{0}), (std::vector{AccountId{4}}));
    EXPECT_EQ(accounts.of(CustomerId{9}), std::vector<AccountId>{});
    EXPECT_EQ(accounts.at(AccountId{2}).customer, CustomerId{1});
}

}  // namespace
}  // namespace core
