// Stops, take-profits and trailing stops, from their placing to what becomes of them.
#include "core/exchange/trading_house_for_tests.hpp"

namespace core {
namespace {

using namespace testing;

PlaceOrder trailing_order(Side side, OrderType type, std::int64_t lots, std::uint32_t distance,
                          std::int64_t stop = 0) {
    PlaceOrder order = stop_order(side, type, lots, stop);
    order.terms->trailing = distance;
    return order;
}

TEST(Stops, wait_outside_of_the_book_with_their_money_held) {
    TradingHouse town;
    const OrderId stop = town.place(alice, stop_order(Side::buy, OrderType::stop_loss, 5, 105));
    EXPECT_TRUE(town.state.orders.is_parked(stop));
    EXPECT_EQ(town.held(alice, usd), Amount{525});
    EXPECT_EQ(town.state.orders.book(apples).best(Side::buy), std::nullopt);
    EXPECT_EQ(town.state.orders.count(alice, apples), 1u);
    EXPECT_EQ(town.state.orders.parked_count(alice, apples), 1u);
}

TEST(Stops, become_market_orders_when_a_trade_reaches_them) {
    TradingHouse town;
    const OrderId stop = town.place(alice, stop_order(Side::sell, OrderType::stop_loss, 5, 95));
    town.buy(bob, 3, 94);
    town.buy(carol, 9, 93);
    town.sell(bob, 1, 94);  // the last price is 94
    EXPECT_EQ(town.activated(), std::vector{stop});
    EXPECT_EQ(town.trades(), "1@94 2@94 3@93");
    EXPECT_EQ(town.reason_of(stop), CloseReason::filled);
    EXPECT_EQ(town.held(alice, apl), Amount{0});
    EXPECT_EQ(town.available(alice, usd), Amount{1'000'000 + 2 * 94 + 3 * 93});
}

TEST(Stops, with_a_limit_rest_at_it) {
    TradingHouse town;
    const OrderId stop =
        town.place(alice, stop_order(Side::buy, OrderType::stop_loss_limit, 5, 105, 106));
    EXPECT_EQ(town.held(alice, usd), Amount{530});
    town.trade_at(105);
    EXPECT_EQ(town.activated(), std::vector{stop});
    EXPECT_EQ(town.state.orders.book(apples).best(Side::buy), Price{106});
    EXPECT_EQ(town.state.orders.find(stop)->terms->working_at, town.state.stamp.time);
    EXPECT_EQ(town.state.orders.parked_count(alice, apples), 0u);
}

TEST(Stops, of_each_kind_fire_on_their_side_of_the_market) {
    TradingHouse town;
    town.trade_at(100);
    const OrderId up = town.place(alice, stop_order(Side::buy, OrderType::stop_loss, 1, 102));
    const OrderId profit =
        town.place(alice, stop_order(Side::sell, OrderType::take_profit, 1, 101));
    const OrderId down = town.place(alice, stop_order(Side::sell, OrderType::stop_loss, 1, 98));
    const OrderId cheap = town.place(alice, stop_order(Side::buy, OrderType::take_profit, 1, 99));
    town.trade_at(102);
    EXPECT_EQ(town.activated(), (std::vector{profit, up}));  // the lower stop first
    town.trade_at(98);
    EXPECT_EQ(town.activated(), (std::vector{cheap, down}));  // the higher stop first
}

TEST(Stops, that_would_fire_at_once_are_refused) {
    TradingHouse town;
    EXPECT_TRUE(town.try_place(alice, stop_order(Side::buy, OrderType::stop_loss, 1, 50)));
    town.trade_at(100);
    const auto refused = [&](Side side, OrderType type, std::int64_t stop) {
        const Verdict verdict = town.try_place(alice, stop_order(side, type, 1, stop));
        return !verdict && verdict.error().reject == Reject::would_trigger;
    };
    EXPECT_TRUE(refused(Side::buy, OrderType::stop_loss, 100));
    EXPECT_TRUE(refused(Side::sell, OrderType::take_profit, 99));
    EXPECT_TRUE(refused(Side::sell, OrderType::stop_loss, 100));
    EXPECT_TRUE(refused(Side::buy, OrderType::take_profit, 101));
    EXPECT_FALSE(refused(Side::buy, OrderType::stop_loss, 101));
}

TEST(Stops, that_cost_more_than_was_held_take_the_rest_from_what_is_free) {
    TradingHouse town;
    town.sell(bob, 3, 110);
    const OrderId stop = town.place(alice, stop_order(Side::buy, OrderType::stop_loss, 3, 100));
    town.trade_at(100);
    EXPECT_EQ(town.reason_of(stop), CloseReason::filled);
    EXPECT_EQ(town.available(alice, usd), Amount{1'000'000 - 330});
    EXPECT_EQ(town.held(alice, usd), Amount{0});
}

TEST(Stops, buy_what_their_owners_money_buys_and_the_rest_ends) {
    TradingHouse town;
    town.fund(alice, usd, 305);
    town.sell(bob, 3, 110);
    const OrderId stop = town.place(alice, stop_order(Side::buy, OrderType::stop_loss, 3, 100));
    town.trade_at(100);
    EXPECT_EQ(town.all<OrderActivated>().at(0).leaves, Quantity{2});
    EXPECT_EQ(town.reason_of(stop), CloseReason::unplaceable);
    EXPECT_EQ(town.available(alice, usd), Amount{305 - 220});
    EXPECT_EQ(town.held(alice, usd), Amount{0});
}

TEST(Stops, that_buy_nothing_end_and_give_all_back) {
    TradingHouse town;
    town.fund(alice, usd, 100);
    town.sell(bob, 3, 110);
    const OrderId stop = town.place(alice, stop_order(Side::buy, OrderType::stop_loss, 1, 100));
    town.trade_at(100);
    EXPECT_EQ(town.reason_of(stop), CloseReason::unplaceable);
    EXPECT_EQ(town.available(alice, usd), Amount{100});
}

TEST(Stops, that_meet_nobody_end) {
    TradingHouse town;
    const OrderId stop = town.place(alice, stop_order(Side::sell, OrderType::stop_loss, 1, 100));
    town.trade_at(100);
    EXPECT_EQ(town.reason_of(stop), CloseReason::no_liquidity);
    EXPECT_EQ(town.held(alice, apl), Amount{0});
}

TEST(Stops, fire_one_another) {
    TradingHouse town;
    town.buy(bob, 1, 95);
    town.buy(bob, 1, 90);
    town.buy(bob, 1, 85);
    const OrderId third = town.place(alice, stop_order(Side::sell, OrderType::stop_loss, 1, 90));
    const OrderId second = town.place(alice, stop_order(Side::sell, OrderType::stop_loss, 1, 95));
    town.sell(carol, 1, 95);
    EXPECT_EQ(town.activated(), (std::vector{second, third}));
    EXPECT_EQ(town.trades(), "1@95 1@90 1@85");
}

TEST(Stops, with_fill_or_kill_are_judged_when_they_fire) {
    TradingHouse town;
    town.sell(bob, 1, 106);
    PlaceOrder order = stop_order(Side::buy, OrderType::stop_loss_limit, 2, 105, 106);
    order.time_in_force = TimeInForce::fok;
    const OrderId stop = town.place(alice, order);
    town.trade_at(105);
    EXPECT_EQ(town.reason_of(stop), CloseReason::fok_unfilled);
    EXPECT_EQ(town.held(alice, usd), Amount{0});
}

TEST(Stops, wait_while_their_market_is_not_open) {
    TradingHouse town;
    const OrderId stop = town.place(alice, stop_order(Side::sell, OrderType::stop_loss, 1, 95));
    town.buy(bob, 9, 95);
    ASSERT_TRUE(town.ask(SetMarketMode{apples, MarketMode::auction, never}));
    town.sell(carol, 1, 95);
    ASSERT_TRUE(town.ask(SetMarketMode{apples, MarketMode::open, never}));
    EXPECT_EQ(town.activated(), std::vector{stop});
    EXPECT_EQ(town.trades(), "1@95 1@95");
}

TEST(Stops, can_be_cancelled_even_when_they_are_due) {
    TradingHouse town;
    const OrderId stop = town.place(alice, stop_order(Side::buy, OrderType::stop_loss, 5, 105));
    ASSERT_TRUE(town.ask(CancelOrder{.order = stop}, alice));
    EXPECT_EQ(town.held(alice, usd), Amount{0});
    EXPECT_FALSE(town.state.orders.is_open(stop));
    town.trade_at(105);
    EXPECT_TRUE(town.activated().empty());
}

TEST(Stops, are_counted_against_the_markets_bound) {
    Market market;
    market.parked_orders_max = 2;
    TradingHouse town{market};
    town.place(alice, stop_order(Side::buy, OrderType::stop_loss, 5, 105));
    town.place(alice, stop_order(Side::buy, OrderType::stop_loss, 5, 105));
    const Verdict third =
        town.try_place(alice, stop_order(Side::buy, OrderType::stop_loss, 5, 105));
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().reject, Reject::parked_count_filter);
}

TEST(Stops, of_one_command_share_its_client_order_ids_with_other_orders) {
    TradingHouse town;
    PlaceOrder order = stop_order(Side::buy, OrderType::stop_loss, 5, 105);
    order.client_order_id = "mine";
    const OrderId stop = town.place(alice, order);
    EXPECT_EQ(town.state.orders.id_of(alice, "mine"), stop);
    PlaceOrder again = limit_order(Side::buy, 1, 1);
    again.client_order_id = "mine";
    const Verdict verdict = town.try_place(alice, again);
    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().reject, Reject::client_order_id_in_use);
}

