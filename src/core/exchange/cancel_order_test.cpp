// Cancelling, amending, replacing.
#include <gtest/gtest.h>

#include "core/exchange/orders_house_for_tests.hpp"

namespace core {
namespace {

CancelOrder cancel_of(std::string_view name, CancelOnly only = CancelOnly::any) {
    CancelOrder cancel;
    cancel.client_order_id = ClientOrderId{name};
    cancel.only = only;
    return cancel;
}

PlaceOrder tagged(PlaceOrder order, std::string_view tag) {
    order.terms.emplace().tag = OrderTag{tag};
    return order;
}

TEST(CancelOrder, may_be_limited_to_orders_that_are_filled_in_part_or_not_at_all) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(5, 100, "a")));
    EXPECT_EQ(town.ask(alice, cancel_of("a", CancelOnly::partially_filled)).error().reject,
              Reject::cancel_restricted);
    ASSERT_TRUE(town.ask(bob, sell(2, 100, "b")));
    EXPECT_EQ(town.ask(alice, cancel_of("a", CancelOnly::unfilled)).error().reject,
              Reject::cancel_restricted);
    EXPECT_TRUE(town.ask(alice, cancel_of("a", CancelOnly::partially_filled)));
}

TEST(CancelOrder, says_when_two_names_mean_different_orders) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(5, 100, "a")));
    CancelOrder cancel = cancel_of("b");
    cancel.order = OrderId{1};
    EXPECT_EQ(town.ask(alice, cancel).error().reject, Reject::client_order_id_mismatch);
    EXPECT_EQ(town.ask(bob, cancel).error().reject, Reject::order_unknown);
    cancel.client_order_id = "a";
    EXPECT_TRUE(town.ask(alice, cancel));
}

TEST(CancelAll, takes_the_orders_of_a_tag_a_key_or_a_connection) {
    OrdersHouse town;
    PlaceOrder bound = buy(5, 98, "c");
    bound.terms.emplace().session = 7;
    ASSERT_TRUE(town.ask(alice, tagged(buy(5, 100, "a"), "grid")));
    ASSERT_TRUE(town.ask(alice, buy(5, 99, "b")));
    ASSERT_TRUE(town.ask(alice, bound));
    CancelAll wanted;
    wanted.tag = "none";
    EXPECT_EQ(town.ask(alice, wanted).error().reject, Reject::order_unknown);
    wanted.tag = "grid";
    ASSERT_TRUE(town.ask(alice, wanted));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::cancelled);
    CancelAll lost;
    lost.session = 7;
    lost.disconnected = true;
    ASSERT_TRUE(town.ask(alice, lost));
    EXPECT_EQ(town.closed(OrderId{3}), CloseReason::disconnected);
    EXPECT_EQ(town.ask(alice, lost).error().reject, Reject::order_unknown);
    EXPECT_TRUE(town.find(alice, "b"));
}

TEST(CancelAll, takes_stops_that_wait_as_well) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, stop(Side::sell, OrderType::stop_loss, 5, 90, "s")));
    ASSERT_TRUE(town.ask(alice, CancelAll{}));
    EXPECT_EQ(town.held(alice, apl), Amount{});
}

AmendOrder amend(std::string_view name, std::int64_t lots) {
    AmendOrder amend;
    amend.client_order_id = ClientOrderId{name};
    amend.quantity = Quantity{lots};
    return amend;
}

TEST(AmendOrder, makes_an_order_smaller_in_its_place_and_gives_back_the_difference) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(8, 100, "a")));
    ASSERT_TRUE(town.ask(bob, buy(4, 100, "b")));
    AmendOrder wanted = amend("a", 5);
    wanted.new_client_order_id = "a2";
    ASSERT_TRUE(town.ask(alice, wanted));
    EXPECT_EQ(town.held(alice, usd), Amount{500});
    EXPECT_FALSE(town.find(alice, "a"));
    EXPECT_EQ(town.find(alice, "a2")->quantity, Quantity{5});
    ASSERT_TRUE(town.ask(bob, sell(5, 100, "b2")));  // before bob's own order, as it always was
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::filled);
    EXPECT_TRUE(town.find(bob, "b"));
}

TEST(AmendOrder, refuses_what_does_not_make_it_smaller) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(8, 100, "a")));
    ASSERT_TRUE(town.ask(bob, sell(3, 100, "b")));
    const auto refused = [&town](const AmendOrder& wanted) {
        return town.ask(alice, wanted).error().reject;
    };
    EXPECT_EQ(refused(amend("a", 8)), Reject::amend_unchanged);
    EXPECT_EQ(refused(amend("a", 9)), Reject::amend_increase);
    EXPECT_EQ(refused(amend("a", 3)), Reject::lot_filter);
    EXPECT_EQ(refused(amend("x", 5)), Reject::order_unknown);
    ASSERT_TRUE(town.ask(alice, buy(8, 90, "other")));
    AmendOrder wanted = amend("a", 5);
    wanted.new_client_order_id = "other";
    EXPECT_EQ(refused(wanted), Reject::client_order_id_in_use);
    EXPECT_EQ(town.held(alice, usd), Amount{500 + 720});
}

