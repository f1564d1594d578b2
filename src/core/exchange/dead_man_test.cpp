// Dead-man timers, and orders that are good till a date.
#include <gtest/gtest.h>

#include "core/exchange/orders_house_for_tests.hpp"

namespace core {
namespace {

SetDeadMan within(Duration timeout, std::string_view tag = {}) {
    SetDeadMan command;
    command.tag = OrderTag{tag};
    command.timeout = timeout;
    return command;
}

TEST(DeadMan, cancels_all_orders_when_its_owner_is_silent) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(5, 100, "a")));
    ASSERT_TRUE(town.ask(alice, stop(Side::sell, OrderType::stop_loss, 5, 90, "s")));
    ASSERT_TRUE(town.ask(bob, buy(5, 99, "b")));
    ASSERT_TRUE(town.ask(alice, within(seconds(60))));
    town.tick(seconds(59));
    EXPECT_TRUE(town.find(alice, "a"));
    ASSERT_TRUE(town.ask(alice, within(seconds(60))));  // he is there
    town.tick(seconds(59));
    EXPECT_TRUE(town.find(alice, "a"));
    town.tick(seconds(1));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::dead_man);
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::dead_man);
    EXPECT_TRUE(town.find(bob, "b"));
    EXPECT_TRUE(town.state.dead_men.all().empty());
    EXPECT_TRUE(town.state.timers.empty());
}

TEST(DeadMan, is_taken_back_and_needs_not_to_be_there_for_that) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(5, 100, "a")));
    ASSERT_TRUE(town.ask(alice, within({})));
    ASSERT_TRUE(town.ask(alice, within(seconds(60))));
    ASSERT_TRUE(town.ask(alice, within({})));
    town.tick(seconds(61));
    EXPECT_TRUE(town.find(alice, "a"));
}

TEST(DeadMan, keeps_to_the_orders_of_its_tag) {
    OrdersHouse town;
    PlaceOrder tagged = buy(5, 100, "a");
    tagged.terms.emplace().tag = "grid";
    ASSERT_TRUE(town.ask(alice, tagged));
    ASSERT_TRUE(town.ask(alice, buy(5, 100, "b")));
    ASSERT_TRUE(town.ask(alice, within(seconds(60), "grid")));
    EXPECT_EQ(town.state.dead_men.count(alice), 1u);
    town.tick(seconds(60));
    EXPECT_FALSE(town.find(alice, "a"));
    EXPECT_TRUE(town.find(alice, "b"));
}

TEST(DeadMan, is_between_a_second_and_a_day) {
    OrdersHouse town;
    for (const Duration wrong : {milliseconds(999), Duration{-1}}) {
        EXPECT_EQ(town.ask(alice, within(wrong)).error().field.view(), "timeout");
    }
    EXPECT_TRUE(town.ask(alice, within(hours(24))));
    EXPECT_FALSE(town.ask(alice, within({hours(24).ns + 1})));
    SetDeadMan nowhere = within(seconds(1));
    nowhere.market = MarketId{9};
    EXPECT_EQ(town.ask(alice, nowhere).error().reject, Reject::not_found);
}

TEST(DeadMan, cancels_many_orders_in_more_than_one_record) {
    OrdersHouse town;
    for (int order = 0; order < 250; ++order) {
        ASSERT_TRUE(town.ask(alice, buy(1, 10, std::to_string(order))));
    }
    ASSERT_TRUE(town.ask(alice, within(seconds(1))));
    town.tick(seconds(1));
    EXPECT_EQ(town.state.orders.count(alice), 50u);
    EXPECT_EQ(next_deadline(town.state), town.now());
    town.tick({});
    EXPECT_EQ(town.state.orders.count(alice), 0u);
    EXPECT_TRUE(town.state.dead_men.all().empty());
}

TEST(DeadMan, waits_until_a_halted_market_lets_cancel) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(5, 100, "a")));
    ASSERT_TRUE(town.ask(alice, within(seconds(1))));
    town.happen(MarketModeChanged{apples, MarketMode::halt, never});
    town.tick(seconds(1));
    EXPECT_TRUE(town.find(alice, "a"));
    town.happen(MarketModeChanged{apples, MarketMode::cancel_only, never});
    town.tick(seconds(1));
    EXPECT_FALSE(town.find(alice, "a"));
}

TEST(GoodTillDate, ends_at_its_time_and_not_before) {
    OrdersHouse town;
    PlaceOrder order = buy(5, 100, "a");
    order.terms.emplace().expires_at = town.now() + minutes(1);
    ASSERT_TRUE(town.ask(alice, order));
    town.tick({minutes(1).ns - 1});
    EXPECT_TRUE(town.find(alice, "a"));
    town.tick({1});
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::expired);
    EXPECT_EQ(town.available(alice, usd), Amount{10'000});
}

TEST(GoodTillDate, needs_no_end_once_it_is_filled) {
    OrdersHouse town;
    PlaceOrder order = buy(5, 100, "a");
    order.terms.emplace().expires_at = town.now() + minutes(1);
    ASSERT_TRUE(town.ask(alice, order));
    ASSERT_TRUE(town.ask(bob, sell(5, 100, "b")));
    EXPECT_TRUE(town.state.timers.empty());
}

TEST(GoodTillDate, and_a_dead_man_may_come_at_the_same_moment) {
    OrdersHouse town;
    PlaceOrder order = buy(5, 100, "a");
    order.terms.emplace().expires_at = town.now() + minutes(1);
    ASSERT_TRUE(town.ask(alice, order));
    ASSERT_TRUE(town.ask(alice, within(minutes(1))));
    town.tick(minutes(1));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::expired);
    EXPECT_TRUE(town.state.dead_men.all().empty());
}

}  // namespace
}  // namespace core
