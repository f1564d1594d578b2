// The stores beside the open orders: lists, dead-man timers, volumes.
#include "core/matching/order_lists.hpp"

#include <gtest/gtest.h>

#include "core/matching/dead_men.hpp"
#include "core/matching/volumes.hpp"

namespace core {
namespace {

constexpr AccountId alice{3};

OrderList oto(std::uint64_t id) {
    OrderList list;
    list.id = OrderListId{id};
    list.market = MarketId{1};
    list.account = alice;
    list.kind = ListKind::oto;
    list.client_list_id = ClientOrderId{std::to_string(id)};
    list.legs.push_back({OrderId{id * 10 + 1}, "working"});
    list.legs.push_back({OrderId{id * 10}, "pending"});
    return list;
}

TEST(OrderListStore, knows_whose_turn_it_is_and_forgets_a_list_with_its_last_leg) {
    OrderLists lists;
    lists.add(oto(1));
    lists.add(oto(2));
    EXPECT_EQ(lists.due(), nullptr);
    lists.close_leg(OrderListId{2}, OrderId{21});
    ASSERT_NE(lists.due(), nullptr);
    EXPECT_EQ(lists.due()->list.id, OrderListId{2});
    lists.turn_came(OrderListId{2});
    EXPECT_EQ(lists.due(), nullptr);
    lists.close_leg(OrderListId{2}, OrderId{20});
    EXPECT_EQ(lists.find(OrderListId{2}), nullptr);
    EXPECT_EQ(lists.find(alice, "2"), nullptr);
    EXPECT_EQ(lists.count(alice, MarketId{1}), 1u);
    EXPECT_EQ(lists.next_id(), OrderListId{3});
}

TEST(OrderListStore, is_the_same_when_restored) {
    OrderLists lists;
    lists.add(oto(1));
    lists.close_leg(OrderListId{1}, OrderId{11});
    lists.rename_leg(OrderListId{1}, OrderId{10}, "renamed");
    OrderLists again;
    again.restore_last(lists.last());
    for (const auto& [id, open] : lists.all()) again.restore(open);
    EXPECT_EQ(again, lists);
    EXPECT_EQ(again.due()->list.legs[1].client_order_id.view(), "renamed");
}

TEST(DeadMen, are_one_for_each_account_key_market_and_tag) {
    DeadMen men;
    DeadMan timer{.id = men.next_id(),
                  .account = alice,
                  .key = KeyId{1},
                  .market = {},
                  .tag = "grid",
                  .deadline = Timestamp{5}};
    men.set(timer);
    timer.deadline = Timestamp{9};
    men.set(timer);
    EXPECT_EQ(men.count(alice), 1u);
    EXPECT_EQ(men.find(alice, KeyId{1}, {}, "grid")->deadline, Timestamp{9});
    EXPECT_EQ(men.find(alice, KeyId{1}, {}, {}), nullptr);
    EXPECT_EQ(men.find(alice, {}, {}, "grid"), nullptr);
    men.remove(timer.id);
    EXPECT_EQ(men.count(alice), 0u);
    EXPECT_EQ(men.next_id(), DeadManId{2});
}

TEST(Volumes, are_those_of_today_and_of_thirty_days_before) {
    Volumes volumes;
    const auto day = [](std::int64_t number) { return Timestamp{hours(24 * number).ns}; };
    volumes.add(alice, day(100), Amount{1});
    volumes.add(alice, day(101), Amount{2});
    volumes.add(alice, day(101), Amount{4});
    EXPECT_EQ(volumes.of(alice, day(101)), Amount{7});
    EXPECT_EQ(volumes.of(alice, day(130)), Amount{7});
    EXPECT_EQ(volumes.of(alice, day(131)), Amount{6});
    EXPECT_EQ(volumes.of(alice, day(132)), Amount{});
    volumes.add(alice, day(131), Amount{8});
    EXPECT_EQ(volumes.of(alice, day(131)), Amount{14});
    EXPECT_EQ(volumes.days(alice).size(), 2u);
    EXPECT_EQ(volumes.of(AccountId{4}, day(131)), Amount{});
}

}  // namespace
}  // namespace core
