#include "core/matching/open_orders.hpp"

#include <gtest/gtest.h>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace core {
namespace {

constexpr MarketId market{1};
constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr Timestamp now{5};

class OpenOrdersOfOneMarket : public testing::Test {
  protected:
    OpenOrdersOfOneMarket() { orders.add_market(market); }

    OrderId rest(Side side, std::int64_t price, std::int64_t lots, AccountId account = alice,
                 std::string_view name = "") {
        const OrderId id{++last_id};
        orders.rest({.id = id,
                     .market = market,
                     .account = account,
                     .key = KeyId{4},
                     .side = side,
                     .type = OrderType::limit,
                     .time_in_force = TimeInForce::gtc,
                     .self_trade_prevention = SelfTradePrevention::expire_maker,
                     .limit = Price{price},
                     .quantity = Quantity{lots},
                     .leaves = Quantity{lots},
                     .prevented = {},
                     .filled_quote = {},
                     .client_order_id = ClientOrderId{name},
                     .created_at = Timestamp{1},
                     .updated_at = Timestamp{1}});
        return id;
    }
    std::vector<OrderId> met_by(Side taker, Price limit) const {
        std::vector<OrderId> ids;
        for (const Maker& maker : book().makers(taker, limit)) ids.push_back(maker.id);
        return ids;
    }
    const OrderBook& book() const { return orders.book(market); }

