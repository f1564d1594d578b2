// Goal: who hears the news knows what the house knows, after every record, whatever was asked.
// Method: the random crowd of tests/simulation asks; the records go through views::Live, and what
// the listener made of the news is compared with the live view itself.
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "core_house/house.hpp"
#include "news/follower.hpp"
#include "simulation/random_commands.hpp"

namespace {

using news::Book;
using news::Listener;

// A house, its live view, and somebody who listens.
class Street {
  public:
    explicit Street(std::uint64_t seed) : prng{seed}, crowd_{prng} {
        live.listen(listener);
        for (const simulation::Asked& asked : simulation::opening(prng, core::Environment::test)) {
            ask(asked);
        }
    }

    core_house::House house;
    base::Prng prng;
    Listener listener;
    views::Live live{std::make_unique<views::Present>(), {}};
    std::vector<core::Record> records;

    void ask(const simulation::Asked& asked) {
        hear(house.ask(asked.command, asked.envelope).records);
    }
    // One thing that somebody wants, or that time brings.
    void step() {
        house.clock.advance(core::milliseconds(prng.between(0, 900)));
        if (prng.one_in(3)) hear(house.tick());
        ask(crowd_.next(house.state(), house.clock.now()));
    }
    void sweep() {
        for (const simulation::Asked& asked : crowd_.sweep(house.state())) ask(asked);
    }
    std::vector<views::RecordNews> heard() { return std::exchange(listener.heard, {}); }

  private:
    void hear(const engine::Records& more) {
        live.apply(more, {});
        records.insert(records.end(), more.begin(), more.end());
    }