TEST(AmendOrder, is_done_so_often_and_no_more) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(100, 50, "a")));
    const std::uint32_t most = town.market().amends_max;
    for (std::uint32_t done = 1; done <= most; ++done) {
        ASSERT_TRUE(town.ask(alice, amend("a", 100 - done)));
    }
    EXPECT_EQ(town.ask(alice, amend("a", 1)).error().reject, Reject::amend_count_filter);
}

TEST(AmendOrder, leaves_the_legs_of_a_pair_alone_and_makes_a_stop_smaller) {
    OrdersHouse town;
    PlaceOrderList list;
    list.market = apples;
    list.kind = ListKind::oco;
    list.client_list_id = "list";
    list.orders = {order_for(Side::sell, OrderType::limit_maker, 5, 120, "profit"),
                   stop(Side::sell, OrderType::stop_loss, 5, 90, "loss")};
    ASSERT_TRUE(town.ask(alice, list));
    EXPECT_EQ(town.ask(alice, amend("profit", 4)).error().reject, Reject::state_conflict);
    ASSERT_TRUE(town.ask(alice, stop(Side::sell, OrderType::stop_loss, 5, 80, "alone")));
    ASSERT_TRUE(town.ask(alice, amend("alone", 2)));
    EXPECT_EQ(town.held(alice, apl), Amount{5 + 2});
}

CancelReplace replace(std::string_view name, PlaceOrder place, bool stop_on_failure = true) {
    CancelReplace wanted;
    wanted.cancel = cancel_of(name);
    wanted.place = std::move(place);
    wanted.stop_on_failure = stop_on_failure;
    return wanted;
}

TEST(CancelReplace, gives_the_new_order_the_money_and_the_name_of_the_old_one) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(100, 100, "a")));
    EXPECT_EQ(town.available(alice, usd), Amount{});
    ASSERT_TRUE(town.ask(alice, replace("a", buy(50, 200, "a"))));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::cancelled);
    EXPECT_EQ(town.find(alice, "a")->id, OrderId{2});
    EXPECT_EQ(town.held(alice, usd), Amount{10'000});
}

TEST(CancelReplace, does_not_meet_the_old_order) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, sell(5, 100, "a")));
    ASSERT_TRUE(
        town.ask(alice, replace("a", order_for(Side::buy, OrderType::limit_maker, 5, 110, "b"))));
    EXPECT_TRUE(town.find(alice, "b"));
    ASSERT_TRUE(town.ask(alice, replace("b", sell(5, 100, "c"))));
    EXPECT_EQ(town.find(alice, "c")->leaves, Quantity{5});
}

TEST(CancelReplace, stops_where_nothing_could_be_cancelled_or_goes_on_if_asked_to) {
    OrdersHouse town;
    EXPECT_EQ(town.ask(alice, replace("x", buy(5, 100, "a"))).error().reject,
              Reject::order_unknown);
    EXPECT_FALSE(town.find(alice, "a"));
    ASSERT_TRUE(town.ask(alice, replace("x", buy(5, 100, "a"), false)));
    EXPECT_TRUE(town.find(alice, "a"));
    ASSERT_NE(town.last<CancelRefused>(), nullptr);
    EXPECT_EQ(town.last<CancelRefused>()->rejection.reject, Reject::order_unknown);
}

TEST(CancelReplace, cancels_even_if_the_new_order_cannot_be_placed) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(5, 100, "a")));
    ASSERT_TRUE(town.ask(alice, replace("a", buy(101, 100, "b"))));
    EXPECT_EQ(town.closed(OrderId{1}), CloseReason::cancelled);
    EXPECT_FALSE(town.find(alice, "b"));
    ASSERT_NE(town.last<PlaceRefused>(), nullptr);
    EXPECT_EQ(town.last<PlaceRefused>()->rejection.reject, Reject::insufficient_funds);
    EXPECT_EQ(town.available(alice, usd), Amount{10'000});
}

TEST(CancelReplace, cancels_nothing_for_an_order_that_is_wrong_in_itself) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, buy(5, 100, "a")));
    EXPECT_EQ(town.ask(alice, replace("a", buy(0, 100, "b"))).error().reject, Reject::lot_filter);
    EXPECT_TRUE(town.find(alice, "a"));
}

}  // namespace
}  // namespace core
