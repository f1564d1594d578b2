// Icebergs: what others see of them, and in what order they trade.
#include "core/exchange/trading_house_for_tests.hpp"

namespace core {
namespace {

using namespace testing;

PlaceOrder iceberg(Side side, std::int64_t lots, std::int64_t price, std::int64_t display) {
    PlaceOrder order = limit_order(side, lots, price);
    order.terms.emplace().display = Quantity{display};
    return order;
}

std::vector<DepthLevel> asks(const TradingHouse& town) {
    return town.state.orders.book(apples).depth(Side::sell, 5);
}

std::vector<std::uint64_t> makers(const TradingHouse& town) {
    std::vector<std::uint64_t> ids;
    for (const Traded& trade : town.all<Traded>()) ids.push_back(trade.maker.value);
    return ids;
}

TEST(Icebergs, show_a_slice_and_hold_all) {
    TradingHouse town;
    const OrderId order = town.place(alice, iceberg(Side::sell, 12, 100, 5));
    EXPECT_EQ(asks(town), (std::vector{DepthLevel{Price{100}, Quantity{5}, 1}}));
    EXPECT_EQ(town.held(alice, apl), Amount{12});
    EXPECT_EQ(town.state.orders.summary(order)->leaves, Quantity{12});
    EXPECT_EQ(town.state.orders.find(order)->leaves, Quantity{12});
    EXPECT_EQ(town.state.orders.iceberg_count(alice, apples), 1u);
}

TEST(Icebergs, queue_behind_the_others_with_each_new_slice) {
    TradingHouse town;
    const OrderId ice = town.place(alice, iceberg(Side::sell, 12, 100, 5));
    const OrderId plain = town.sell(bob, 5, 100);
    town.buy(carol, 6, 100);  // a slice, and one of the plain order
    EXPECT_EQ(town.trades(), "5@100 1@100");
    EXPECT_EQ(makers(town), (std::vector{ice.value, plain.value}));
    town.buy(carol, 6, 100);
    EXPECT_EQ(makers(town), (std::vector{plain.value, ice.value}));
    EXPECT_EQ(asks(town), (std::vector{DepthLevel{Price{100}, Quantity{3}, 1}}));
    EXPECT_EQ(town.state.orders.find(ice)->leaves, Quantity{5});
    town.buy(carol, 5, 100);
    EXPECT_EQ(town.trades(), "3@100 2@100");
    EXPECT_EQ(town.reason_of(ice), CloseReason::filled);
}

TEST(Icebergs, are_met_again_before_the_next_price) {
    TradingHouse town;
    const OrderId ice = town.place(alice, iceberg(Side::sell, 12, 100, 5));
    const OrderId other = town.place(alice, iceberg(Side::sell, 4, 100, 2));
    const OrderId dear = town.sell(bob, 5, 101);
    town.buy(carol, 17, 101);
    EXPECT_EQ(town.trades(), "5@100 2@100 5@100 2@100 2@100 1@101");
    EXPECT_EQ(makers(town),
              (std::vector{ice.value, other.value, ice.value, other.value, ice.value, dear.value}));
}

TEST(Icebergs, count_whole_for_who_takes_all_or_nothing) {
    TradingHouse town;
    town.place(alice, iceberg(Side::sell, 12, 100, 5));
    PlaceOrder whole = limit_order(Side::buy, 12, 100);
    whole.time_in_force = TimeInForce::fok;
    const OrderId taker = town.place(bob, whole);
    EXPECT_EQ(town.reason_of(taker), CloseReason::filled);
}

TEST(Icebergs, cost_a_market_order_what_their_hidden_part_costs) {
    TradingHouse town;
    town.place(alice, iceberg(Side::sell, 12, 100, 5));
    town.sell(alice, 5, 101);
    PlaceOrder order = limit_order(Side::buy, 14, 0);
    order.type = OrderType::market;
    town.place(bob, order);
    EXPECT_EQ(town.trades(), "5@100 5@100 2@100 2@101");
    EXPECT_EQ(town.held(bob, usd), Amount{0});
}

TEST(Icebergs, trade_with_everything_as_takers) {
    TradingHouse town;
    town.sell(bob, 20, 100);
    const OrderId ice = town.place(alice, iceberg(Side::buy, 30, 100, 4));
    EXPECT_EQ(town.trades(), "20@100");
    EXPECT_EQ(town.state.orders.visible(ice), Quantity{4});
    EXPECT_EQ(town.state.orders.hidden(ice), Quantity{6});
}

TEST(Icebergs, give_all_back_when_they_are_cancelled) {
    TradingHouse town;
    const OrderId ice = town.place(alice, iceberg(Side::sell, 12, 100, 5));
    town.buy(bob, 7, 100);
    ASSERT_TRUE(town.ask(CancelOrder{.order = ice}, alice));
    EXPECT_EQ(town.held(alice, apl), Amount{0});
    EXPECT_EQ(town.state.orders.iceberg_count(alice, apples), 0u);
}

TEST(Icebergs, lose_what_is_hidden_first_when_they_are_amended) {
    TradingHouse town;
    const OrderId ice = town.place(alice, iceberg(Side::sell, 12, 100, 5));
    AmendOrder smaller;
    smaller.order = ice;
    smaller.quantity = Quantity{6};
    ASSERT_TRUE(town.ask(smaller, alice));
    EXPECT_EQ(town.state.orders.visible(ice), Quantity{5});
    EXPECT_EQ(town.state.orders.hidden(ice), Quantity{1});
    EXPECT_EQ(town.held(alice, apl), Amount{6});
}

TEST(Icebergs, shrink_slice_by_slice_where_a_trade_with_oneself_is_prevented) {
    TradingHouse town;
    const OrderId ice = town.place(alice, iceberg(Side::sell, 12, 100, 5));
    PlaceOrder own = limit_order(Side::buy, 7, 100);
    own.self_trade_prevention = SelfTradePrevention::decrement;
    const OrderId taker = town.place(alice, own);
    const auto prevented = town.all<TradePrevented>();
    ASSERT_EQ(prevented.size(), 2u);
    EXPECT_EQ(prevented[0].quantity, Quantity{5});
    EXPECT_EQ(prevented[1].prevention, PreventionId{2});
    EXPECT_EQ(prevented[1].maker_prevented, Quantity{2});
    EXPECT_EQ(town.reason_of(taker), CloseReason::self_trade);
    EXPECT_EQ(town.state.orders.find(ice)->leaves, Quantity{5});
    EXPECT_EQ(town.held(alice, apl), Amount{5});
}

TEST(Icebergs, expire_whole_where_a_trade_with_oneself_is_prevented) {
    TradingHouse town;
    const OrderId ice = town.place(alice, iceberg(Side::sell, 12, 100, 5));
    town.buy(bob, 5, 100);
    PlaceOrder own = limit_order(Side::buy, 3, 100);
    own.self_trade_prevention = SelfTradePrevention::expire_maker;
    town.place(alice, own);
    EXPECT_EQ(town.all<TradePrevented>().at(0).maker_prevented, Quantity{7});
    EXPECT_EQ(town.reason_of(ice), CloseReason::self_trade);
    EXPECT_EQ(town.held(alice, apl), Amount{0});
}

TEST(Icebergs, of_too_many_slices_or_larger_than_the_order_are_refused) {
    TradingHouse town;
    for (const std::int64_t display : {1, 13}) {
        const Verdict verdict = town.try_place(alice, iceberg(Side::sell, 12, 100, display));
        ASSERT_FALSE(verdict);
        EXPECT_EQ(verdict.error().reject, Reject::iceberg_filter);
    }
    const OrderId plain = town.place(alice, iceberg(Side::sell, 12, 100, 12));
    EXPECT_EQ(town.state.orders.terms(plain), nullptr);
}

TEST(Icebergs, do_not_have_to_be_matched_in_one_record) {
    Market market;
    market.iceberg_parts_max = 1'000;
    TradingHouse town{market};
    const OrderId ice = town.place(alice, iceberg(Side::sell, 1'000, 100, 1));
    const OrderId plain = town.sell(bob, 1, 100);
    town.buy(carol, 1'001, 100);
    EXPECT_EQ(town.all<Traded>().size(), 1'001u);
    EXPECT_EQ(town.all<Traded>()[1].maker, plain);
    EXPECT_EQ(town.reason_of(ice), CloseReason::filled);
}

}  // namespace
}  // namespace core