TEST(TrailingStops, follow_the_best_price_and_fire_when_it_comes_back) {
    TradingHouse town;
    town.trade_at(1'000);
    const OrderId stop =
        town.place(alice, trailing_order(Side::sell, OrderType::stop_loss, 1, 1'000));
    town.trade_at(1'205);
    EXPECT_EQ(town.state.orders.find(stop)->terms->extreme, Price{1'205});
    town.trade_at(1'085);  // 1,205 * 0.9 = 1,084.5
    EXPECT_TRUE(town.activated().empty());
    town.trade_at(1'084);
    EXPECT_EQ(town.activated(), std::vector{stop});
}

TEST(TrailingStops, of_buyers_follow_the_lowest_price) {
    TradingHouse town;
    town.trade_at(1'000);
    const OrderId stop =
        town.place(alice, trailing_order(Side::buy, OrderType::stop_loss, 1, 1'000));
    EXPECT_EQ(town.held(alice, usd), Amount{1'100});
    town.trade_at(905);
    town.trade_at(995);  // 905 * 1.1 = 995.5, rounded up
    EXPECT_TRUE(town.activated().empty());
    town.trade_at(996);
    EXPECT_EQ(town.activated(), std::vector{stop});
}

TEST(TrailingStops, with_a_stop_of_their_own_begin_there) {
    TradingHouse town;
    town.trade_at(1'000);
    const OrderId stop =
        town.place(alice, trailing_order(Side::sell, OrderType::stop_loss, 1, 1'000, 1'100));
    town.trade_at(800);
    EXPECT_TRUE(town.activated().empty());
    town.trade_at(1'100);
    EXPECT_EQ(town.state.orders.find(stop)->terms->extreme, Price{1'100});
    town.trade_at(990);
    EXPECT_EQ(town.activated(), std::vector{stop});
}

TEST(TrailingStops, begin_with_the_first_trade_of_a_market) {
    TradingHouse town;
    const OrderId stop =
        town.place(alice, trailing_order(Side::buy, OrderType::stop_loss, 1, 1'000));
    EXPECT_EQ(town.held(alice, usd), Amount{0});
    town.trade_at(100);
    EXPECT_EQ(town.state.orders.find(stop)->terms->extreme, Price{100});
    town.sell(bob, 5, 120);
    town.trade_at(110);
    EXPECT_EQ(town.reason_of(stop), CloseReason::filled);
    EXPECT_EQ(town.available(alice, usd), Amount{1'000'000 - 120});
}

TEST(TrailingStops, outside_of_the_markets_distances_are_refused) {
    TradingHouse town;
    for (const std::uint32_t distance : {9u, 2'001u}) {
        const Verdict verdict =
            town.try_place(alice, trailing_order(Side::buy, OrderType::stop_loss, 1, distance));
        ASSERT_FALSE(verdict);
        EXPECT_EQ(verdict.error().reject, Reject::trailing_filter);
    }
}

}  // namespace
}  // namespace core
