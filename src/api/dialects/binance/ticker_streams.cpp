#include "api/dialects/binance/ticker_streams.hpp"

#include "views/news/best_prices.hpp"

namespace api::binance {
namespace {

constexpr std::array ticker_kinds{StreamKind::mini_ticker, StreamKind::ticker,
                                  StreamKind::window_ticker};

// The window moves on each second; that alone is no news.
bool same_trades(const views::Ticker& a, const views::Ticker& b) {
    return a.bar == b.bar && a.last_quantity == b.last_quantity &&
           a.previous_close == b.previous_close;
}

}  // namespace

bool TickerStreams::plan(const StreamTable& table) {
    everywhere_.clear();
    wanted_.clear();
    averages_wanted_.clear();
    for (const StreamKind kind : ticker_kinds) plan(table, kind);
    for (const auto& [market, streams] : table.of(StreamKind::average)) {
        averages_wanted_.insert(market);
    }
    if (wanted_.empty() && everywhere_.empty()) seen_.clear();
    if (averages_wanted_.empty()) averages_.clear();
    return !everywhere_.empty() || !wanted_.empty() || !averages_wanted_.empty();
}

void TickerStreams::plan(const StreamTable& table, StreamKind kind) {
    for (const auto& [market, streams] : table.of(kind)) {
        for (const Stream* stream : streams) {
            const core::Duration window = window_of(stream->name);
            if (market) {
                wanted_.insert({window, market});
            } else {
                everywhere_.insert(window);
            }
        }
    }
}

void TickerStreams::read(const views::Present& live, core::Timestamp now) {
    for (const core::Duration window : everywhere_) {
        for (const core::Market& market : live.state.catalogue.markets()) {
            wanted_.insert({window, market.id});
        }
    }
    std::map<Subject, Seen> seen;
    for (const Subject& subject : wanted_) {
        Seen& next = seen[subject];
        next.ticker = live.markets.ticker(subject.market, now, subject.window);
        next.best = views::best_of(live.state.orders.book(subject.market));
        const auto before = seen_.find(subject);
        const bool is_new = before == seen_.end();
        next.traded = is_new || !same_trades(before->second.ticker, next.ticker);
        next.quoted = is_new || before->second.best != next.best;
    }
    seen_ = std::move(seen);
    std::map<core::MarketId, SeenAverage> averages;
    for (const core::MarketId market : averages_wanted_) {
        const views::PublicTrade* last = live.markets.last_trade(market);
        SeenAverage& next = averages[market];
        next.average = live.markets.average(market, now);
        next.last_trade = last == nullptr ? core::Timestamp{} : last->time;
        const auto before = averages_.find(market);
        next.changed = before == averages_.end() || before->second.average != next.average;
    }
    averages_ = std::move(averages);
}

void TickerStreams::say(const StreamTable& table, Voice& voice, core::Timestamp now) {
    for (const StreamKind kind : ticker_kinds) say(table, kind, voice, now);
    for (const auto& [market, streams] : table.of(StreamKind::average)) {
        const SeenAverage& seen = averages_.at(market);
        for (Stream* stream : streams) {
            const bool fresh = stream->topic.take_fresh();
            if (!seen.changed && !fresh) continue;
            voice.say(*stream, now, [&](const Said& said) {
                write_average(said, seen.average, seen.last_trade);
            });
        }
    }
}

void TickerStreams::say(const StreamTable& table, StreamKind kind, Voice& voice,
                        core::Timestamp now) {
    for (const auto& [market, streams] : table.of(kind)) {
        for (Stream* stream : streams) {
            if (!market) {
                say_all(*stream, voice, now);
                continue;
            }
            const Seen& seen = seen_.at({window_of(stream->name), market});
            const bool fresh = stream->topic.take_fresh();
            if (!has_changed(*stream, seen) && !fresh) continue;
            voice.say(*stream, now, [&](const Said& said) { write(*stream, said, seen); });
        }
    }
}

void TickerStreams::say_all(Stream& stream, Voice& voice, core::Timestamp now) const {
    voice.say_list(stream, [&](Json& json) {
        for (const auto& [subject, seen] : seen_) {
            if (subject.window != window_of(stream.name) || !has_changed(stream, seen)) continue;
            write(stream, Said{json, voice.figures(subject.market), now, stream.unit}, seen);
        }
    });
}

bool TickerStreams::has_changed(const Stream& stream, const Seen& seen) {
    return seen.traded || (stream.name.kind == StreamKind::ticker && seen.quoted);
}

void TickerStreams::write(const Stream& stream, const Said& said, const Seen& seen) {
    if (stream.name.kind == StreamKind::mini_ticker) return write_mini_ticker(said, seen.ticker);
    if (stream.name.kind == StreamKind::ticker) return write_ticker(said, seen.ticker, seen.best);
    write_window_ticker(said, stream.name.interval, seen.ticker);
}

}  // namespace api::binance
