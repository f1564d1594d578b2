#include <gtest/gtest.h>

#include "core/exchange/fees.hpp"
#include "core/exchange/orders_house_for_tests.hpp"

namespace core {
namespace {

FeeTiers two_tiers() {
    return {usd,
            {{Amount{0}, FeeRate{1'000}, FeeRate{2'000}},
             {Amount{1'000}, FeeRate{500}, FeeRate{1'500}}}};
}

// Both trade 5 at 100.
void trade(OrdersHouse& town) {
    EXPECT_TRUE(town.ask(alice, buy(5, 100, "a")));
    EXPECT_TRUE(town.ask(bob, sell(5, 100, "b")));
}

TEST(FeeTiers, are_reached_by_what_was_traded_in_thirty_days) {
    OrdersHouse town;
    const Market& market = town.state.catalogue.market(apples);
    EXPECT_EQ(fees_of(town.state, market, alice), (Fees{FeeRate{}, FeeRate{}}));
    ASSERT_TRUE(town.ask(alice, SetFeeTiers{two_tiers()}));
    EXPECT_EQ(fees_of(town.state, market, alice).taker, FeeRate{2'000});
    trade(town);
    EXPECT_EQ(fees_of(town.state, market, alice).taker, FeeRate{2'000});
    town.pass(hours(24));
    trade(town);
    EXPECT_EQ(fees_of(town.state, market, alice).taker, FeeRate{1'500});
    EXPECT_EQ(fees_of(town.state, market, bob).maker, FeeRate{500});
    town.tick(hours(24 * 29));  // the first day is the thirtieth before today
    EXPECT_EQ(fees_of(town.state, market, alice).taker, FeeRate{1'500});
    town.tick(hours(24));
    EXPECT_EQ(fees_of(town.state, market, alice).taker, FeeRate{2'000});
}

TEST(FeeTiers, of_another_asset_begin_to_count_anew) {
    OrdersHouse town;
    ASSERT_TRUE(town.ask(alice, SetFeeTiers{two_tiers()}));
    trade(town);
    EXPECT_EQ(town.state.volumes.of(alice, town.now()), Amount{500});
    FeeTiers others = two_tiers();
    others.asset = apl;
    ASSERT_TRUE(town.ask(alice, SetFeeTiers{others}));
    EXPECT_EQ(town.state.volumes.of(alice, town.now()), Amount{});
    trade(town);
    EXPECT_EQ(town.state.volumes.of(alice, town.now()), Amount{5});
}

TEST(FeeTiers, below_the_first_of_them_the_markets_own_fees_are_paid) {
    OrdersHouse town;
    FeeTiers tiers = two_tiers();
    tiers.tiers.erase(tiers.tiers.begin());
    ASSERT_TRUE(town.ask(alice, SetFeeTiers{tiers}));
    const Market& market = town.state.catalogue.market(apples);
    EXPECT_EQ(fees_of(town.state, market, alice).taker, market.taker_fee);
}

TEST(FeeTiers, rise_and_are_fees_that_a_market_may_have) {
    OrdersHouse town;
    FeeTiers tiers = two_tiers();
    std::swap(tiers.tiers[0], tiers.tiers[1]);
    EXPECT_EQ(town.ask(alice, SetFeeTiers{tiers}).error().field.view(), "tiers");
    tiers = two_tiers();
    tiers.tiers[0].taker = FeeRate{100'001};
    EXPECT_EQ(town.ask(alice, SetFeeTiers{tiers}).error().field.view(), "tiers");
    tiers = two_tiers();
    tiers.asset = AssetId{9};
    EXPECT_EQ(town.ask(alice, SetFeeTiers{tiers}).error().reject, Reject::not_found);
    EXPECT_TRUE(town.ask(alice, SetFeeTiers{}));
}

// A market of usd in a third asset says what a dollar is worth there.
TEST(FeeTiers, count_what_is_worth_something_elsewhere_at_its_last_price) {
    OrdersHouse town;
    Asset asset;
    asset.id = AssetId{3};
    town.happen(AssetDefined{asset});
    Market market = town.market();
    market.id = MarketId{2};
    market.base = usd;
    market.quote = asset.id;
    market.lot = Amount{10};
    town.happen(MarketDefined{market});
    FeeTiers tiers = two_tiers();
    tiers.asset = asset.id;
    ASSERT_TRUE(town.ask(alice, SetFeeTiers{tiers}));
    trade(town);
    EXPECT_EQ(town.state.volumes.of(alice, town.now()), Amount{});
    town.state.catalogue.reference(MarketId{2}).saw(Price{7}, Quantity{1}, town.now());
    trade(town);
    EXPECT_EQ(town.state.volumes.of(alice, town.now()), Amount{350});
}

}  // namespace
}  // namespace core
