#include "api/dialects/binance/market_streams.hpp"

#include <algorithm>

namespace api::binance {
namespace {

constexpr std::size_t levels_max = 20;

bool names(std::span<const BookChanges> books, core::MarketId market) {
    return std::ranges::any_of(
        books, [market](const BookChanges& changes) { return changes.market == market; });
}

views::AggregateTrade aggregate_of(const views::TradeNews& news) {
    const views::PublicTrade& trade = news.trade;
    return {.id = news.aggregate,
            .first_trade = trade.id,
            .last_trade = trade.id,
            .time = trade.time,
            .price = trade.price,
            .quantity = trade.quantity,
            .quote = trade.quote,
            .taker_side = trade.taker_side};
}

}  // namespace

// --- who reads what

void MarketStreams::subscribe(const std::string& text, const Subscriber& subscriber) {
    const auto name = parse_stream_name(text);
    if (!name) return;
    core::MarketId market;
    if (!name->symbol.empty()) {
        const views::Live::Read live = live_.read();
        const core::Market* found = live->state.catalogue.find_market(name->symbol);
        if (found == nullptr) return;
        market = found->id;
    }
    Stream& stream = table_.add(text, *name, market, subscriber.unit);
    stream.topic.add(subscriber.socket, subscriber.wrapping);
}

void MarketStreams::unsubscribe(const std::string& text, const Subscriber& subscriber) {
    Stream* stream = table_.find(text, subscriber.unit);
    if (stream == nullptr) return;
    stream->topic.remove(*subscriber.socket);
    if (stream->topic.empty()) table_.remove(text, subscriber.unit);
}

// --- at once

void MarketStreams::hear(const views::RecordNews& news) {
    for (const views::BookNews& book : news.books) tell_best(book, news.stamp.time);
    for (const views::TradeNews& trade : news.trades) tell_trade(trade);
    tell_aggregates(news.trades);
}

void MarketStreams::tell_trade(const views::TradeNews& news) {
    for (Stream* stream : table_.of(StreamKind::trade, news.market)) {
        voice_.say(*stream, news.trade.time,
                   [&](const Said& said) { write_trade(said, news.trade); });
    }
}

// The trades of one aggregate follow each other in one record.
void MarketStreams::tell_aggregates(const std::vector<views::TradeNews>& trades) {
    if (table_.of(StreamKind::aggregate).empty()) return;
    for (auto news = trades.begin(); news != trades.end();) {
        views::AggregateTrade sum = aggregate_of(*news);
        const core::MarketId market = news->market;
        while (++news != trades.end() && news->market == market && news->aggregate == sum.id) {
            sum.last_trade = news->trade.id;
            sum.quantity = {sum.quantity.lots + news->trade.quantity.lots};
            sum.quote += news->trade.quote;
        }
        tell_aggregate(market, sum);
    }
}

void MarketStreams::tell_aggregate(core::MarketId market, const views::AggregateTrade& trade) {
    for (Stream* stream : table_.of(StreamKind::aggregate, market)) {
        voice_.say(*stream, trade.time, [&](const Said& said) { write_aggregate(said, trade); });
    }
}

void MarketStreams::tell_best(const views::BookNews& book, core::Timestamp at) {
    views::BestPrices& known = best_[book.market];
    if (known == book.best) return;
    known = book.best;
    for (Stream* stream : table_.of(StreamKind::book_ticker, book.market)) {
        voice_.say(*stream, at,
                   [&](const Said& said) { write_book_ticker(said, book.last, book.best); });
    }
    for (Stream* stream : table_.of(StreamKind::book_ticker, core::MarketId{})) {
        voice_.say(*stream, book.market, at,
                   [&](const Said& said) { write_book_ticker(said, book.last, book.best); });
    }
}

// --- at their cadence

void MarketStreams::flush(const Flush& flush) {
    if (table_.empty()) return;
    tell_changes(flush.books_100ms, false, flush.now);
    if (flush.second) tell_changes(flush.books_1s, true, flush.now);
    depth_due_.clear();
    plan_depth(flush.books_100ms, false);
    if (flush.second) plan_depth(flush.books_1s, true);
    const bool tickers = flush.second && tickers_.plan(table_);
    const bool candles = flush.second && candles_.plan(table_);
    if (depth_due_.empty() && !tickers && !candles) return;
    {
        const views::Live::Read live = live_.read();
        read_depth(*live);
        if (tickers) tickers_.read(*live, flush.now);
        if (candles) candles_.read(table_, *live, flush);
    }
    tell_depth(flush.now);
    if (candles) candles_.say(voice_, flush.now);
    if (tickers) tickers_.say(table_, voice_, flush.now);
}

// Their clients know what to do: connect again, and take snapshots.
void MarketStreams::lose() {
    best_.clear();
    table_.each([](const Stream& stream) {
        stream.topic.close(CloseCode::try_again_later, "the streams fell behind; connect again");
    });
}

void MarketStreams::tell_changes(std::span<const BookChanges> books, bool every_second,
                                 core::Timestamp now) {
    for (const BookChanges& changes : books) {
        for (Stream* stream : table_.of(StreamKind::depth_changes, changes.market)) {
            if (stream->name.every_second != every_second) continue;
            voice_.say(*stream, now, [&](const Said& said) { write_depth_changes(said, changes); });
        }
    }
}

void MarketStreams::plan_depth(std::span<const BookChanges> books, bool every_second) {
    for (const auto& [market, streams] : table_.of(StreamKind::depth)) {
        for (Stream* stream : streams) {
            if (stream->name.every_second != every_second) continue;
            const bool fresh = stream->topic.take_fresh();
            if (fresh || names(books, market)) depth_due_.push_back(stream);
        }
    }
}

void MarketStreams::read_depth(const views::Present& live) {
    levels_.clear();
    for (const Stream* stream : depth_due_) {
        const auto [it, added] = levels_.try_emplace(stream->market);
        if (!added) continue;
        const core::OrderBook& book = live.state.orders.book(stream->market);
        it->second = {.update = live.markets.book_updates(stream->market),
                      .bids = book.depth(core::Side::buy, levels_max),
                      .asks = book.depth(core::Side::sell, levels_max)};
    }
}

void MarketStreams::tell_depth(core::Timestamp now) {
    for (Stream* stream : depth_due_) {
        voice_.say(*stream, now, [&](const Said& said) {
            write_depth(said, levels_.at(stream->market), stream->name.levels);
        });
    }
}

}  // namespace api::binance
