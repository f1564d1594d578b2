#include "api/dialects/binance/candle_streams.hpp"

#include <algorithm>

#include "base/plant.hpp"

namespace api::binance {
namespace {

// The candle that opens then; none before the market's first trade.
std::optional<views::Candle> candle_at(const views::Present& live, const Stream& stream,
                                       core::Timestamp opens, core::Timestamp now) {
    const auto candles = live.markets.candles({.market = stream.market,
                                               .interval = stream.name.interval,
                                               .page = {.start = opens, .limit = 1},
                                               .now = now,
                                               .zone = stream.name.zone});
    if (candles.empty() || candles.front().opens != opens) return std::nullopt;
    return candles.front();
}

// Seconds are told each second, the others when it is even.
bool is_due(const Stream& stream, core::Timestamp now) {
    if (stream.name.interval == views::Interval::one_second) return true;
    return now.ns / core::seconds(1).ns % 2 == 0;
}

}  // namespace

bool CandleStreams::plan(const StreamTable& table) const {
    return !table.of(StreamKind::candle).empty();
}

void CandleStreams::read(const StreamTable& table, const views::Present& live, const Flush& flush) {
    const bool by_the_clock = base::planted("streams_close_by_the_clock");
    const core::Timestamp settled =
        std::max(live.state.stamp.time, by_the_clock ? flush.now : flush.settled);
    told_.clear();
    for (const auto& [market, streams] : table.of(StreamKind::candle)) {
        for (Stream* stream : streams) read(*stream, live, flush.now, settled);
    }
}

void CandleStreams::read(Stream& stream, const views::Present& live, core::Timestamp now,
                         core::Timestamp settled) {
    const StreamName& name = stream.name;
    if (stream.opens == core::Timestamp{}) {
        stream.opens = views::opening(name.interval, now, name.zone);
    }
    for (;;) {
        const core::Timestamp closes = views::closing(name.interval, stream.opens, name.zone);
        if (closes > settled) break;
        if (const auto candle = candle_at(live, stream, stream.opens, now)) {
            told_.push_back({.stream = &stream, .candle = *candle, .closed = true});
        }
        if (base::planted("streams_close_twice") && stream.told.count() == 1) break;
        stream.opens = closes;
        stream.told = {};
    }
    const auto running = candle_at(live, stream, stream.opens, now);
    if (!running || !is_due(stream, now)) return;
    const bool fresh = stream.topic.take_fresh();
    if (running->bar == stream.told && !fresh) return;
    stream.told = running->bar;
    told_.push_back({.stream = &stream, .candle = *running, .closed = false});
}

void CandleStreams::say(Voice& voice, core::Timestamp now) {
    for (const Told& told : told_) {
        voice.say(*told.stream, now, [&](const Said& said) {
            write_candle(said, told.stream->name.interval, told.candle, told.closed);
        });
    }
    told_.clear();
}

}  // namespace api::binance
