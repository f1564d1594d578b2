// Differential: random commands, played on the fast orders and on the naive ones. SEED=17 plays
// another sequence, POSTERN_LONG=1 ten million commands instead of 200,000.
#include <cstdlib>
#include <gtest/gtest.h>
#include <iterator>
#include <string>

#include "base/prng.hpp"
#include "core/matching/naive_orders.hpp"
#include "core/matching/open_orders.hpp"

namespace core {
namespace {

constexpr std::uint64_t markets = 3;
constexpr std::uint64_t accounts = 7;
constexpr std::int64_t price_max = std::int64_t{1} << 62;

class Player {
  public:
    explicit Player(std::uint64_t seed) : prng_{seed} {
        for (std::uint32_t market = 1; market <= markets; ++market) fast.add_market({market});
    }

    // One command, and everything that may have changed is compared.
    void step() {
        now_.ns += 1;
        if (prng_.one_in(3'000)) crowd_ = 1 + prng_.below(400);
        const MarketId market{static_cast<std::uint32_t>(1 + prng_.below(markets))};
        const std::uint64_t dice = prng_.below(100);
        if (naive.size() < crowd_ / 2 || (dice < 50 && naive.size() < crowd_)) {
            rest(market);
        } else if (dice < 70) {
            take(market);
        } else if (dice < 78) {
            if (const OrderId id = any_order(); id) shrink(id);
        } else if (const OrderId id = any_order(); id) {
            close(id);
        }
        compare(market);
    }

    void compare_all() const {
        std::vector<OpenOrder> walked;
        fast.for_each([&](const OpenOrder& order) { walked.push_back(order); });
        ASSERT_EQ(walked, naive.all());
    }

    OpenOrders fast{base::HashKey{3, 4}};
    NaiveOrders naive;
    std::size_t outside_max = 0;
    std::size_t trades = 0;

  private:
    OrderId any_order() {
        if (naive.size() == 0) return {};
        return naive.near(OrderId{1 + prng_.below(last_id_)});
    }

    // Mostly near a middle that wanders and jumps; sometimes anywhere.
    Price random_price(MarketId market) {
        std::int64_t& middle = middle_[market.value];
        if (prng_.one_in(1'000)) middle = prng_.between(1, price_max);
        if (prng_.one_in(300)) middle += prng_.between(-200'000, 200'000);
        std::int64_t price = middle + prng_.between(-20, 20);
        if (prng_.one_in(5)) price = middle + prng_.between(-70'000, 70'000);
        if (prng_.one_in(100)) price = prng_.between(1, price_max);
        return Price{std::clamp(price, std::int64_t{1}, price_max)};
    }

    std::string random_name() { return "order-" + std::to_string(prng_.below(50)); }

    void rest(MarketId market) {
        const Quantity quantity{prng_.between(1, 100)};
        const AccountId account{1 + prng_.below(accounts)};
        const std::string name = random_name();
        const bool taken = naive.find(account, name).has_value();
        ASSERT_EQ(fast.id_of(account, name).has_value(), taken);
        last_id_ += prng_.one_in(2'000) ? 1'000'000 : 1 + prng_.below(3);
        const OpenOrder order{.id = OrderId{last_id_},
                              .market = market,
                              .account = account,
                              .key = KeyId{prng_.below(9)},
                              .side = prng_.one_in(2) ? Side::buy : Side::sell,
                              .type = OrderType::limit,
                              .time_in_force = TimeInForce::gtc,
                              .self_trade_prevention = SelfTradePrevention::decrement,
                              .limit = random_price(market),
                              .quantity = quantity,
                              .leaves = quantity,
                              .prevented = {},
                              .filled_quote = {},
                              .client_order_id = ClientOrderId{taken ? std::string_view{} : name},
                              .created_at = now_,
                              .updated_at = now_};
        fast.rest(order);
        naive.rest(order);
        ASSERT_EQ(fast.find(order.id), order);
    }

    // A taker: looks at the whole walk first, then the facts happen one by one.
    void take(MarketId market) {
        const Side side = prng_.one_in(2) ? Side::buy : Side::sell;
        const Price limit = prng_.one_in(4) ? any_price(side) : random_price(market);
        Quantity leaves{prng_.between(1, 200)};
        std::vector<Maker> met;
        std::vector<Quantity> quantities;
        for (const Maker& maker : fast.book(market).makers(side, limit)) {
            if (leaves.lots == 0) break;
            met.push_back(maker);
            quantities.push_back(std::min(leaves, maker.leaves));
            leaves -= quantities.back();
        }
        ASSERT_EQ(met, naive.makers(market, side, limit, met.size()));
        ASSERT_EQ(fast.book(market).crosses(side, limit), !met.empty());
        for (std::size_t i = 0; i < met.size(); ++i) {
            const Amount quote{quantities[i].lots * Int128{met[i].price.ticks}};
            fast.fill(met[i].id, quantities[i], quote, now_);
            naive.fill(met[i].id, quantities[i], quote, now_);
            if (quantities[i] == met[i].leaves) close(met[i].id);
            ++trades;
        }
    }

    void shrink(OrderId id) {
        const Quantity quantity{prng_.between(1, naive.find(id)->leaves.lots)};
        fast.decrement(id, quantity, now_);
        naive.decrement(id, quantity, now_);
        ASSERT_EQ(fast.find(id), naive.find(id));
        if (fast.summary(id)->leaves.lots == 0) close(id);
    }

    void close(OrderId id) {
        fast.close(id);
        naive.close(id);
        ASSERT_FALSE(fast.is_open(id));
    }

    void compare(MarketId market) {
        const OrderBook& book = fast.book(market);
        for (const Side side : {Side::buy, Side::sell}) {
            const auto depth = naive.depth(market, side, 5);
            ASSERT_EQ(book.depth(side, 5), depth);
            ASSERT_EQ(book.best(side).has_value(), !depth.empty());
            if (!depth.empty()) {
                ASSERT_EQ(book.best(side), depth.front().price);
            }
            std::vector<Maker> met;
            for (const Maker& maker : book.makers(side, any_price(side))) {
                met.push_back(maker);
                if (met.size() == 10) break;
            }
            ASSERT_EQ(met, naive.makers(market, side, any_price(side), 10));
        }
        outside_max = std::max(outside_max, book.levels_outside());
        ASSERT_EQ(fast.size(), naive.size());
        const AccountId account{1 + prng_.below(accounts)};
        const std::string name = random_name();
        ASSERT_EQ(fast.find(account, name), naive.find(account, name));
        const OrderId id{1 + prng_.below(last_id_ + 1)};
        ASSERT_EQ(fast.find(id), naive.find(id));
        compare_account(account);
    }

    void compare_account(AccountId account) const {
        const auto expected = naive.of_account(account);
        auto next = expected.begin();
        std::map<MarketId, std::uint32_t> counts;
        fast.of_account(account, [&](const OrderSummary& order) {
            ASSERT_NE(next, expected.end());
            ASSERT_EQ(order.id, next->id);
            ASSERT_EQ(order.leaves, next->leaves);
            ++counts[order.market];
            ++next;
        });
        ASSERT_EQ(next, expected.end());
        for (std::uint32_t market = 1; market <= markets; ++market) {
            ASSERT_EQ(fast.count(account, MarketId{market}), counts[MarketId{market}]);
        }
        ASSERT_EQ(fast.count(account), expected.size());
    }

    base::Prng prng_;
    std::map<std::uint32_t, std::int64_t> middle_{{1, 5'000}, {2, 6'000'000}, {3, 1'000'000'000}};
    std::uint64_t last_id_ = 0;
    std::uint64_t crowd_ = 100;
    Timestamp now_{1};
};

TEST(OpenOrdersDifferential, agree_with_the_naive_orders_after_every_command) {
    const char* const asked = std::getenv("SEED");
    const std::uint64_t seed = asked != nullptr ? std::strtoull(asked, nullptr, 10) : 1;
    const std::size_t commands = std::getenv("POSTERN_LONG") != nullptr ? 10'000'000 : 200'000;
    SCOPED_TRACE("SEED=" + std::to_string(seed));
    Player player{seed};
    for (std::size_t i = 0; i < commands; ++i) {
        ASSERT_NO_FATAL_FAILURE(player.step()) << "command " << i;
        if (i % 256 == 0) {
            ASSERT_NO_FATAL_FAILURE(player.compare_all()) << "command " << i;
        }
    }
    player.compare_all();
    // A workload is worth what it reaches.
    EXPECT_GT(player.trades, commands / 50);
    EXPECT_GT(player.outside_max, 20u);
}

}  // namespace
}  // namespace core
