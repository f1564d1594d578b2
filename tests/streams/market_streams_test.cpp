// Goal: a client that does what Binance's documents say has the house's book, trades, candles and
// tickers, whenever he came, whatever the crowd does.
// Method: a crowd, clients in memory, simulated time; what they made of the streams is compared
// with the live view, or reckoned again from the trades they heard.
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "streams/street.hpp"

namespace streams {
namespace {

constexpr core::MarketId first_market{1};

// What REST would answer now.
std::string depth_snapshot(const Street& street, core::MarketId market, std::size_t levels) {
    const auto live = street.live.read();
    const core::Catalogue& catalogue = live->state.catalogue;
    const core::OrderBook& book = live->state.orders.book(market);
    std::string text;
    api::Json json{text};
    api::binance::write_depth(
        {json, api::binance::Figures{catalogue, catalogue.market(market)}, {}, {}},
        {.update = live->markets.book_updates(market),
         .bids = book.depth(core::Side::buy, levels),
         .asks = book.depth(core::Side::sell, levels)},
        levels);
    return text;
}

using Levels = std::map<std::string, std::string>;

struct Book {
    std::int64_t last{};
    Levels bids;
    Levels asks;
};

void take_levels(Levels& side, const std::string& json, const std::string& pointer) {
    for (const auto& [price, quantity] : pairs(json, pointer)) {
        if (quantity == "0.00000000") {
            side.erase(price);
        } else {
            side[price] = quantity;
        }
    }
}

Book book_of(const std::string& snapshot) {
    Book book{.last = integer(snapshot, "/lastUpdateId"), .bids = {}, .asks = {}};
    take_levels(book.bids, snapshot, "/bids");
    take_levels(book.asks, snapshot, "/asks");
    return book;
}

// One client of the changes, as their documents tell him to do it.
struct Follower {
    Client client;
    std::optional<Book> book{};
    std::int64_t last_event{};  // its u
    std::size_t compared{};

    void follow(const Street& street) {
        for (const std::string& frame : client.take()) {
            const std::int64_t first = integer(frame, "/U");
            const std::int64_t last = integer(frame, "/u");
            ASSERT_LE(first, last);
            if (last_event != 0) {
                ASSERT_EQ(first, last_event + 1);
            }
            last_event = last;
            if (!book || last <= book->last) continue;
            ASSERT_LE(first, book->last + 1);
            take_levels(book->bids, frame, "/b");
            take_levels(book->asks, frame, "/a");
            book->last = last;
        }
        compare(street);
    }
    void compare(const Street& street) {
        if (!book) return;
        const Book houses = book_of(depth_snapshot(street, first_market, SIZE_MAX));
        if (book->last != houses.last) return;
        ASSERT_EQ(book->bids, houses.bids);
        ASSERT_EQ(book->asks, houses.asks);
        ++compared;
    }
};

TEST(MarketStreams, a_client_of_the_changes_has_the_houses_book_in_either_cadence) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Street street{seed};
        const std::string name = "/ws/" + street.symbol(first_market) + "@depth";
        std::vector<Follower> followers;
        for (int step = 0; step < 300; ++step) {
            if (street.prng.one_in(40)) {
                followers.push_back(
                    {street.connect(street.prng.one_in(2) ? name : name + "@100ms")});
                street.tell();
            }
            street.step();
            for (Follower& follower : followers) {
                if (!follower.book && street.prng.one_in(5)) {
                    follower.book = book_of(depth_snapshot(street, first_market, SIZE_MAX));
                }
                ASSERT_NO_FATAL_FAILURE(follower.follow(street));
            }
        }
        street.wait(core::seconds(1));
        ASSERT_GT(followers.size(), 1U);
        for (Follower& follower : followers) {
            ASSERT_NO_FATAL_FAILURE(follower.follow(street));
            if (follower.book) {
                EXPECT_GT(follower.compared, 0U);
            }
        }
    }
}

TEST(MarketStreams, the_partial_depth_is_the_books_best_at_each_flush) {
    Street street{11};
    const std::string symbol = street.symbol(first_market);
    Client five = street.connect("/ws/" + symbol + "@depth5@100ms");
    Client twenty = street.connect("/ws/" + symbol + "@depth20@100ms");
    std::string last_five;
    std::string last_twenty;
    std::size_t changes = 0;
    for (int step = 0; step < 200; ++step) {
        street.step();
        street.flush();
        for (const std::string& frame : five.take()) last_five = frame, ++changes;
        for (const std::string& frame : twenty.take()) last_twenty = frame;
        ASSERT_EQ(last_five, depth_snapshot(street, first_market, 5));
        ASSERT_EQ(last_twenty, depth_snapshot(street, first_market, 20));
    }
    EXPECT_GT(changes, 20U);
    EXPECT_LT(changes, 200U);
}

