#include <gtest/gtest.h>

#include "core/exchange/orders_house_for_tests.hpp"

namespace core {
namespace {

PlaceOrderList list_of(ListKind kind, std::vector<PlaceOrder> orders) {
    PlaceOrderList list;
    list.market = apples;
    list.kind = kind;
    list.client_list_id = "list";
    list.orders = std::move(orders);
    return list;
}

PlaceOrder maker(Side side, std::int64_t lots, std::int64_t price, std::string_view name) {
    return order_for(side, OrderType::limit_maker, lots, price, name);
}

// Sells 5 with a profit at 120, or with a loss at 90.
PlaceOrderList way_out() {
    return list_of(ListKind::oco, {maker(Side::sell, 5, 120, "profit"),
                                   stop(Side::sell, OrderType::stop_loss, 5, 90, "loss")});
}

// Somebody trades one lot at this price.
void trade_at(OrdersHouse& town, std::int64_t price) {
    EXPECT_TRUE(town.ask(bob, buy(1, price, "up")));
    EXPECT_TRUE(town.ask(alice, sell(1, price, "down")));
}

TEST(OrderLists, hold_once_for_the_two_legs_of_a_pair) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, way_out()));
    EXPECT_EQ(town.held(alice, apl), Amount{5});
    EXPECT_TRUE(town.find(alice, "profit"));
    EXPECT_EQ(parking(*town.find(alice, "loss")), Parking::trigger);
    EXPECT_EQ(town.state.lists.all().size(), 1u);
}

TEST(OrderLists, hold_the_larger_need_of_a_pair_that_buys) {
    OrdersHouse town;
    PlaceOrder loss = stop(Side::buy, OrderType::stop_loss_limit, 5, 110, "loss");
    loss.limit = Price{115};
    ASSERT_TRUE(town.ask(alice, list_of(ListKind::oco, {loss, maker(Side::buy, 5, 80, "profit")})));
    EXPECT_EQ(town.held(alice, usd), Amount{575});
    ASSERT_TRUE(town.ask(bob, sell(2, 80, "b1")));
    EXPECT_EQ(town.held(alice, usd), Amount{240});  // three at 80; the sibling's hold is back
    EXPECT_FALSE(town.find(alice, "loss"));
}

TEST(OrderLists, end_the_other_leg_when_one_trades) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, way_out()));
    ASSERT_TRUE(town.ask(bob, buy(2, 120, "b1")));
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::list_sibling);
    EXPECT_EQ(town.find(alice, "profit")->leaves, Quantity{3});
    EXPECT_EQ(town.held(alice, apl), Amount{3});
    ASSERT_TRUE(town.ask(bob, buy(3, 120, "b2")));
    EXPECT_TRUE(town.state.lists.all().empty());
}

TEST(OrderLists, end_the_other_leg_when_one_triggers) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, way_out()));
    ASSERT_TRUE(town.ask(bob, buy(9, 88, "b1")));
    trade_at(town, 90);
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::list_sibling);
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::filled);
    EXPECT_EQ(town.held(alice, apl), Amount{});
    EXPECT_TRUE(town.state.lists.all().empty());
}

TEST(OrderLists, go_as_a_whole_when_a_leg_is_cancelled) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, way_out()));
    ASSERT_TRUE(town.ask(alice, CancelOrder{.client_order_id = "loss"}));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::cancelled);
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::cancelled);
    EXPECT_EQ(town.held(alice, apl), Amount{});
    EXPECT_TRUE(town.state.lists.all().empty());
}

// Buys 5 at 100, then sells them at 130.
PlaceOrderList in_and_out() {
    return list_of(ListKind::oto, {buy(5, 100, "in"), sell(5, 130, "out")});
}

PlaceOrderList bound(PlaceOrderList list, std::uint64_t session) {
    for (PlaceOrder& order : list.orders) {
        if (!order.terms) order.terms.emplace();
        order.terms->session = session;
    }
    return list;
}