    OpenOrders orders{base::HashKey{1, 2}};
    std::uint64_t last_id = 0;
};

using OrderBookTest = OpenOrdersOfOneMarket;
using OpenOrdersTest = OpenOrdersOfOneMarket;
using Ids = std::vector<OrderId>;

TEST_F(OrderBookTest, is_walked_best_price_first_then_oldest_first) {
    const OrderId dear = rest(Side::sell, 102, 5);
    const OrderId cheap = rest(Side::sell, 100, 5);
    const OrderId cheap_but_later = rest(Side::sell, 100, 5);
    const OrderId fair = rest(Side::sell, 101, 5);
    EXPECT_EQ(met_by(Side::buy, Price{101}), (Ids{cheap, cheap_but_later, fair}));
    EXPECT_EQ(met_by(Side::buy, any_price(Side::buy)), (Ids{cheap, cheap_but_later, fair, dear}));
    EXPECT_EQ(met_by(Side::buy, Price{99}), Ids{});
    EXPECT_EQ(met_by(Side::sell, any_price(Side::sell)), Ids{}) << "nobody buys";

    const OrderId low = rest(Side::buy, 90, 5);
    const OrderId high = rest(Side::buy, 91, 5);
    EXPECT_EQ(met_by(Side::sell, Price{90}), (Ids{high, low}));
    EXPECT_EQ(met_by(Side::sell, Price{91}), Ids{high});
    EXPECT_EQ(met_by(Side::sell, any_price(Side::sell)), (Ids{high, low}));
}

TEST_F(OrderBookTest, knows_whether_a_limit_meets_anybody) {
    EXPECT_FALSE(book().crosses(Side::buy, any_price(Side::buy)));
    EXPECT_FALSE(book().crosses(Side::sell, any_price(Side::sell)));
    EXPECT_EQ(book().best(Side::sell), std::nullopt);
    rest(Side::sell, 100, 5);
    EXPECT_TRUE(book().crosses(Side::buy, Price{100}));
    EXPECT_FALSE(book().crosses(Side::buy, Price{99}));
    EXPECT_EQ(book().best(Side::sell), Price{100});
    rest(Side::buy, 98, 5);
    EXPECT_TRUE(book().crosses(Side::sell, Price{98}));
    EXPECT_FALSE(book().crosses(Side::sell, Price{99}));
}

TEST_F(OrderBookTest, sums_up_what_is_available_as_far_as_wanted) {
    rest(Side::sell, 100, 5);
    rest(Side::sell, 100, 5);
    rest(Side::sell, 101, 5);
    EXPECT_EQ(book().available(Side::buy, Price{100}, Quantity{100}), Quantity{10});
    EXPECT_EQ(book().available(Side::buy, Price{101}, Quantity{100}), Quantity{15});
    EXPECT_EQ(book().available(Side::buy, Price{101}, Quantity{12}), Quantity{12});
    EXPECT_EQ(book().available(Side::buy, Price{99}, Quantity{1}), Quantity{0});
}

TEST_F(OrderBookTest, keeps_an_order_that_shrinks_in_its_place) {
    const OrderId first = rest(Side::buy, 100, 5);
    const OrderId second = rest(Side::buy, 100, 5);
    orders.fill(first, Quantity{4}, Amount{400}, now);
    EXPECT_EQ(met_by(Side::sell, Price{100}), (Ids{first, second}));
    EXPECT_EQ(book().depth(Side::buy, 10), (std::vector<DepthLevel>{{Price{100}, Quantity{6}, 2}}));
    orders.close(first);
    EXPECT_EQ(book().depth(Side::buy, 10), (std::vector<DepthLevel>{{Price{100}, Quantity{5}, 1}}));
}

TEST_F(OpenOrdersTest, remember_every_fact_of_an_order) {
    const OrderId id = rest(Side::sell, 100, 10, bob, "mine");
    orders.fill(id, Quantity{3}, Amount{300}, Timestamp{7});
    orders.fill(id, Quantity{1}, Amount{Int128{1} << 90}, Timestamp{8});
    orders.decrement(id, Quantity{2}, Timestamp{9});
    const OpenOrder expected{.id = id,
                             .market = market,
                             .account = bob,
                             .key = KeyId{4},
                             .side = Side::sell,
                             .type = OrderType::limit,
                             .time_in_force = TimeInForce::gtc,
                             .self_trade_prevention = SelfTradePrevention::expire_maker,
                             .limit = Price{100},
                             .quantity = Quantity{10},
                             .leaves = Quantity{4},
                             .prevented = Quantity{2},
                             .filled_quote = Amount{(Int128{1} << 90) + 300},
                             .client_order_id = "mine",
                             .created_at = Timestamp{1},
                             .updated_at = Timestamp{9}};
    EXPECT_EQ(orders.find(id), expected);
    EXPECT_EQ(filled(*orders.find(id)), Quantity{4});
    EXPECT_EQ(orders.summary(id),
              (OrderSummary{id, market, bob, Side::sell, Price{100}, Quantity{4}}));
}

TEST_F(OpenOrdersTest, are_found_by_the_name_their_owner_gave_them) {
    const OrderId his = rest(Side::sell, 100, 5, bob, "x");
    const OrderId hers = rest(Side::sell, 100, 5, alice, "x");
    rest(Side::sell, 100, 5, alice);
    EXPECT_EQ(orders.id_of(bob, "x"), his);
    EXPECT_EQ(orders.id_of(alice, "x"), hers);
    EXPECT_EQ(orders.find(bob, "x")->id, his);
    EXPECT_EQ(orders.id_of(bob, "y"), std::nullopt);
    EXPECT_EQ(orders.id_of(alice, ""), std::nullopt) << "no name is no name";
    orders.close(his);
    EXPECT_EQ(orders.id_of(bob, "x"), std::nullopt) << "free to be used again";
    EXPECT_EQ(orders.id_of(alice, "x"), hers);
    const OrderId again = rest(Side::buy, 1, 5, bob, "x");
    EXPECT_EQ(orders.id_of(bob, "x"), again);
}

TEST_F(OpenOrdersTest, are_listed_and_counted_per_account_oldest_first) {
    orders.add_market(MarketId{2});
    const OrderId first = rest(Side::sell, 105, 5);
    rest(Side::sell, 105, 5, bob);
    const OrderId second = rest(Side::buy, 99, 5);
    const OrderId third = rest(Side::sell, 101, 5);
    const auto listed = [&] {
        Ids ids;
        orders.of_account(alice, [&](const OrderSummary& order) { ids.push_back(order.id); });
        return ids;
    };
    EXPECT_EQ(listed(), (Ids{first, second, third}));
    orders.close(second);
    EXPECT_EQ(listed(), (Ids{first, third}));
    EXPECT_EQ(orders.count(alice), 2u);
    EXPECT_EQ(orders.count(alice, market), 2u);
    EXPECT_EQ(orders.count(alice, MarketId{2}), 0u);
    EXPECT_EQ(orders.count(AccountId{77}), 0u);
    EXPECT_EQ(orders.size(), 3u);
}

TEST_F(OpenOrdersTest, make_the_same_books_when_rested_in_their_order) {
    for (std::int64_t i = 1; i <= 500; ++i) {
        const OrderId id = rest(i % 2 == 0 ? Side::buy : Side::sell, 1 + i * 7919 % 97, 10 + i,
                                i % 3 == 0 ? alice : bob, std::to_string(i));
        if (i % 5 == 0) orders.fill(id, Quantity{3}, Amount{i}, now);
    }
    for (std::uint64_t id = 3; id <= 500; id += 7) orders.close(OrderId{id});

    OpenOrders again{base::HashKey{8, 9}};
    again.add_market(market);
    std::vector<OpenOrder> expected;
    orders.for_each([&](const OpenOrder& order) { expected.push_back(order); });
    for (const OpenOrder& order : expected) again.rest(order);

    std::vector<OpenOrder> walked;
    again.for_each([&](const OpenOrder& order) { walked.push_back(order); });
    EXPECT_EQ(walked, expected);
    for (const AccountId account : {alice, bob}) {
        std::vector<OrderSummary> by_age;
        std::vector<OrderSummary> by_age_again;
        orders.of_account(account, [&](const OrderSummary& order) { by_age.push_back(order); });
        again.of_account(account, [&](const OrderSummary& o) { by_age_again.push_back(o); });
        EXPECT_EQ(by_age, by_age_again);
    }
}

TEST_F(OpenOrdersTest, take_any_price_without_memory_or_trouble) {
    rest(Side::sell, 100, 5);
    const std::size_t before = orders.bytes_used();
    rest(Side::sell, 1'000'000'000'000'000, 5);
    rest(Side::sell, std::int64_t{1} << 62, 5);
    rest(Side::buy, 1, 5);
    rest(Side::buy, 99, 5);
    EXPECT_LT(orders.bytes_used(), before + 300'000) << "the buys' window, and no more";
    const std::size_t with_both = orders.bytes_used();
    rest(Side::sell, 900'000'000'000'000, 5);
    rest(Side::buy, 2, 5);
    EXPECT_LE(orders.bytes_used(), with_both + 64);
    EXPECT_EQ(book().best(Side::sell), Price{100});
    EXPECT_EQ(book().depth(Side::sell, 9).size(), 4u);
}

// Page faults of this process so far.
long page_faults() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

TEST_F(OpenOrdersTest, touch_no_new_memory_once_it_is_reserved) {
    constexpr std::int64_t count = 50'000;
    orders.reserve(count);
    rest(Side::buy, 1'000, 1, bob, "the account, the window");
    rest(Side::sell, 1'001, 1, bob, "the other window");
    const long before = page_faults();
    for (std::int64_t i = 0; i < count - 2; ++i) {
        const bool buys = i % 2 == 0;
        rest(buys ? Side::buy : Side::sell, buys ? 1'000 - i % 100 : 1'001 + i % 100, 5, bob, "");
    }
    EXPECT_LT(page_faults() - before, 20);
}

TEST_F(OpenOrdersTest, need_9_megabytes_and_at_most_200_bytes_per_order) {
    const std::size_t empty = orders.bytes_used();
    EXPECT_LT(empty, std::size_t{9} << 20);
    constexpr std::int64_t count = 125'000;  // tables as full as with a million
    for (std::int64_t i = 0; i < count; ++i) {
        const bool buys = i % 2 == 0;
        const std::int64_t away = i * 7919 % 20'000;
        rest(buys ? Side::buy : Side::sell, buys ? 5'000'000 - away : 5'000'001 + away, 5,
             AccountId{1 + static_cast<std::uint64_t>(i % 20'000)},
             "my-order-" + std::to_string(i));
    }
    EXPECT_LT(orders.bytes_used() - empty, 200u * count);
    const std::size_t full = orders.bytes_used();
    for (std::int64_t i = 0; i < count; ++i) {
        orders.close(OrderId{static_cast<std::uint64_t>(i) + 1});
        rest(Side::buy, 5'000'000 - i % 20'000, 5,
             AccountId{1 + static_cast<std::uint64_t>(i % 20'000)}, "another-" + std::to_string(i));
    }
    EXPECT_LE(orders.bytes_used(), full + full / 20) << "slots are used again";
}

}  // namespace
}  // namespace core
