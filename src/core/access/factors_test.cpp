#include "core/access/factors.hpp"

#include <gtest/gtest.h>

namespace core {
namespace {

constexpr UserId erin{1};
constexpr UserId finn{2};

Factor factor(std::uint64_t id, UserId user, FactorKind kind, FactorStatus status) {
    Factor factor;
    factor.id = FactorId{id};
    factor.user = user;
    factor.kind = kind;
    factor.status = status;
    factor.secret = {id, 1};
    if (kind == FactorKind::passkey) factor.credential = {id, 2};
    if (kind == FactorKind::recovery) factor.codes = {{1, 3}, {2, 3}};
    return factor;
}

TEST(Factors, of_a_user_are_told_from_those_that_count) {
    Factors factors;
    factors.add(factor(1, erin, FactorKind::totp, FactorStatus::pending));
    factors.add(factor(2, finn, FactorKind::passkey, FactorStatus::active));
    EXPECT_EQ(factors.of_user(erin), std::vector{FactorId{1}});
    EXPECT_TRUE(factors.active_of(erin).empty());
    EXPECT_FALSE(factors.has_active(erin));
    EXPECT_TRUE(factors.has_active(finn));
    factors.confirm(FactorId{1}, 70);
    EXPECT_EQ(factors.active_of(erin), std::vector{FactorId{1}});
    EXPECT_EQ(factors.at(FactorId{1}).counter, 70u);
}

TEST(Factors, remember_the_last_step_and_the_codes_left) {
    Factors factors;
    factors.add(factor(1, erin, FactorKind::totp, FactorStatus::active));
    factors.add(factor(2, erin, FactorKind::recovery, FactorStatus::active));
    factors.use(FactorId{1}, 71, {}, Timestamp{5});
    factors.use(FactorId{2}, 99, {1, 3}, Timestamp{6});
    EXPECT_EQ(factors.at(FactorId{1}).counter, 71u);
    EXPECT_EQ(factors.at(FactorId{1}).last_used_at, Timestamp{5});
    EXPECT_EQ(factors.at(FactorId{2}).codes, (std::vector{Fingerprint{2, 3}}));
    EXPECT_EQ(factors.at(FactorId{2}).counter, 0u);
}

TEST(Factors, that_were_removed_prove_nothing_and_their_credential_is_free_again) {
    Factors factors;
    factors.add(factor(1, erin, FactorKind::passkey, FactorStatus::active));
    EXPECT_EQ(factors.by_credential({1, 2})->id, FactorId{1});
    factors.remove(FactorId{1});
    EXPECT_EQ(factors.by_credential({1, 2}), nullptr);
    EXPECT_EQ(factors.at(FactorId{1}).secret, VaultRef{});
    EXPECT_TRUE(factors.of_user(erin).empty());
    EXPECT_EQ(factors.all().size(), 1u);
    Factor again = factor(2, erin, FactorKind::passkey, FactorStatus::active);
    again.credential = {1, 2};
    factors.add(again);
    EXPECT_EQ(factors.by_credential({1, 2})->id, FactorId{2});
}

}  // namespace
}  // namespace core
