// Circuit breaker, price protection, and how a market opens when its book is crossed.
#include "core/exchange/trading_house_for_tests.hpp"
#include "core/matching/clearing.hpp"

namespace core {
namespace {

using namespace testing;

Market with_breaker() {
    Market market;
    market.breaker = 100'000;  // 10 %
    market.breaker_pause = seconds(60);
    return market;
}

MarketMode mode(const TradingHouse& town) { return town.state.catalogue.market(apples).mode; }

void stop_trading(TradingHouse& town) {
    ASSERT_TRUE(town.ask(SetMarketMode{apples, MarketMode::auction, never}));
}
void open(TradingHouse& town) {
    ASSERT_TRUE(town.ask(SetMarketMode{apples, MarketMode::open, never}));
}

TEST(CircuitBreaker, lets_nobody_trade_outside_of_the_range) {
    TradingHouse town{with_breaker()};
    town.trade_at(100);
    town.sell(bob, 1, 110);
    town.sell(bob, 1, 111);
    const OrderId taker = town.buy(carol, 5, 120);
    EXPECT_EQ(town.trades(), "1@110");
    EXPECT_EQ(mode(town), MarketMode::auction);
    EXPECT_EQ(town.all<MarketModeChanged>().at(0).reason, ModeReason::price_range);
    EXPECT_EQ(town.state.orders.find(taker)->leaves, Quantity{4});  // it rests, the book is crossed
}

TEST(CircuitBreaker, ends_what_cannot_rest) {
    TradingHouse town{with_breaker()};
    town.trade_at(100);
    town.sell(bob, 1, 111);
    PlaceOrder order = limit_order(Side::buy, 5, 0);
    order.type = OrderType::market;
    const OrderId taker = town.place(carol, order);
    EXPECT_EQ(town.reason_of(taker), CloseReason::price_range);
    EXPECT_EQ(town.held(carol, usd), Amount{0});
    EXPECT_EQ(mode(town), MarketMode::auction);
}

TEST(CircuitBreaker, opens_by_itself_through_an_auction) {
    TradingHouse town{with_breaker()};
    town.trade_at(100);
    town.sell(bob, 1, 120);
    town.buy(carol, 5, 130);
    town.pass(seconds(60));
    ASSERT_TRUE(town.ask(Tick{}));
    EXPECT_EQ(town.trades(), "1@120");  // the nearest to the last price
    EXPECT_EQ(mode(town), MarketMode::open);
    EXPECT_EQ(town.all<MarketModeChanged>().back().reason, ModeReason::auction_ended);
    EXPECT_EQ(town.held(carol, usd), Amount{4 * 130});
}

TEST(PriceProtection, refuses_limits_far_from_the_reference_price) {
    Market market;
    market.price_up = 1'200'000;
    market.price_down = 800'000;
    TradingHouse town{market};
    town.buy(alice, 1, 1);  // nothing was traded yet
    town.trade_at(100);
    EXPECT_TRUE(town.try_place(alice, limit_order(Side::buy, 1, 80)));
    EXPECT_TRUE(town.try_place(alice, limit_order(Side::sell, 1, 120)));
    for (const std::int64_t price : {79, 121}) {
        const Verdict verdict = town.try_place(alice, limit_order(Side::buy, 1, price));
        ASSERT_FALSE(verdict);
        EXPECT_EQ(verdict.error().reject, Reject::percent_price_filter);
    }
}

TEST(ReferencePrice, is_the_mean_of_five_minutes_and_then_the_last_price) {
    ReferencePrice reference;
    EXPECT_EQ(reference.at(opened_at), std::nullopt);
    reference.saw(Price{100}, Quantity{5}, opened_at);
    reference.saw(Price{102}, Quantity{5}, opened_at + minutes(3));
    EXPECT_EQ(reference.at(opened_at + minutes(4)), Price{101});
    EXPECT_EQ(reference.at(opened_at + minutes(5)), Price{102});
    EXPECT_EQ(reference.at(opened_at + hours(5)), Price{102});
}

TEST(Clearing, takes_the_price_that_trades_most_and_leaves_least) {
    EXPECT_EQ(clearing_of({{Price{99}, 5}}, {{Price{100}, 5}}, {}), std::nullopt);
    const Wanted buys{{Price{102}, 5}, {Price{100}, 3}};
    const Wanted sells{{Price{100}, 5}, {Price{102}, 4}};
    EXPECT_EQ(clearing_of(buys, sells, {}), (Clearing{Price{101}, Quantity{5}}));
}

TEST(Clearing, stays_near_the_last_price_and_else_is_low) {
    const Wanted buys{{Price{110}, 5}};
    const Wanted sells{{Price{100}, 5}};
    EXPECT_EQ(clearing_of(buys, sells, Price{105})->price, Price{105});
    EXPECT_EQ(clearing_of(buys, sells, Price{500})->price, Price{110});
    EXPECT_EQ(clearing_of(buys, sells, Price{5})->price, Price{100});
    EXPECT_EQ(clearing_of(buys, sells, Price{})->price, Price{100});
}

TEST(Auctions, take_only_what_can_rest) {
    TradingHouse town;
    stop_trading(town);
    PlaceOrder market = limit_order(Side::buy, 1, 0);
    market.type = OrderType::market;
    PlaceOrder at_once = limit_order(Side::buy, 1, 100);
    at_once.time_in_force = TimeInForce::ioc;
    for (const PlaceOrder& order : {market, at_once}) {
        const Verdict verdict = town.try_place(alice, order);
        ASSERT_FALSE(verdict);
        EXPECT_EQ(verdict.error().reject, Reject::market_auction);
    }
    town.sell(bob, 1, 90);
    PlaceOrder maker = limit_order(Side::buy, 1, 100);
    maker.type = OrderType::limit_maker;
    EXPECT_TRUE(town.try_place(alice, maker));
    EXPECT_TRUE(town.try_place(alice, stop_order(Side::buy, OrderType::stop_loss, 1, 105)));
}

TEST(Auctions, trade_everything_at_one_price_and_give_back_what_was_held_above_it) {
    TradingHouse town;
    stop_trading(town);
    const OrderId high = town.buy(alice, 5, 102);
    town.sell(bob, 3, 100);
    town.sell(carol, 4, 103);
    EXPECT_TRUE(town.all<Traded>().empty());
    open(town);
    EXPECT_EQ(town.trades(), "3@100");
    EXPECT_EQ(town.all<Traded>()[0].maker, high);  // the older one
    EXPECT_EQ(town.all<Traded>()[0].taker_side, Side::sell);
    EXPECT_EQ(town.held(alice, usd), Amount{2 * 102});
    EXPECT_EQ(town.available(alice, usd), Amount{1'000'000 - 300 - 204});
    EXPECT_EQ(mode(town), MarketMode::open);
}

TEST(Auctions, open_at_once_where_nothing_meets) {
    TradingHouse town;
    stop_trading(town);
    town.buy(alice, 5, 99);
    town.sell(bob, 3, 100);
    open(town);
    EXPECT_TRUE(town.all<AuctionPriced>().empty());
    EXPECT_EQ(mode(town), MarketMode::open);
}

TEST(Auctions, count_what_icebergs_hide) {
    TradingHouse town;
    stop_trading(town);
    PlaceOrder ice = limit_order(Side::sell, 9, 100);
    ice.terms.emplace().display = Quantity{4};
    town.place(bob, ice);
    town.buy(alice, 9, 100);
    open(town);
    EXPECT_EQ(town.all<AuctionPriced>().at(0).quantity, Quantity{9});
    EXPECT_EQ(town.trades(), "4@100 4@100 1@100");
    EXPECT_EQ(town.state.orders.size(), 0u);
}

TEST(Auctions, find_another_price_where_prevention_took_what_was_to_trade) {
    TradingHouse town;
    stop_trading(town);
    town.sell(alice, 5, 90);
    town.sell(bob, 2, 95);
    PlaceOrder own = limit_order(Side::buy, 5, 100);
    own.self_trade_prevention = SelfTradePrevention::expire_maker;
    town.place(alice, own);
    open(town);
    EXPECT_EQ(town.all<TradePrevented>().size(), 1u);
    EXPECT_EQ(town.all<AuctionPriced>().size(), 2u);
    EXPECT_EQ(town.trades(), "2@95");
    EXPECT_EQ(mode(town), MarketMode::open);
}

TEST(Auctions, need_not_end_in_one_record) {
    TradingHouse town;
    stop_trading(town);
    for (int i = 0; i < 600; ++i) town.sell(bob, 1, 100);
    town.buy(alice, 600, 100);
    open(town);
    EXPECT_EQ(town.all<Traded>().size(), 600u);
    EXPECT_EQ(town.state.orders.size(), 0u);
    EXPECT_EQ(mode(town), MarketMode::open);
}

TEST(Auctions, leave_the_book_crossed_through_a_halt) {
    TradingHouse town;
    stop_trading(town);
    town.sell(bob, 1, 90);
    town.buy(alice, 1, 100);
    ASSERT_TRUE(town.ask(SetMarketMode{apples, MarketMode::halt, never}));
    open(town);
    EXPECT_EQ(town.all<Traded>().size(), 1u);
}

}  // namespace
}  // namespace core