struct Traded {
    std::int64_t id{};
    std::int64_t time{};
    base::Int128 price{};
    base::Int128 quantity{};
    bool buyer_made{};
};

Traded traded(const std::string& frame) {
    return {.id = integer(frame, "/t"),
            .time = integer(frame, "/T"),
            .price = number(frame, "/p"),
            .quantity = number(frame, "/q"),
            .buyer_made = member(frame, "/m") == "true"};
}

constexpr base::Int128 one = 100'000'000;

struct Bar {
    base::Int128 open{}, high{}, low{}, close{}, volume{}, quote{}, bought{};
    std::int64_t first{-1}, last{-1}, count{};

    void add(const Traded& trade) {
        if (count == 0) open = high = low = trade.price, first = trade.id;
        high = std::max(high, trade.price);
        low = std::min(low, trade.price);
        close = trade.price;
        last = trade.id;
        volume += trade.quantity;
        quote += trade.price * trade.quantity;
        if (!trade.buyer_made) bought += trade.quantity;
        ++count;
    }
};

void expect_candle(const std::string& frame, const Bar& bar) {
    EXPECT_EQ(number(frame, "/k/o"), bar.open) << frame;
    EXPECT_EQ(number(frame, "/k/h"), bar.high) << frame;
    EXPECT_EQ(number(frame, "/k/l"), bar.low) << frame;
    EXPECT_EQ(number(frame, "/k/c"), bar.close) << frame;
    EXPECT_EQ(number(frame, "/k/v"), bar.volume) << frame;
    EXPECT_EQ(number(frame, "/k/q"), bar.quote / one) << frame;
    EXPECT_EQ(number(frame, "/k/V"), bar.bought) << frame;
    EXPECT_EQ(integer(frame, "/k/n"), bar.count) << frame;
    EXPECT_EQ(integer(frame, "/k/f"), bar.first) << frame;
    EXPECT_EQ(integer(frame, "/k/L"), bar.last) << frame;
}

struct CandlesSeen {
    std::size_t traded{};
    std::size_t flat{};
};

// Somebody who hears trades and candles while the crowd does something; `between` comes before each
// thing it does. Each candle must be closed once, and be what the trades make.
void follow_candles(std::uint64_t seed, const std::function<void(Street&)>& between,
                    CandlesSeen& seen) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::map<std::string, std::int64_t> intervals{
        {"1s", 1'000}, {"1m", 60'000}, {"3m", 180'000}};
    Street street{seed};
    const std::string symbol = street.symbol(first_market);
    Client trades = street.connect("/ws/" + symbol + "@trade");
    std::map<std::string, Client> candles;
    for (const auto& [name, ms] : intervals) {
        candles[name] = street.connect("/ws/" + symbol + "@kline_" + name);
    }
    for (int step = 0; step < 900; ++step) {
        between(street);
        street.step();
    }
    if (street.is_stalled()) street.publish();
    street.wait(core::minutes(3));
    std::vector<Traded> all;
    for (const std::string& frame : trades.take()) all.push_back(traded(frame));
    ASSERT_GT(all.size(), 20U);
    for (const auto& [name, ms] : intervals) {
        std::int64_t next = all.front().time / ms * ms;
        base::Int128 last_price = 0;
        std::size_t at = 0;
        for (const std::string& frame : candles[name].take()) {
            ASSERT_EQ(integer(frame, "/k/t"), next) << frame;
            ASSERT_EQ(integer(frame, "/k/T"), next + ms - 1);
            if (member(frame, "/k/x") != "true") continue;
            Bar bar;
            while (at < all.size() && all[at].time < next + ms) bar.add(all[at++]);
            (bar.count == 0 ? seen.flat : seen.traded) += 1;
            if (bar.count == 0) bar.open = bar.high = bar.low = bar.close = last_price;
            expect_candle(frame, bar);
            last_price = bar.close;
            next += ms;
        }
        EXPECT_EQ(at, all.size()) << name;
    }
}

TEST(MarketStreams, each_candle_is_closed_once_and_is_what_its_trades_make) {
    CandlesSeen seen;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        ASSERT_NO_FATAL_FAILURE(follow_candles(seed, [](Street&) {}, seen));
    }
    EXPECT_GT(seen.traded, 100U);
    EXPECT_GT(seen.flat, 100U);
}

