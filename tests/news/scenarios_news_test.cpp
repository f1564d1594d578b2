// The scenarios once more, as somebody hears of them who listens: whatever order type, list or
// auction they play, he knows after every line what the house knows.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

#include "engine/records.hpp"
#include "news/follower.hpp"
#include "scenarios/town.hpp"

namespace {

struct Reached {
    std::set<views::OrderChange> orders;
    std::set<views::ListChange> lists;
    std::set<core::MarketMode> modes;
    std::size_t levels{};
};

// A town whose records go to a live view, one by one, and from there to a client.
class HeardTown {
  public:
    explicit HeardTown(Reached& reached) : reached_{reached} { live_.listen(listener_); }

    scenarios::Town town;

    // What happened since the last time.
    void hear() {
        const auto& journal = town.house.journal();
        for (; seen_ < journal.size(); ++seen_) {
            const auto record = engine::read_record(journal[seen_]);
            ASSERT_TRUE(record.has_value());
            live_.apply(std::span{&*record, 1}, {});
            ASSERT_NO_FATAL_FAILURE(compare(*record));
        }
    }

  private:
    void compare(const core::Record& record) {
        const auto live = live_.read();
        for (const views::RecordNews& told : std::exchange(listener_.heard, {})) {
            EXPECT_EQ(told.stamp, record.stamp);
            for (const views::BookNews& book : told.books) {
                reached_.levels += book.levels.size();
                ASSERT_NO_FATAL_FAILURE(news::follow(books_[book.market], book));
            }
            std::map<core::OrderId, views::OrderNews> last;
            for (const views::OrderNews& one : told.orders) {
                reached_.orders.insert(one.change);
                ASSERT_GT(one.execution, execution_);
                execution_ = one.execution;
                last[one.row.order.id] = one;
            }
            for (const auto& [id, one] : last)
                ASSERT_NO_FATAL_FAILURE(news::expect_row(*live, one));
            for (const views::ListNews& list : told.lists) note(*live, list);
            for (const views::ModeNews& mode : told.modes) {
                reached_.modes.insert(mode.mode);
                EXPECT_EQ(live->state.catalogue.market(mode.market).mode, mode.mode);
            }
            for (const views::BalanceNews& one : told.balances) {
                EXPECT_EQ(live->state.ledger.balance(one.account, one.asset), one.balance);
            }
        }
        for (const core::Market& market : live->state.catalogue.markets()) {
            const news::Book houses = news::snapshot(*live, market.id);
            news::Book& client = books_[market.id];
            ASSERT_EQ(client.last, houses.last);
            ASSERT_EQ(client.sides[0], houses.sides[0]);
            ASSERT_EQ(client.sides[1], houses.sides[1]);
        }
    }

    void note(const views::Present& present, const views::ListNews& told) {
        reached_.lists.insert(told.change);
        const bool open = present.state.lists.find(told.list.id) != nullptr;
        if (told.change != views::ListChange::done) return;
        EXPECT_FALSE(open);
        const views::ListRow* kept = present.closed_lists.find(told.list.id);
        ASSERT_NE(kept, nullptr);
        EXPECT_EQ(kept->list, told.list);
        EXPECT_EQ(kept->done_at, present.state.stamp.time);
    }

    Reached& reached_;
    news::Listener listener_;
    views::Live live_{std::make_unique<views::Present>(), {}};
    std::map<core::MarketId, news::Book> books_;
    std::uint64_t execution_{};
    std::size_t seen_{};
};

TEST(News, whatever_the_scenarios_play_the_client_knows_what_the_house_knows) {
    Reached reached;
    std::size_t played = 0;
    for (const auto& entry : std::filesystem::directory_iterator{SCENARIOS}) {
        if (entry.path().extension() != ".scenario") continue;
        SCOPED_TRACE(entry.path().stem().string());
        HeardTown heard{reached};
        std::ifstream in{entry.path()};
        std::string line;
        std::getline(in, line);
        if (!line.starts_with("# An empty town")) heard.town.make_usual();
        do {
            if (!line.starts_with("> ")) continue;
            scenarios::facts_of(heard.town, line.substr(2));
            SCOPED_TRACE(line);
            ASSERT_NO_FATAL_FAILURE(heard.hear());
        } while (std::getline(in, line));
        ++played;
    }
    EXPECT_GT(played, 30U);
    EXPECT_GT(reached.levels, 400U);
    EXPECT_EQ(reached.orders,
              (std::set{views::OrderChange::accepted, views::OrderChange::traded,
                        views::OrderChange::prevented, views::OrderChange::activated,
                        views::OrderChange::amended, views::OrderChange::closed}));
    EXPECT_EQ(reached.lists, (std::set{views::ListChange::opened, views::ListChange::advanced,
                                       views::ListChange::done}));
    EXPECT_EQ(reached.modes.size(), 4U);
}

}  // namespace
