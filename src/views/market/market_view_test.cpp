#include "views/market/market_view.hpp"

#include <algorithm>
#include <ctime>
#include <gtest/gtest.h>

#include "views/market/fabricated.hpp"

namespace views {
namespace {

constexpr core::MarketId market{1};

// All trades of a market as its records tell them, and every answer worked out from them one by
// one, without any of the view's means.
struct Naive {
    struct Trade {
        core::Timestamp time;
        core::Traded traded;
    };
    std::vector<Trade> trades;

    explicit Naive(const std::vector<core::Record>& records) {
        for (const core::Record& record : records) {
            for (const core::Event& event : record.events) {
                const auto* traded = std::get_if<core::Traded>(&event);
                if (traded && traded->market == market)
                    trades.push_back({record.stamp.time, *traded});
            }
        }
    }

    Bar bar(core::Timestamp from, core::Timestamp until) const {
        Bar bar;
        for (auto trade = first_since(from); trade != trades.end() && trade->time < until;
             ++trade) {
            const core::Traded& it = trade->traded;
            if (!bar.first_trade) {
                bar.first_trade = it.trade;
                bar.open = bar.high = bar.low = it.price;
            }
            if (it.price > bar.high) bar.high = it.price;
            if (it.price < bar.low) bar.low = it.price;
            bar.close = it.price;
            bar.last_trade = it.trade;
            bar.volume += core::base_amount(fabricated_market(1), it.quantity);
            bar.quote_volume += it.quote;
            if (it.taker_side == core::Side::sell) continue;
            bar.taker_buy_volume += core::base_amount(fabricated_market(1), it.quantity);
            bar.taker_buy_quote_volume += it.quote;
        }
        return bar;
    }

    core::Price close_before(core::Timestamp time) const {
        const auto after = first_since(time);
        return after == trades.begin() ? core::Price{} : std::prev(after)->traded.price;
    }

    std::vector<Trade>::const_iterator first_since(core::Timestamp time) const {
        return std::ranges::lower_bound(trades, time, {}, &Trade::time);
    }