TEST(OrderLists, go_as_a_whole_with_the_connection_that_they_are_bound_to) {
    for (const PlaceOrderList& list : {bound(way_out(), 7), bound(in_and_out(), 7)}) {
        OrdersHouse town;
        ASSERT_TRUE(town.ask(alice, list));
        CancelAll lost;
        lost.session = 8;
        lost.disconnected = true;
        EXPECT_EQ(town.ask(alice, lost).error().reject, Reject::order_unknown);
        lost.session = 7;
        ASSERT_TRUE(town.ask(alice, lost));
        for (std::uint64_t order = 1; order <= list.orders.size(); ++order) {
            EXPECT_EQ(town.closed(OrderId{order}), CloseReason::disconnected);
        }
        EXPECT_EQ(town.held(alice, apl), Amount{});
        EXPECT_EQ(town.held(alice, usd), Amount{});
        EXPECT_TRUE(town.state.lists.all().empty());
    }
}

TEST(OrderLists, are_bound_to_one_connection_or_to_none) {
    OrdersHouse town;
    PlaceOrderList list = way_out();
    list.orders.back().terms->session = 7;
    EXPECT_EQ(town.ask(alice, list).error().reject, Reject::malformed_field);
}

TEST(OrderLists, are_cancelled_by_their_own_name_or_with_all_orders) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, way_out()));
    CancelOrderList cancel;
    cancel.client_list_id = "list";
    EXPECT_EQ(town.ask(bob, cancel).error().reject, Reject::order_list_unknown);
    ASSERT_TRUE(town.ask(alice, cancel));
    EXPECT_EQ(town.ask(alice, cancel).error().reject, Reject::order_list_unknown);
    ASSERT_TRUE(town.ask(alice, way_out()));
    ASSERT_TRUE(town.ask(alice, CancelAll{}));
    EXPECT_EQ(town.held(alice, apl), Amount{});
    EXPECT_EQ(town.available(alice, apl), Amount{10'000});
}

TEST(OrderLists, want_the_market_between_the_legs_of_a_pair) {
    OrdersHouse town;
    trade_at(town, 100);
    const auto refused = [&town](PlaceOrder upper, PlaceOrder lower) {
        return town.ask(alice, list_of(ListKind::oco, {upper, lower})).error().reject;
    };
    const PlaceOrder loss = stop(Side::sell, OrderType::stop_loss, 5, 90, "loss");
    EXPECT_EQ(refused(maker(Side::sell, 5, 100, "p"), loss), Reject::list_prices);
    EXPECT_EQ(refused(loss, maker(Side::sell, 5, 120, "p")), Reject::list_prices);
    EXPECT_EQ(refused(maker(Side::sell, 4, 120, "p"), loss), Reject::malformed_field);
    EXPECT_EQ(refused(maker(Side::sell, 5, 120, "p"), maker(Side::sell, 5, 130, "q")),
              Reject::malformed_field);
    EXPECT_EQ(refused(maker(Side::sell, 5, 120, "loss"), loss), Reject::client_order_id_in_use);
    EXPECT_EQ(town.state.last_order, OrderId{2});
    ASSERT_TRUE(town.ask(alice, way_out()));
    EXPECT_EQ(town.ask(alice, way_out()).error().reject, Reject::client_order_id_in_use);
}

TEST(OrderLists, place_the_pending_order_once_the_working_one_is_filled) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, in_and_out()));
    EXPECT_EQ(town.find(alice, "out")->id, OrderId{1});
    EXPECT_EQ(parking(*town.find(alice, "out")), Parking::list);
    EXPECT_EQ(town.held(alice, apl), Amount{});
    ASSERT_TRUE(town.ask(bob, sell(3, 100, "b1")));
    EXPECT_EQ(parking(*town.find(alice, "out")), Parking::list);
    ASSERT_TRUE(town.ask(bob, sell(2, 100, "b2")));
    EXPECT_EQ(parking(*town.find(alice, "out")), Parking::none);
    EXPECT_EQ(town.held(alice, apl), Amount{5});
    ASSERT_TRUE(town.ask(bob, buy(5, 130, "b3")));
    EXPECT_TRUE(town.state.lists.all().empty());
}

TEST(OrderLists, place_the_pending_order_in_the_next_record_when_all_is_filled_at_once) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(bob, sell(5, 100, "b1")));
    ASSERT_TRUE(town.ask(alice, in_and_out()));
    EXPECT_EQ(town.closed(OrderId{3}), CloseReason::filled);
    EXPECT_EQ(parking(*town.find(alice, "out")), Parking::none);
}

