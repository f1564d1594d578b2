#include "core/customers/policies.hpp"

#include <gtest/gtest.h>

#include "core/customers/locks.hpp"

namespace core {
namespace {

Timestamp at(std::int64_t second) { return Timestamp{} + seconds(second); }

void post(Policies& policies, PolicyType type, std::int64_t effective, bool by_act = false) {
    Policy policy;
    policy.id = policies.next_id();
    policy.type = type;
    policy.version = policies.next_version(type);
    policy.effective_at = at(effective);
    policy.requires_explicit = by_act;
    policies.add(policy);
}

TEST(Policies, count_their_versions_by_type) {
    Policies policies;
    post(policies, PolicyType::terms, 0);
    post(policies, PolicyType::privacy, 0);
    post(policies, PolicyType::terms, 0);
    EXPECT_EQ(policies.find(PolicyType::terms, 2)->id, PolicyId{3});
    EXPECT_EQ(policies.find(PolicyType::privacy, 1)->id, PolicyId{2});
    EXPECT_EQ(policies.find(PolicyType::privacy, 2), nullptr);
    EXPECT_EQ(policies.find(PolicyId{4}), nullptr);
    EXPECT_EQ(policies.in_effect(PolicyType::api_policy, at(9)), nullptr);
}

TEST(Policies, take_effect_when_they_say_and_never_after_a_newer_one) {
    Policies policies;
    post(policies, PolicyType::terms, 0);
    post(policies, PolicyType::terms, 50);
    post(policies, PolicyType::terms, 20);
    EXPECT_EQ(policies.in_effect(PolicyType::terms, at(19))->version, 1u);
    EXPECT_EQ(policies.in_effect(PolicyType::terms, at(20))->version, 3u);
    EXPECT_EQ(policies.in_effect(PolicyType::terms, at(50))->version, 3u);
}

TEST(Policies, that_ask_for_an_act_are_not_passed_by_a_newer_one_that_does_not) {
    Policies policies;
    post(policies, PolicyType::terms, 0);
    post(policies, PolicyType::terms, 10, true);
    post(policies, PolicyType::terms, 20);
    const auto due = [&](std::uint32_t accepted, std::int64_t second) {
        return policies.due(PolicyId{accepted}, PolicyType::terms, at(second));
    };
    EXPECT_EQ(due(1, 9), std::nullopt);
    EXPECT_EQ(due(1, 10), (DuePolicy{PolicyId{2}, true}));
    EXPECT_EQ(due(1, 20), (DuePolicy{PolicyId{3}, true}));
    EXPECT_EQ(due(2, 20), (DuePolicy{PolicyId{3}, false}));
    EXPECT_EQ(due(3, 20), std::nullopt);
    EXPECT_EQ(due(0, 9), (DuePolicy{PolicyId{1}, false}));
}

TEST(Policies, are_all_accepted_when_each_type_in_effect_is) {
    Policies policies;
    Customer customer;
    EXPECT_TRUE(policies.all_accepted_explicitly(customer, at(0))) << "nothing was posted";
    post(policies, PolicyType::terms, 0);
    post(policies, PolicyType::privacy, 10);
    customer.accepted.terms = PolicyId{1};
    EXPECT_FALSE(policies.all_accepted_explicitly(customer, at(0))) << "by going on only";
    customer.accepted_explicitly.terms = PolicyId{1};
    EXPECT_TRUE(policies.all_accepted_explicitly(customer, at(9)));
    EXPECT_FALSE(policies.all_accepted_explicitly(customer, at(10)));
}

Lock lock(Locks& locks, LockScope scope, std::int64_t ends, KeyId key = {}) {
    Lock lock;
    lock.id = locks.next_id();
    lock.customer = CustomerId{1};
    lock.scope = scope;
    lock.key = key;
    lock.ends_at = at(ends);
    locks.add(lock);
    return lock;
}

TEST(Locks, hold_until_their_end_exactly) {
    Locks locks;
    lock(locks, LockScope::trade, 10);
    EXPECT_TRUE(locks.holds(CustomerId{1}, LockScope::trade, at(9)));
    EXPECT_FALSE(locks.holds(CustomerId{1}, LockScope::trade, at(10)));
    EXPECT_FALSE(locks.holds(CustomerId{1}, LockScope::withdraw, at(9)));
    EXPECT_FALSE(locks.holds(CustomerId{2}, LockScope::trade, at(9)));
}

TEST(Locks, on_a_key_hold_while_one_of_them_does) {
    Locks locks;
    const Lock first = lock(locks, LockScope::key, 10, KeyId{7});
    lock(locks, LockScope::key, 20, KeyId{7});
    EXPECT_TRUE(locks.key_locked(KeyId{7}, at(15)));
    EXPECT_FALSE(locks.key_locked(KeyId{8}, at(5)));
    locks.remove(first.id);
    EXPECT_EQ(locks.of(KeyId{7}), std::vector{LockId{2}});
    locks.remove(LockId{2});
    EXPECT_FALSE(locks.key_locked(KeyId{7}, at(5)));
    EXPECT_EQ(locks.next_id(), LockId{3}) << "an id is never used again";
}

}  // namespace
}  // namespace core
