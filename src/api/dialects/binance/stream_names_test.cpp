#include "api/dialects/binance/stream_names.hpp"

#include <gtest/gtest.h>

#include "api/dialects/binance/stream_addresses.hpp"

namespace {

using api::binance::parse_stream_name;
using api::binance::StreamKind;
using api::binance::StreamName;

StreamName btcusdt(StreamKind kind) { return {.kind = kind, .symbol = "BTCUSDT"}; }

TEST(StreamNames, every_stream_has_its_name) {
    EXPECT_EQ(parse_stream_name("btcusdt@trade"), btcusdt(StreamKind::trade));
    EXPECT_EQ(parse_stream_name("btcusdt@aggTrade"), btcusdt(StreamKind::aggregate));
    EXPECT_EQ(parse_stream_name("btcusdt@miniTicker"), btcusdt(StreamKind::mini_ticker));
    EXPECT_EQ(parse_stream_name("btcusdt@ticker"), btcusdt(StreamKind::ticker));
    EXPECT_EQ(parse_stream_name("btcusdt@bookTicker"), btcusdt(StreamKind::book_ticker));
    EXPECT_EQ(parse_stream_name("btcusdt@avgPrice"), btcusdt(StreamKind::average));
    EXPECT_EQ(parse_stream_name("!miniTicker@arr"), StreamName{.kind = StreamKind::mini_ticker});
    EXPECT_EQ(parse_stream_name("!ticker@arr"), StreamName{.kind = StreamKind::ticker});
    EXPECT_EQ(parse_stream_name("!bookTicker"), StreamName{.kind = StreamKind::book_ticker});
    const auto window = parse_stream_name("!ticker_4h@arr");
    ASSERT_TRUE(window);
    EXPECT_EQ(window->kind, StreamKind::window_ticker);
    EXPECT_EQ(api::binance::window_of(*window), core::hours(4));
    EXPECT_EQ(parse_stream_name("btcusdt@ticker_1d")->interval, views::Interval::one_day);
}

TEST(StreamNames, depth_says_how_much_and_how_often) {
    EXPECT_TRUE(parse_stream_name("btcusdt@depth")->every_second);
    EXPECT_FALSE(parse_stream_name("btcusdt@depth@100ms")->every_second);
    EXPECT_TRUE(parse_stream_name("btcusdt@depth@1000ms")->every_second);
    const auto twenty = parse_stream_name("btcusdt@depth20@100ms");
    EXPECT_EQ(twenty->kind, StreamKind::depth);
    EXPECT_EQ(twenty->levels, 20U);
    EXPECT_FALSE(twenty->every_second);
    EXPECT_EQ(parse_stream_name("btcusdt@depth5")->levels, 5U);
}

TEST(StreamNames, candles_may_be_local) {
    EXPECT_EQ(parse_stream_name("btcusdt@kline_1M")->interval, views::Interval::one_month);
    EXPECT_EQ(parse_stream_name("btcusdt@kline_1m")->interval, views::Interval::one_minute);
    EXPECT_EQ(parse_stream_name("btcusdt@kline_1d@+08:00")->zone, core::hours(8));
    EXPECT_EQ(parse_stream_name("btcusdt@kline_1d@-03:30")->zone, core::minutes(-210));
}

TEST(StreamNames, anything_else_is_no_stream) {
    for (const char* name : {"",
                             "0",
                             "!",
                             "@",
                             "btcusdt",
                             "btcusdt@",
                             "@trade",
                             "BTCUSDT@trade",
                             "btc-usdt@trade",
                             "btcusdt@Trade",
                             "btcusdt@trade@100ms",
                             "btcusdt@trade@",
                             "btcusdt@kline_7m",
                             "btcusdt@kline_1d@8",
                             "btcusdt@kline_1d@+25:00",
                             "btcusdt@depth7",
                             "btcusdt@depth@1ms",
                             "btcusdt@ticker_2h",
                             "!trade@arr",
                             "!ticker",
                             "!bookTicker@arr",
                             "!ticker_7m@arr",
                             "btcusdtbtcusdtbtcusdt@trade"}) {
        EXPECT_FALSE(parse_stream_name(name)) << name;
    }
}

api::binance::StreamAddress address(std::string_view path, std::string_view query = {}) {
    api::Request request;
    request.path = path;
    request.query = query;
    return api::binance::read_stream_address(request);
}

using Names = std::vector<std::string>;

TEST(StreamAddresses, names_stand_in_the_path_or_in_the_query) {
    EXPECT_EQ(address("/ws").names, Names{});
    EXPECT_EQ(address("/ws/a@trade/b@depth").names, (Names{"a@trade", "b@depth"}));
    EXPECT_EQ(address("/ws/a@trade").wrapping, api::Wrapping::raw);
    EXPECT_EQ(address("/stream", "streams=a@trade/!bookTicker").names,
              (Names{"a@trade", "!bookTicker"}));
    EXPECT_EQ(address("/stream", "streams=").names, Names{});
    EXPECT_EQ(address("/stream").wrapping, api::Wrapping::wrapped);
    EXPECT_EQ(address("/stream/0").names, Names{"0"});
}

TEST(StreamAddresses, names_may_be_url_encoded) {
    EXPECT_EQ(address("/ws/%21miniTicker%40arr").names, Names{"!miniTicker@arr"});
    EXPECT_EQ(address("/stream", "streams=a%40kline_1d%40%2B08:00/b@kline_1d@+08:00").names,
              (Names{"a@kline_1d@+08:00", "b@kline_1d@+08:00"}));
    EXPECT_EQ(address("/ws/100%").names, Names{"100%"});
}

TEST(StreamAddresses, times_may_be_finer) {
    EXPECT_EQ(address("/ws/a@trade").unit, api::binance::TimeUnit::milliseconds);
    EXPECT_EQ(address("/ws", "timeUnit=MICROSECOND").unit, api::binance::TimeUnit::microseconds);
}

TEST(StreamAddresses, other_paths_are_not_ours) {
    EXPECT_TRUE(api::binance::is_stream_path("/ws"));
    EXPECT_TRUE(api::binance::is_stream_path("/stream"));
    EXPECT_FALSE(api::binance::is_stream_path("/ws-api/v3"));
    EXPECT_FALSE(api::binance::is_stream_path("/streams"));
    EXPECT_FALSE(api::binance::is_stream_path("/v1/stream"));
}

}  // namespace