TEST(OrderLists, drop_what_waits_when_the_working_order_ends_otherwise) {
    OrdersHouse town;
    PlaceOrderList list = in_and_out();
    list.orders[0].time_in_force = TimeInForce::ioc;
    ASSERT_TRUE(town.ask(alice, list));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::list_failed);
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::ioc_unfilled);
    ASSERT_TRUE(town.ask(alice, in_and_out()));
    ASSERT_TRUE(town.ask(alice, CancelOrder{.client_order_id = "in"}));
    EXPECT_EQ(town.closed(OrderId{3}), CloseReason::cancelled);
    EXPECT_TRUE(town.state.lists.all().empty());
    EXPECT_EQ(town.available(alice, usd), Amount{10'000});
}

// The one that waits sells, the working one has dollars held: found by the naive market.
TEST(OrderLists, go_as_a_whole_when_what_waits_is_cancelled) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, in_and_out()));
    ASSERT_TRUE(town.ask(alice, CancelOrder{.client_order_id = "out"}));
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::cancelled);
    EXPECT_EQ(town.available(alice, usd), Amount{10'000});
    EXPECT_TRUE(town.state.lists.all().empty());
}

TEST(OrderLists, close_what_cannot_be_placed_when_its_turn_comes) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(
        alice, list_of(ListKind::oto, {buy(5, 100, "in"), sell(20'000, 130, "too much")})));
    ASSERT_TRUE(town.ask(bob, sell(5, 100, "b1")));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::unplaceable);
    EXPECT_TRUE(town.state.lists.all().empty());
}

TEST(OrderLists, place_a_pair_once_the_working_order_is_filled) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(
        alice, list_of(ListKind::otoco, {buy(5, 100, "in"), maker(Side::sell, 5, 120, "profit"),
                                         stop(Side::sell, OrderType::stop_loss, 5, 90, "loss")})));
    ASSERT_TRUE(town.ask(bob, sell(5, 100, "b1")));
    EXPECT_EQ(town.held(alice, apl), Amount{5});
    EXPECT_EQ(parking(*town.find(alice, "profit")), Parking::none);
    EXPECT_EQ(parking(*town.find(alice, "loss")), Parking::trigger);
    ASSERT_TRUE(town.ask(bob, buy(5, 120, "b2")));
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::list_sibling);
    EXPECT_TRUE(town.state.lists.all().empty());
}

TEST(OrderLists, close_a_pair_that_the_market_has_passed_when_its_turn_comes) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(
        alice, list_of(ListKind::otoco, {buy(5, 100, "in"), maker(Side::sell, 5, 120, "profit"),
                                         stop(Side::sell, OrderType::stop_loss, 5, 110, "loss")})));
    ASSERT_TRUE(town.ask(bob, sell(5, 100, "b1")));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::unplaceable);
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::unplaceable);
    EXPECT_EQ(town.held(alice, apl), Amount{});
}

TEST(OrderLists, expire_as_a_whole) {
    OrdersHouse town;
    PlaceOrderList list = way_out();
    for (PlaceOrder& order : list.orders) {
        if (!order.terms) order.terms.emplace();
        order.terms->expires_at = town.now() + minutes(5);
    }
    ASSERT_TRUE(town.ask(alice, list));
    EXPECT_EQ(town.state.timers.size(), 2u);
    town.tick(minutes(5));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::expired);
    EXPECT_EQ(town.closed(OrderId{2}), CloseReason::expired);
    EXPECT_TRUE(town.state.timers.empty());
    EXPECT_EQ(town.available(alice, apl), Amount{10'000});
}

TEST(OrderLists, that_are_too_many_are_refused) {
    OrdersHouse town;
    for (std::uint32_t number = 0; number < town.market().order_lists_max; ++number) {
        const std::string name = std::to_string(number);
        PlaceOrderList list =
            list_of(ListKind::oto, {buy(1, 10 + number, "w" + name), sell(1, 500, "p" + name)});
        list.client_list_id = ClientOrderId{name};
        ASSERT_TRUE(town.ask(bob, list));
    }
    EXPECT_EQ(town.ask(bob, in_and_out()).error().reject, Reject::list_count_filter);
    EXPECT_TRUE(town.ask(alice, in_and_out()));
}

}  // namespace
}  // namespace core
