// What a client makes of the news, and what it has to equal.
#pragma once

#include <gtest/gtest.h>
#include <map>

#include "views/live.hpp"

namespace news {

using Levels = std::map<std::int64_t, core::Quantity>;  // lots by price

struct Book {
    std::uint64_t last{};
    Levels sides[2];

    Levels& side(core::Side side) { return sides[side == core::Side::buy ? 0 : 1]; }
};

inline Book snapshot(const views::Present& present, core::MarketId market) {
    Book book{present.markets.book_updates(market), {}};
    for (const core::Side side : {core::Side::buy, core::Side::sell}) {
        for (const core::DepthLevel& level :
             present.state.orders.book(market).depth(side, SIZE_MAX)) {
            book.side(side)[level.price.ticks] = level.lots;
        }
    }
    return book;
}

// What Binance's and our own documents tell a client to do.
inline void follow(Book& book, const views::BookNews& news) {
    ASSERT_EQ(news.first, book.last + 1);
    ASSERT_EQ(news.last, book.last + news.levels.size());
    book.last = news.last;
    for (const views::LevelChange& level : news.levels) {
        Levels& side = book.side(level.side);
        const auto before = side.find(level.price.ticks);
        ASSERT_NE(before == side.end() ? core::Quantity{} : before->second, level.lots);
        if (level.lots == core::Quantity{}) {
            side.erase(level.price.ticks);
        } else {
            side[level.price.ticks] = level.lots;
        }
    }
    const auto best = [](const auto& at, core::Price price, core::Quantity lots, bool none) {
        if (none) return lots == core::Quantity{};
        return at->first == price.ticks && at->second == lots;
    };
    const Levels& buys = book.sides[0];
    const Levels& sells = book.sides[1];
    EXPECT_TRUE(best(buys.rbegin(), news.best.bid, news.best.bid_lots, buys.empty()));
    EXPECT_TRUE(best(sells.begin(), news.best.ask, news.best.ask_lots, sells.empty()));
}

class Listener final : public views::NewsListener {
  public:
    void hear(const views::NewsBatch& batch) override {
        ++batches;
        for (const views::RecordNews& news : *batch) {
            EXPECT_FALSE(news.empty());
            heard.push_back(news);
        }
    }
    bool listens_to(core::AccountId account) const override {
        return account.value % accounts_of == 0;
    }

    std::vector<views::RecordNews> heard;
    std::size_t batches{};
    std::uint64_t accounts_of{1};  // every which account is listened to
};

// What was said last of an order is what the house knows of it.
inline void expect_row(const views::Present& present, const views::OrderNews& news) {
    const core::OrderId id = news.row.order.id;
    if (news.row.closed) {
        const views::OrderRow* closed = present.closed.find(id);
        ASSERT_NE(closed, nullptr);
        EXPECT_EQ(*closed, news.row);
        EXPECT_FALSE(news.in_book);
    } else if (present.state.taker && present.state.taker->order.id == id) {
        EXPECT_EQ(present.state.taker->order, news.row.order);
    } else {
        const auto open = present.state.orders.find(id);
        ASSERT_TRUE(open.has_value()) << id.value;
        EXPECT_EQ(*open, news.row.order);
        EXPECT_EQ(news.in_book, core::parking(*open) == core::Parking::none);
    }
}

}  // namespace news