    simulation::Crowd crowd_;
};

TEST(News, a_client_that_follows_the_book_has_the_houses_book_after_every_record) {
    std::size_t changes = 0;
    std::size_t together = 0;
    for (std::uint64_t seed = 1; seed <= 120; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Street street{seed};
        std::map<core::MarketId, Book> books;
        for (int step = 0; step < 500; ++step) {
            street.heard();
            for (const core::MarketId market :
                 {core::MarketId{1}, core::MarketId{2}, core::MarketId{3}}) {
                if (street.prng.one_in(50))
                    books[market] = news::snapshot(*street.live.read(), market);
            }
            step == 300 && seed % 4 == 0 ? street.sweep() : street.step();
            for (const views::RecordNews& told : street.heard()) {
                for (const views::BookNews& book : told.books) {
                    changes += book.levels.size();
                    together += book.levels.size() > 1 ? 1 : 0;
                    const auto client = books.find(book.market);
                    if (client == books.end()) continue;
                    ASSERT_NO_FATAL_FAILURE(news::follow(client->second, book));
                }
            }
            for (auto& [market, client] : books) {
                const Book houses = news::snapshot(*street.live.read(), market);
                ASSERT_EQ(client.last, houses.last);
                ASSERT_EQ(client.sides[0], houses.sides[0]);
                ASSERT_EQ(client.sides[1], houses.sides[1]);
            }
        }
    }
    EXPECT_GT(changes, 2'000U);
    EXPECT_GT(together, 200U);
}

TEST(News, update_ids_are_the_same_whether_anybody_listens_or_not_and_after_a_snapshot) {
    std::uint64_t updates = 0;
    for (std::uint64_t seed = 200; seed < 220; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Street street{seed};
        for (int step = 0; step < 400; ++step) street.step();
        auto replayed = std::make_unique<views::Present>();
        std::size_t count = 0;
        for (const core::Record& record : street.records) {
            views::apply(*replayed, record);
            if (++count % 101 != 0) continue;
            auto restored = std::make_unique<views::Present>();
            ASSERT_TRUE(views::decode(views::encode(*replayed), *restored));
            replayed = std::move(restored);
        }
        EXPECT_EQ(views::encode(*replayed), views::encode(*street.live.read()));
        updates += replayed->markets.book_updates(core::MarketId{1});
    }
    EXPECT_GT(updates, 100U);
}

TEST(News, orders_and_balances_are_told_as_the_house_has_them) {
    std::set<views::OrderChange> reached;
    for (std::uint64_t seed = 21; seed <= 30; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Street street{seed};
        street.heard();
        std::uint64_t execution = 0;
        for (int step = 0; step < 500; ++step) {
            const std::size_t first = street.records.size();
            street.step();
            for (const views::RecordNews& told : street.heard()) {
                for (const views::OrderNews& one : told.orders) {
                    reached.insert(one.change);
                    ASSERT_GT(one.execution, execution);
                    execution = one.execution;
                }
                if (street.records.size() != first + 1) continue;  // the live view is ahead
                const auto live = street.live.read();
                std::map<core::OrderId, views::OrderNews> last;
                for (const views::OrderNews& one : told.orders) last[one.row.order.id] = one;
                for (const auto& [id, one] : last) {
                    ASSERT_NO_FATAL_FAILURE(news::expect_row(*live, one));
                }
                for (const views::BalanceNews& one : told.balances) {
                    EXPECT_EQ(live->state.ledger.balance(one.account, one.asset), one.balance);
                }
            }
        }
    }
    EXPECT_TRUE(reached.contains(views::OrderChange::accepted));
    EXPECT_TRUE(reached.contains(views::OrderChange::traded));
    EXPECT_TRUE(reached.contains(views::OrderChange::closed));
}

// Public trades and fills of one market, as they are heard.
struct Traded {
    std::vector<views::PublicTrade> trades;
    std::set<views::AggregateId> aggregates;
    std::size_t fills{};

    void hear(const views::RecordNews& told, core::MarketId market) {
        for (const views::TradeNews& trade : told.trades) {
            if (trade.market != market) continue;
            trades.push_back(trade.trade);
            aggregates.insert(trade.aggregate);
        }
        for (const views::OrderNews& order : told.orders) {
            EXPECT_EQ(order.fill.has_value(), order.change == views::OrderChange::traded);
            if (order.fill && order.fill->market == market) ++fills;
        }
    }
};

TEST(News, every_trade_is_told_once_with_its_aggregate_and_a_fill_to_either_side) {
    constexpr core::MarketId market{1};
    std::size_t trades = 0;
    for (std::uint64_t seed = 301; seed <= 330; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Street street{seed};
        Traded traded;
        for (int step = 0; step < 500; ++step) {
            street.step();
            for (const views::RecordNews& told : street.heard()) traded.hear(told, market);
        }
        const auto live = street.live.read();
        EXPECT_EQ(*live->markets.trades(market, {.limit = 100'000}), traded.trades);
        const auto kept = *live->markets.aggregates(market, {.limit = 100'000});
        ASSERT_EQ(kept.size(), traded.aggregates.size());
        const bool same_end = kept.empty() || kept.back().id == *traded.aggregates.rbegin();
        EXPECT_TRUE(same_end);
        EXPECT_EQ(traded.fills, 2 * traded.trades.size());
        trades += traded.trades.size();
    }
    EXPECT_GT(trades, 100U);
}

TEST(News, orders_and_balances_are_told_of_those_alone_who_are_listened_to) {
    Street street{41};
    street.listener.accounts_of = 2;
    street.heard();
    std::size_t count = 0;
    for (int step = 0; step < 400; ++step) street.step();
    for (const views::RecordNews& told : street.heard()) {
        for (const views::OrderNews& one : told.orders) {
            EXPECT_EQ(one.row.order.account.value % 2, 0U);
            ++count;
        }
        for (const views::BalanceNews& one : told.balances) EXPECT_EQ(one.account.value % 2, 0U);
    }
    EXPECT_GT(count, 20U);
}

TEST(News, a_batch_without_news_is_not_told_and_one_with_many_records_is_told_once) {
    Street street{43};
    street.heard();
    const std::size_t before = street.listener.batches;
    street.live.apply({}, {});
    EXPECT_EQ(street.listener.batches, before);
    Street another{44};
    views::Live live{std::make_unique<views::Present>(), {}};
    Listener listener;
    live.listen(listener);
    for (int step = 0; step < 100; ++step) another.step();
    live.apply(another.records, {});
    EXPECT_EQ(listener.batches, 1U);
    EXPECT_EQ(listener.heard.size(), another.listener.heard.size());
}

}  // namespace