    // What history would give: bars where something was traded.
    std::vector<TimedBar> bars(const Span& span, core::Duration step) const {
        std::vector<TimedBar> bars;
        for (auto trade = first_since(span.from);
             trade != trades.end() && trade->time < span.until;) {
            const core::Timestamp opens = floor_to(trade->time, step);
            bars.push_back({opens, bar(opens, opens + step)});
            trade = first_since(opens + step);
        }
        return bars;
    }
};

// When candles open, by the C library's calendar.
core::Timestamp naive_opening(Interval interval, core::Timestamp time, core::Duration zone) {
    std::time_t local = (time.ns + zone.ns) / 1'000'000'000;
    std::tm calendar{};
    gmtime_r(&local, &calendar);
    const auto midnight = [&] { calendar.tm_hour = calendar.tm_min = calendar.tm_sec = 0; };
    const auto cut_hours = [&](int hours) {
        calendar.tm_hour -= calendar.tm_hour % hours;
        calendar.tm_min = calendar.tm_sec = 0;
    };
    const auto cut_minutes = [&](int minutes) {
        calendar.tm_min -= calendar.tm_min % minutes;
        calendar.tm_sec = 0;
    };
    switch (interval) {
        case Interval::one_second:
            break;
        case Interval::one_minute:
            cut_minutes(1);
            break;
        case Interval::three_minutes:
            cut_minutes(3);
            break;
        case Interval::five_minutes:
            cut_minutes(5);
            break;
        case Interval::fifteen_minutes:
            cut_minutes(15);
            break;
        case Interval::thirty_minutes:
            cut_minutes(30);
            break;
        case Interval::one_hour:
            cut_hours(1);
            break;
        case Interval::two_hours:
            cut_hours(2);
            break;
        case Interval::four_hours:
            cut_hours(4);
            break;
        case Interval::six_hours:
            cut_hours(6);
            break;
        case Interval::eight_hours:
            cut_hours(8);
            break;
        case Interval::twelve_hours:
            cut_hours(12);
            break;
        case Interval::one_day:
            midnight();
            break;
        case Interval::three_days:
            midnight();
            calendar.tm_mday -= static_cast<int>(local / 86'400 % 3);
            break;
        case Interval::one_week:
            midnight();
            calendar.tm_mday -= (calendar.tm_wday + 6) % 7;
            break;
        case Interval::one_month:
            midnight();
            calendar.tm_mday = 1;
            break;
    }
    return core::Timestamp{timegm(&calendar) * 1'000'000'000} - zone;
}

// As long as a candle can be; so far after its opening the next one holds.
core::Duration longest(Interval interval) {
    constexpr std::array minutes{0,   1,   3,   5,   15,    30,    60,     120,
                                 240, 360, 480, 720, 1'440, 4'320, 10'080, 44'640};
    if (interval == Interval::one_second) return core::seconds(1);
    return core::minutes(minutes[static_cast<std::size_t>(interval)]);
}

// All candles from `first` to `last`.
std::vector<Candle> naive_candles(const Naive& naive, const CandleQuery& query,
                                  core::Timestamp first, core::Timestamp last) {
    std::vector<Candle> all;
    core::Timestamp opens = naive_opening(query.interval, first, query.zone);
    while (opens <= last) {
        const core::Timestamp closes =
            naive_opening(query.interval, opens + longest(query.interval), query.zone);
        Bar bar = naive.bar(opens, closes);
        if (bar.empty()) {
            bar.open = bar.high = bar.low = bar.close = naive.close_before(opens);
        }
        all.push_back({opens, closes, bar});
        opens = closes;
    }
    return all;
}

// The page out of all of them.
std::vector<Candle> cut(const std::vector<Candle>& all, const Page& page) {
    const auto at = [&](core::Timestamp time) {
        return std::ranges::lower_bound(all, time, {}, &Candle::opens);
    };
    auto first = page.start ? at(*page.start) : all.begin();
    auto last = page.until ? at(*page.until) : all.end();
    if (first >= last) return {};
    const auto limit = static_cast<std::ptrdiff_t>(page.limit);
    if (page.start) {
        last = first + std::min(limit, last - first);
    } else {
        first = last - std::min(limit, last - first);
    }
    return {first, last};
}

// Fifteen months over a leap day: bursts, quiet hours, and weeks without a trade.
Fabricated fifteen_months(std::uint64_t seed) {
    Fabricated world{seed, 1};
    world.go_to(core::from_unix_ms(1'702'900'000'000));  // 2023-12-18
    base::Prng prng{seed};
    std::int64_t price = 10'000;
    while (world.now() < core::from_unix_ms(1'742'000'000'000)) {
        const auto burst = prng.between(1, 30);
        for (std::int64_t i = 0; i < burst; ++i) {
            price = std::max<std::int64_t>(1, price + prng.between(-20, 20));
            world.trade(market, {price}, {prng.between(1, 1'000)},
                        prng.one_in(2) ? core::Side::buy : core::Side::sell);
            world.wait(core::milliseconds(prng.between(0, 90'000)));
        }
        world.wait(prng.one_in(60) ? core::hours(prng.between(1, 600))
                                   : core::minutes(prng.between(1, 900)));
    }
    return world;
}

MarketView view_of(const std::vector<core::Record>& records) {
    MarketView view;
    for (const core::Record& record : records) view.apply(record);
    return view;
}

base::Bytes bytes_of(const MarketView& view) {
    base::Bytes bytes;
    view.encode(bytes);
    return bytes;
}

// A page near the end, near the beginning, or anywhere; with and without a start and an end.
Page random_page(base::Prng& prng, core::Timestamp first, core::Timestamp last) {
    const auto moment = [&] {
        const core::Duration far = last - first;
        const core::Duration back =
            prng.one_in(2)
                ? core::Duration{prng.between(0, far.ns)}
                : core::Duration{std::min(far.ns, core::minutes(prng.between(0, 3'000)).ns)};
        return core::Timestamp{(prng.one_in(4) ? first + back : last - back)} +
               core::Duration{prng.one_in(8) ? -core::hours(1'000).ns : 0};
    };
    Page page;
    page.limit = static_cast<std::size_t>(prng.between(1, 60));
    if (prng.one_in(2)) page.start = moment();
    if (prng.one_in(3)) page.until = moment();
    return page;
}

class CandlesOf : public testing::TestWithParam<Interval> {};

TEST_P(CandlesOf, every_interval_equal_a_naive_recomputation_from_the_trades) {
    for (const std::uint64_t seed : {1U, 2U}) {
        const Fabricated world = fifteen_months(seed);
        const Naive naive{world.records()};
        const MarketView view = view_of(world.records());
        const core::Timestamp first = naive.trades.front().time;
        const core::Timestamp now = world.now() + core::minutes(77);
        base::Prng prng{seed};
        int reached_older = 0;
        const bool fine = GetParam() == Interval::one_second;
        const core::Timestamp oldest = fine ? now - core::hours(60) : first;
        for (const core::Duration zone : {core::Duration{}, core::hours(-8), core::minutes(345)}) {
            CandleQuery query{
                .market = market, .interval = GetParam(), .page = {}, .now = now, .zone = zone};
            const std::vector<Candle> all = naive_candles(naive, query, oldest, now);
            for (int i = 0; i < 60; ++i) {
                query.page = random_page(prng, oldest, now);
                if (fine && query.page.start)
                    query.page.start = std::max(*query.page.start, oldest);
                std::vector<TimedBar> bars;
                if (const auto older = view.older_needed(query)) {
                    bars = naive.bars(older->span, older->step);
                    ++reached_older;
                }
                if (fine && !query.page.start && query.page.until &&
                    *query.page.until < oldest + core::hours(1)) {
                    continue;  // before the naive list of seconds begins
                }
                ASSERT_EQ(view.candles(query, bars), cut(all, query.page))
                    << "seed " << seed << ", page " << i;
            }
        }
        EXPECT_EQ(reached_older > 0, GetParam() < Interval::fifteen_minutes);
    }
}

INSTANTIATE_TEST_SUITE_P(Market, CandlesOf, testing::ValuesIn(all_intervals), [](const auto& test) {
    std::string name{name_of(test.param)};
    if (test.param == Interval::one_month) name = "1month";  // not told from 1m by every tool
    return name;
});

TEST(Market, has_no_candles_before_the_first_trade_and_flat_ones_after_the_last) {
    Fabricated world{1, 1};
    world.go_to(core::from_unix_ms(1'700'000'000'000));
    EXPECT_TRUE(view_of(world.records())
                    .candles({.market = market,
                              .interval = Interval::one_minute,
                              .page = {},
                              .now = world.now()})
                    .empty());
    world.trade(market, {77}, {5}, core::Side::buy);
    const auto candles = view_of(world.records())
                             .candles({.market = market,
                                       .interval = Interval::one_minute,
                                       .page = {},
                                       .now = world.now() + core::minutes(2)});
    ASSERT_EQ(candles.size(), 3U);
    EXPECT_EQ(candles[0].bar.count(), 1U);
    EXPECT_EQ(candles[0].bar.quote_volume, core::Amount{77 * 5 * 10});
    EXPECT_EQ(candles[2].bar.open, core::Price{77});
    EXPECT_EQ(candles[2].bar.count(), 0U);
    EXPECT_EQ(candles[2].bar.volume, core::Amount{});
    EXPECT_EQ(candles[1].closes, candles[2].opens);
}

TEST(Market, the_running_candle_is_the_last_of_the_list) {
    const Fabricated world = fifteen_months(5);
    const MarketView view = view_of(world.records());
    for (const Interval interval : all_intervals) {
        for (const core::Duration since : {core::Duration{}, core::minutes(3), core::hours(50)}) {
            const core::Timestamp now = world.now() + since;
            const auto all = view.candles(
                {.market = market, .interval = interval, .page = {.limit = 3}, .now = now});
            EXPECT_EQ(view.candle(market, interval, now), all.back());
        }
    }
    const MarketView untraded = view_of(Fabricated{1, 1}.records());
    EXPECT_FALSE(untraded.candle(market, Interval::one_day, world.now()).has_value());
}

TEST(Market, tickers_equal_a_naive_recomputation_to_the_second) {
    const Fabricated world = fifteen_months(3);
    const Naive naive{world.records()};
    MarketView view;
    base::Prng prng{3};
    std::size_t traded = 0;
    std::size_t untraded = 0;
    for (const core::Record& record : world.records()) {
        view.apply(record);
        if (!prng.one_in(20) || record.events.size() < 3) continue;
        const core::Timestamp now = record.stamp.time + core::seconds(prng.between(0, 200'000));
        const core::Duration window = core::hours(prng.one_in(2) ? 24 : prng.between(1, 24));
        const core::Timestamp end = floor_to(now, core::seconds(1)) + core::seconds(1);
        const auto known = naive.first_since(record.stamp.time + core::Duration{1});
        const Naive past = [&] {
            Naive cut{{}};
            cut.trades.assign(std::max(naive.trades.begin(), known - 3'000), known);
            return cut;
        }();
        Bar expected = past.bar(end - window, end);
        const core::Price before = past.close_before(end - window);
        (expected.empty() ? untraded : traded)++;
        if (expected.empty()) {
            expected.open = expected.high = expected.low = expected.close = before;
        }
        const Ticker ticker = view.ticker(market, now, window);
        ASSERT_EQ(ticker.bar, expected);
        ASSERT_EQ(ticker.window, (Span{end - window, end}));
        ASSERT_EQ(ticker.previous_close, before);
        ASSERT_EQ(ticker.last_quantity, past.trades.back().traded.quantity);
        const Bar five = past.bar(end - core::minutes(5), end);
        const core::Traded& last = past.trades.back().traded;
        const Average average =
            five.empty()
                ? Average{last.quote, core::base_amount(fabricated_market(1), last.quantity)}
                : Average{five.quote_volume, five.volume};
        ASSERT_EQ(view.average(market, now), average);
    }
    EXPECT_GT(traded, 100U);
    EXPECT_GT(untraded, 100U);
}

TEST(Market, windows_beyond_what_is_kept_in_seconds_are_exact_to_the_minute) {
    Fabricated world = fifteen_months(4);
    world.trade(market, {12'345}, {6}, core::Side::sell);
    const Naive naive{world.records()};
    const MarketView view = view_of(world.records());
    for (const int days : {2, 7, 30, 90, 400}) {
        const core::Duration window = core::hours(24 * days);
        const Ticker ticker = view.ticker(market, world.now(), window);
        const core::Timestamp asked =
            floor_to(world.now(), core::seconds(1)) + core::seconds(1) - window;
        EXPECT_EQ(ticker.window.from,
                  floor_to(asked, days <= 30 ? core::minutes(1) : core::minutes(15)));
        EXPECT_EQ(ticker.bar, naive.bar(ticker.window.from, ticker.window.until));
    }
}

TEST(Market, an_untraded_market_has_a_ticker_of_zeros) {
    const Fabricated world{1, 1};
    const MarketView view = view_of(world.records());
    const Ticker ticker = view.ticker(market, world.now());
    EXPECT_EQ(ticker.bar, Bar{});
    EXPECT_EQ(ticker.bar.count(), 0U);
    EXPECT_EQ(view.average(market, world.now()), Average{});
    EXPECT_EQ(view.last_trade(market), nullptr);
    EXPECT_EQ(view.book_updates(market), 0U);
}

TEST(Market, the_price_of_an_average_is_cut_and_never_overflows) {
    EXPECT_EQ(price_of({{10}, {4}}, 1), core::Amount{25});
    EXPECT_EQ(price_of({{2}, {3}}, 4), core::Amount{6'666});
    EXPECT_EQ(price_of({{0}, {3}}, 18), core::Amount{});
    EXPECT_EQ(price_of({{5}, {0}}, 18), core::Amount{});
    const base::Int128 huge = base::Int128{1} << 126;
    EXPECT_EQ(price_of({{huge}, {huge}}, 18), core::Amount{1'000'000'000'000'000'000});
    EXPECT_EQ(price_of({{huge - 1}, {huge}}, 18), core::Amount{999'999'999'999'999'999});
}

// All trades, and all aggregates by grouping neighbours of one record, taker and price.
struct Lists {
    std::vector<PublicTrade> trades;
    std::vector<AggregateTrade> aggregates;

    explicit Lists(const std::vector<core::Record>& records) {
        for (const core::Record& record : records) {
            const core::Traded* previous = nullptr;
            for (const core::Event& event : record.events) {
                const auto* traded = std::get_if<core::Traded>(&event);
                if (!traded || traded->market != market) continue;
                add(record.stamp.time, *traded, previous);
                previous = traded;
            }
        }
    }

    void add(core::Timestamp time, const core::Traded& traded, const core::Traded* previous) {
        trades.push_back(
            {traded.trade, time, traded.price, traded.quantity, traded.quote, traded.taker_side});
        if (previous && previous->taker == traded.taker && previous->price == traded.price) {
            aggregates.back().last_trade = traded.trade;
            aggregates.back().quantity += traded.quantity;
            aggregates.back().quote += traded.quote;
            return;
        }
        aggregates.push_back({AggregateId{aggregates.size() + 1}, traded.trade, traded.trade, time,
                              traded.price, traded.quantity, traded.quote, traded.taker_side});
    }
};

template <class Row>
std::vector<Row> cut(std::vector<Row> rows, const Page& page) {
    std::erase_if(rows, [&](const Row& row) {
        return (page.from && row.id.value < *page.from) || (page.start && row.time < *page.start) ||
               (page.until && row.time >= *page.until);
    });
    if (rows.size() <= page.limit) return rows;
    if (page.oldest()) {
        rows.resize(page.limit);
    } else {
        rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(page.limit));
    }
    return rows;
}

Fabricated busy_market(std::uint64_t seed, int steps) {
    Fabricated world{seed, 2};
    for (int i = 0; i < steps; ++i) {
        world.wait(core::milliseconds(world.prng().between(0, 400)));
        world.step();
    }
    return world;
}

TEST(Market, fills_of_one_taker_at_one_price_are_one_aggregate) {
    const Fabricated world = busy_market(5, 6'000);
    const Lists lists{world.records()};
    ASSERT_LT(lists.aggregates.size(), lists.trades.size());
    ASSERT_LT(lists.trades.size(), Tape::capacity);
    const MarketView view = view_of(world.records());
    EXPECT_EQ(view.aggregates(market, {.limit = 100'000}), lists.aggregates);
    EXPECT_EQ(view.trades(market, {.limit = 100'000}), lists.trades);
}

TEST(Market, pages_of_the_tape_are_those_of_the_whole_list_or_history_is_asked) {
    const Fabricated world = busy_market(6, 60'000);
    const Lists lists{world.records()};
    ASSERT_GT(lists.aggregates.size(), Tape::capacity + 1'000);
    const MarketView view = view_of(world.records());
    base::Prng prng{6};
    int answered = 0;
    int refused = 0;
    for (int i = 0; i < 400; ++i) {
        Page page = random_page(prng, lists.trades.front().time, world.now());
        if (prng.one_in(3)) page.from = prng.below(lists.trades.size() + 10);
        const auto trades = view.trades(market, page);
        if (trades) {
            ASSERT_EQ(*trades, cut(lists.trades, page));
        }
        const auto aggregates = view.aggregates(market, page);
        if (aggregates) {
            ASSERT_EQ(*aggregates, cut(lists.aggregates, page));
        }
        (trades ? answered : refused)++;
        // The tape never refuses what it has.
        const auto expected = cut(lists.trades, page);
        const auto oldest = lists.trades.size() - Tape::capacity;
        if (!expected.empty() && expected.front().id.value > oldest + 1) {
            EXPECT_TRUE(trades.has_value() || !page.oldest()) << i;
        }
    }
    EXPECT_GT(answered, 50);
    EXPECT_GT(refused, 50);
}

TEST(Market, a_snapshot_and_the_rest_of_the_journal_make_what_the_whole_journal_makes) {
    const Fabricated world = busy_market(7, 3'000);
    const base::Bytes whole = bytes_of(view_of(world.records()));
    MarketView view;
    std::size_t count = 0;
    for (const core::Record& record : world.records()) {
        view.apply(record);
        if (++count % 97 != 0) continue;
        const base::Bytes bytes = bytes_of(view);
        base::Decoder in{bytes};
        auto decoded = MarketView::decode(in);
        ASSERT_TRUE(decoded && in.at_end());
        ASSERT_EQ(bytes_of(*decoded), bytes);
        view = *std::move(decoded);
    }
    EXPECT_EQ(bytes_of(view), whole);
}

TEST(Market, a_snapshot_that_is_cut_off_is_refused) {
    const base::Bytes bytes = bytes_of(view_of(busy_market(8, 200).records()));
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        base::Decoder in{base::BytesView{bytes}.first(size)};
        EXPECT_FALSE(MarketView::decode(in).has_value());
    }
}

TEST(Market, the_update_counter_survives_a_snapshot) {
    MarketView view = view_of(busy_market(9, 20).records());
    for (int i = 0; i < 5; ++i) view.count_book_update(market);
    const base::Bytes bytes = bytes_of(view);
    base::Decoder in{bytes};
    EXPECT_EQ(MarketView::decode(in)->book_updates(market), 5U);
    EXPECT_EQ(MarketView::decode(in = base::Decoder{bytes})->book_updates(core::MarketId{2}), 0U);
}

}  // namespace
}  // namespace views
