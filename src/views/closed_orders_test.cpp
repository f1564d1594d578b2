#include "views/closed_orders.hpp"

#include <gtest/gtest.h>

namespace {

views::OrderRow row(std::uint64_t id, const char* name) {
    views::OrderRow closed;
    closed.order.id = core::OrderId{id};
    closed.order.account = core::AccountId{3};
    closed.order.client_order_id = name;
    closed.closed = core::CloseReason::cancelled;
    return closed;
}

TEST(ClosedOrders, finds_what_closed_lately_and_lets_the_oldest_go) {
    views::ClosedOrders closed;
    for (std::uint64_t id = 1; id <= views::ClosedOrders::capacity; ++id) closed.keep(row(id, "a"));
    ASSERT_NE(closed.find(core::OrderId{1}), nullptr);
    closed.keep(row(100'000, "b"));
    EXPECT_EQ(closed.find(core::OrderId{1}), nullptr);
    EXPECT_EQ(closed.find(core::OrderId{2})->order.id, core::OrderId{2});
    EXPECT_EQ(closed.find(core::OrderId{100'000})->order.id, core::OrderId{100'000});
}

TEST(ClosedOrders, the_newest_of_a_name_is_meant) {
    views::ClosedOrders closed;
    closed.keep(row(1, "mine"));
    closed.keep(row(2, "other"));
    closed.keep(row(3, "mine"));
    EXPECT_EQ(closed.find(core::AccountId{3}, "mine")->order.id, core::OrderId{3});
    EXPECT_EQ(closed.find(core::AccountId{4}, "mine"), nullptr);
}

}  // namespace
