#include "api/dialects/binance/stream_texts.hpp"

namespace api::binance {
namespace {

void begin(const Said& said, std::string_view event) {
    said.json.begin_object();
    said.json.text("e", event);
    said.json.number("E", said.time(said.at));
    said.json.text("s", said.figures.symbol());
}

void write_id(Json& json, std::string_view name, core::TradeId trade) {
    if (trade) {
        json.number(name, trade.value);
    } else {
        json.number(name, -1);
    }
}

void write_maker(Json& json, core::Side taker) {
    json.boolean("m", taker == core::Side::sell);
    json.boolean("M", true);
}

template <class Level>
void write_levels(Json& json, const Figures& figures, std::string_view name,
                  std::span<const Level> levels) {
    json.name(name), json.begin_array();
    for (const Level& level : levels) {
        json.begin_array();
        figures.price(json, level.price);
        figures.quantity(json, level.lots);
        json.end_array();
    }
    json.end_array();
}

void write_ohlc(const Said& said, const views::Bar& bar) {
    said.figures.price(said.json, "o", bar.open);
    said.figures.price(said.json, "h", bar.high);
    said.figures.price(said.json, "l", bar.low);
}

void write_volumes(const Said& said, const views::Bar& bar) {
    said.figures.base(said.json, "v", bar.volume);
    said.figures.quote(said.json, "q", bar.quote_volume);
}

void write_change(const Said& said, const views::Bar& bar) {
    const std::int64_t change = bar.close.ticks - bar.open.ticks;
    said.figures.price(said.json, "p", core::Price{change});
    write_percent(said.json, "P", change, bar.open.ticks);
    said.json.name("w");
    said.figures.average(said.json, {.quote = bar.quote_volume, .volume = bar.volume});
}

void write_window(const Said& said, const views::Ticker& ticker) {
    said.json.number("O", said.time(ticker.window.from));
    said.json.number("C", said.time(said.at));
    write_id(said.json, "F", ticker.bar.first_trade);
    write_id(said.json, "L", ticker.bar.last_trade);
    said.json.number("n", ticker.bar.count());
}

}  // namespace

void write_trade(const Said& said, const views::PublicTrade& trade) {
    begin(said, "trade");
    said.json.number("t", trade.id.value);
    said.figures.price(said.json, "p", trade.price);
    said.figures.quantity(said.json, "q", trade.quantity);
    said.json.number("T", said.time(trade.time));
    write_maker(said.json, trade.taker_side);
    said.json.end_object();
}

void write_aggregate(const Said& said, const views::AggregateTrade& trade) {
    begin(said, "aggTrade");
    said.json.number("a", trade.id.value);
    said.figures.price(said.json, "p", trade.price);
    said.figures.quantity(said.json, "q", trade.quantity);
    said.json.number("f", trade.first_trade.value);
    said.json.number("l", trade.last_trade.value);
    said.json.number("T", said.time(trade.time));
    write_maker(said.json, trade.taker_side);
    said.json.end_object();
}

void write_candle(const Said& said, views::Interval interval, const views::Candle& candle,
                  bool closed) {
    const views::Bar& bar = candle.bar;
    Json& json = said.json;
    begin(said, "kline");
    json.name("k"), json.begin_object();
    json.number("t", said.time(candle.opens));
    json.number("T", said.time(candle.closes) - 1);
    json.text("s", said.figures.symbol());
    json.text("i", views::name_of(interval));
    write_id(json, "f", bar.first_trade);
    write_id(json, "L", bar.last_trade);
    write_ohlc(said, bar);
    said.figures.price(json, "c", bar.close);
    write_volumes(said, bar);
    json.number("n", bar.count());
    json.boolean("x", closed);
    said.figures.base(json, "V", bar.taker_buy_volume);
    said.figures.quote(json, "Q", bar.taker_buy_quote_volume);
    json.text("B", "0");
    json.end_object();
    json.end_object();
}

void write_mini_ticker(const Said& said, const views::Ticker& ticker) {
    begin(said, "24hrMiniTicker");
    said.figures.price(said.json, "c", ticker.bar.close);
    write_ohlc(said, ticker.bar);
    write_volumes(said, ticker.bar);
    said.json.end_object();
}

void write_ticker(const Said& said, const views::Ticker& ticker, const views::BestPrices& best) {
    begin(said, "24hrTicker");
    write_change(said, ticker.bar);
    said.figures.price(said.json, "x", ticker.previous_close);
    said.figures.price(said.json, "c", ticker.bar.close);
    said.figures.quantity(said.json, "Q", ticker.last_quantity);
    said.figures.price(said.json, "b", best.bid);
    said.figures.quantity(said.json, "B", best.bid_lots);
    said.figures.price(said.json, "a", best.ask);
    said.figures.quantity(said.json, "A", best.ask_lots);
    write_ohlc(said, ticker.bar);
    write_volumes(said, ticker.bar);
    write_window(said, ticker);
    said.json.end_object();
}

void write_window_ticker(const Said& said, views::Interval window, const views::Ticker& ticker) {
    std::string event{views::name_of(window)};
    event += "Ticker";
    begin(said, event);
    write_change(said, ticker.bar);
    write_ohlc(said, ticker.bar);
    said.figures.price(said.json, "c", ticker.bar.close);
    write_volumes(said, ticker.bar);
    write_window(said, ticker);
    said.json.end_object();
}

void write_average(const Said& said, const views::Average& average, core::Timestamp last_trade) {
    begin(said, "avgPrice");
    said.json.text("i", "5m");
    said.json.name("w");
    said.figures.average(said.json, average);
    said.json.number("T", said.time(last_trade));
    said.json.end_object();
}

void write_book_ticker(const Said& said, std::uint64_t update, const views::BestPrices& best) {
    said.json.begin_object();
    said.json.number("u", update);
    said.json.text("s", said.figures.symbol());
    said.figures.price(said.json, "b", best.bid);
    said.figures.quantity(said.json, "B", best.bid_lots);
    said.figures.price(said.json, "a", best.ask);
    said.figures.quantity(said.json, "A", best.ask_lots);
    said.json.end_object();
}

void write_depth_changes(const Said& said, const BookChanges& changes) {
    begin(said, "depthUpdate");
    said.json.number("U", changes.first);
    said.json.number("u", changes.last);
    write_levels<views::LevelChange>(said.json, said.figures, "b", changes.bids);
    write_levels<views::LevelChange>(said.json, said.figures, "a", changes.asks);
    said.json.end_object();
}

void write_depth(const Said& said, const Levels& levels, std::size_t count) {
    const auto first = [count](const std::vector<core::DepthLevel>& all) {
        return std::span{all}.first(std::min(count, all.size()));
    };
    said.json.begin_object();
    said.json.number("lastUpdateId", levels.update);
    write_levels<core::DepthLevel>(said.json, said.figures, "bids", first(levels.bids));
    write_levels<core::DepthLevel>(said.json, said.figures, "asks", first(levels.asks));
    said.json.end_object();
}

}  // namespace api::binance