// A disk that takes seconds now and then: a record is stamped before a candle's end and heard of
// long after it.
TEST(MarketStreams, no_candle_is_closed_while_a_trade_of_it_may_still_come) {
    CandlesSeen seen;
    std::size_t stalls = 0;
    const auto disk = [&](Street& street) {
        if (street.is_stalled() && street.prng.one_in(4)) return street.publish();
        if (street.is_stalled() || !street.prng.one_in(5)) return;
        street.stall();
        ++stalls;
    };
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        ASSERT_NO_FATAL_FAILURE(follow_candles(seed, disk, seen));
    }
    EXPECT_GT(stalls, 100U);
    EXPECT_GT(seen.traded, 100U);
}

TEST(MarketStreams, local_days_open_at_local_midnight) {
    Street street{5};
    Client here = street.connect("/ws/" + street.symbol(first_market) + "@kline_1d@+05:45");
    for (int step = 0; step < 150; ++step) street.step();
    street.wait(core::seconds(3));
    const auto frames = here.take();
    ASSERT_FALSE(frames.empty());
    const std::int64_t opens = integer(frames.back(), "/k/t");
    EXPECT_EQ((opens + (5 * 60 + 45) * 60'000) % 86'400'000, 0);
    EXPECT_EQ(integer(frames.back(), "/k/T"), opens + 86'400'000 - 1);
}

TEST(MarketStreams, aggregates_have_every_trade_once) {
    std::size_t joined = 0;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        Street street{seed};
        const std::string symbol = street.symbol(first_market);
        Client single = street.connect("/ws/" + symbol + "@trade");
        Client summed = street.connect("/ws/" + symbol + "@aggTrade");
        for (int step = 0; step < 400; ++step) street.step();
        std::map<std::int64_t, Traded> trades;
        std::int64_t expected = 1;
        for (const std::string& frame : single.take()) {
            const Traded trade = traded(frame);
            ASSERT_EQ(trade.id, expected++);
            trades[trade.id] = trade;
        }
        std::int64_t next = 1;
        std::int64_t id = 1;
        for (const std::string& frame : summed.take()) {
            ASSERT_EQ(integer(frame, "/a"), id++);
            ASSERT_EQ(integer(frame, "/f"), next);
            base::Int128 quantity = 0;
            joined += integer(frame, "/l") > next ? 1 : 0;
            for (; next <= integer(frame, "/l"); ++next) {
                quantity += trades.at(next).quantity;
                EXPECT_EQ(trades.at(next).price, number(frame, "/p"));
                EXPECT_EQ(trades.at(next).time, integer(frame, "/T"));
                EXPECT_EQ(trades.at(next).buyer_made, member(frame, "/m") == "true");
            }
            EXPECT_EQ(quantity, number(frame, "/q"));
        }
        EXPECT_EQ(next, expected);
    }
    EXPECT_GT(joined, 3U);
}

TEST(MarketStreams, the_book_ticker_tells_each_change_of_the_best_and_nothing_else) {
    Street street{3};
    Client one_market = street.connect("/ws/" + street.symbol(first_market) + "@bookTicker");
    Client all_markets = street.connect("/ws/!bookTicker");
    std::string last;
    std::size_t changes = 0;
    std::vector<std::string> of_first;
    for (int step = 0; step < 300; ++step) {
        street.step();
        for (const std::string& frame : one_market.take()) {
            EXPECT_EQ(member(frame, "/e"), "");
            const auto best = [](const std::string& said) {
                return member(said, "/b") + member(said, "/B") + member(said, "/a") +
                       member(said, "/A");
            };
            if (!last.empty()) {
                EXPECT_NE(best(frame), best(last));
                EXPECT_GT(integer(frame, "/u"), integer(last, "/u"));
            }
            last = frame;
            of_first.push_back(frame);
            ++changes;
        }
        if (last.empty()) continue;
        const std::string houses = depth_snapshot(street, first_market, 1);
        const auto bids = pairs(houses, "/bids");
        EXPECT_EQ(member(last, "/b"), bids.empty() ? "0.00000000" : bids[0].first);
        EXPECT_EQ(member(last, "/B"), bids.empty() ? "0.00000000" : bids[0].second);
    }
    EXPECT_GT(changes, 20U);
    std::vector<std::string> same;
    std::size_t others = 0;
    for (const std::string& frame : all_markets.take()) {
        if (member(frame, "/s") == member(last, "/s")) {
            same.push_back(frame);
        } else {
            ++others;
        }
    }
    EXPECT_EQ(same, of_first);
    EXPECT_GT(others, 0U);
}

// Without the times, which are different each second.
std::string content(const std::string& ticker) {
    std::string told;
    for (const char* name : {"/s", "/c", "/o", "/h", "/l", "/v", "/q", "/n", "/b", "/a", "/x"}) {
        told += member(ticker, name) + " ";
    }
    return told;
}

std::string mini_ticker(const views::Present& live, const core::Market& market,
                        const views::Ticker& ticker) {
    std::string text;
    api::Json json{text};
    api::binance::write_mini_ticker(
        {json, api::binance::Figures{live.state.catalogue, market}, {}, {}}, ticker);
    return text;
}

struct TickersSeen {
    std::size_t lists{};
    std::set<core::MarketId> traded;  // of which there was something to know
};

// What a client of a list of tickers knows of each market in the end is what the house knows.
void follow_tickers(const std::string& list, std::uint64_t seed, TickersSeen& seen) {
    SCOPED_TRACE(list + ", seed " + std::to_string(seed));
    Street street{seed};
    Client client = street.connect("/ws/" + list);
    std::map<std::string, std::string> known;
    for (int step = 0; step < 300; ++step) {
        street.step();
        for (const std::string& frame : client.take()) {
            ++seen.lists;
            std::size_t markets = 0;
            for (const std::string& ticker : elements(frame)) {
                ++markets;
                const std::string symbol = member(ticker, "/s");
                if (list != "!ticker@arr") {
                    EXPECT_NE(content(known[symbol]), content(ticker));
                }
                known[symbol] = ticker;
            }
            EXPECT_GT(markets, 0U);
        }
    }
    street.wait(core::seconds(2));
    for (const std::string& frame : client.take()) {
        for (const std::string& ticker : elements(frame)) known[member(ticker, "/s")] = ticker;
    }
    const auto live = street.live.read();
    for (const core::Market& market : live->state.catalogue.markets()) {
        const std::string& told = known[std::string{market.symbol.view()}];
        const views::Ticker now =
            live->markets.ticker(market.id, street.house.clock.now(),
                                 list == "!ticker_1h@arr" ? core::hours(1) : core::hours(24));
        if (now.bar.count() == 0) continue;
        seen.traded.insert(market.id);
        if (list == "!miniTicker@arr") {
            EXPECT_EQ(content(told), content(mini_ticker(*live, market, now)));
        } else {
            EXPECT_EQ(integer(told, "/n"), static_cast<std::int64_t>(now.bar.count()));
        }
    }
}

TEST(MarketStreams, lists_of_tickers_have_the_markets_that_changed_and_end_at_what_is_true) {
    for (const std::string list : {"!miniTicker@arr", "!ticker@arr", "!ticker_1h@arr"}) {
        TickersSeen seen;
        for (std::uint64_t seed = 7; seed <= 12; ++seed) follow_tickers(list, seed, seen);
        EXPECT_EQ(seen.traded.size(), 3U) << list;
        EXPECT_GT(seen.lists, 120U) << list;
    }
}

TEST(MarketStreams, one_market_alone_is_told_first_as_it_is_and_then_when_it_changes) {
    Street street{13};
    for (int step = 0; step < 200; ++step) street.step();
    const std::string symbol = street.symbol(first_market);
    for (const std::string stream : {"@ticker", "@miniTicker", "@ticker_4h", "@avgPrice"}) {
        SCOPED_TRACE(stream);
        Client client = street.connect("/ws/" + symbol + stream);
        street.wait(core::seconds(1));
        ASSERT_EQ(client.take().size(), 1U);
        street.wait(core::seconds(30));
        EXPECT_EQ(client.take().size(), 0U);
        for (int step = 0; step < 60; ++step) street.step();
        street.wait(core::seconds(1));
        EXPECT_GT(client.take().size(), 0U);
    }
}

TEST(MarketStreams, wrapped_and_finer_updates_say_the_same) {
    Street street{17};
    const std::string symbol = street.symbol(first_market);
    const std::string names =
        symbol + "@trade/" + symbol + "@depth@100ms/" + symbol + "@bookTicker";
    Client raw = street.connect("/ws/" + names);
    Client wrapped = street.connect("/stream?streams=" + names);
    Client fine = street.connect("/ws/" + names + "?timeUnit=MICROSECOND");
    for (int step = 0; step < 200; ++step) street.step();
    const auto plain = raw.take();
    const auto packed = wrapped.take();
    const auto finer = fine.take();
    ASSERT_GT(plain.size(), 50U);
    ASSERT_EQ(plain.size(), packed.size());
    ASSERT_EQ(plain.size(), finer.size());
    for (std::size_t i = 0; i < plain.size(); ++i) {
        EXPECT_EQ(member(packed[i], "/data"), plain[i]);
        EXPECT_TRUE(names.find(member(packed[i], "/stream")) != std::string::npos);
        if (member(plain[i], "/E").empty()) {
            EXPECT_EQ(plain[i], finer[i]);
        } else {
            EXPECT_EQ(integer(plain[i], "/E"), integer(finer[i], "/E") / 1'000);
            EXPECT_EQ(integer(finer[i], "/E") > 1'000'000'000'000'000, true);
        }
    }
}

}  // namespace
}  // namespace streams
