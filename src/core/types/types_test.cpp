#include <concepts>
#include <gtest/gtest.h>

#include "core/types/order.hpp"
#include "core/types/reject.hpp"

namespace core {
namespace {

template <class A, class B>
concept adds = requires(A a, B b) { a + b; };
template <class A, class B>
concept multiplies = requires(A a, B b) { a* b; };
template <class A, class B>
concept compares = requires(A a, B b) { a == b; };

static_assert(adds<Amount, Amount>);
static_assert(!adds<Amount, Quantity>);
static_assert(!multiplies<Price, Quantity>);
static_assert(!compares<AccountId, OrderId>);
static_assert(!std::is_convertible_v<int, Price>);
static_assert(!std::is_convertible_v<Price, std::int64_t>);
static_assert(!adds<Timestamp, Timestamp>);
static_assert(sizeof(OrderId) == 8 && std::is_trivially_copyable_v<OrderId>);

TEST(Fee, rounds_up_to_the_unit_so_that_the_house_gains) {
    EXPECT_EQ(fee_on(Amount{1'000'000}, FeeRate{1'000}), Amount{1'000});
    EXPECT_EQ(fee_on(Amount{1}, FeeRate{1'000}), Amount{1});
    EXPECT_EQ(fee_on(Amount{1'001}, FeeRate{1'000}), Amount{2});
    EXPECT_EQ(fee_on(Amount{5}, FeeRate{0}), Amount{0});
}

TEST(Amount, never_wraps_around) {
    constexpr Amount most{static_cast<Int128>(~base::Uint128{0} >> 1)};
    EXPECT_DEATH(most + Amount{1}, "broken promise");
    EXPECT_DEATH(most * 2, "broken promise");
}

TEST(Reject, each_has_one_name_and_each_name_one_reject) {
    for (const Reject reject : all_rejects()) EXPECT_EQ(reject_named(name_of(reject)), reject);
    EXPECT_EQ(name_of(Reject::insufficient_funds), "insufficient_funds");
    EXPECT_FALSE(reject_named("no_such_reject"));
}

}  // namespace
}  // namespace core
