// The streams that somebody reads, by what they tell of.
//
//     table.add("btcusdt@trade", *parse_stream_name("btcusdt@trade"), market, unit).topic.add(...);
//     for (Stream* stream : table.of(StreamKind::trade, market)) ...
//
// Threads: the street.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "api/dialects/binance/stream_texts.hpp"
#include "api/streams/topic.hpp"
#include "views/live.hpp"

namespace api::binance {

struct Stream {
    StreamName name;
    core::MarketId market;  // none: all of them
    TimeUnit unit{};
    Topic topic;
    // Of candles: the one that has not been closed yet, and how it was last told.
    core::Timestamp opens{};
    views::Bar told{};
};

// What wraps an update on /stream.
Topic::Envelope envelope_of(std::string_view stream);

class StreamTable {
  public:
    // The one that is there already, or a new one.
    Stream& add(const std::string& text, const StreamName& name, core::MarketId market,
                TimeUnit unit);
    Stream* find(const std::string& text, TimeUnit unit);
    void remove(const std::string& text, TimeUnit unit);

    using ByMarket = std::map<core::MarketId, std::vector<Stream*>>;
    const ByMarket& of(StreamKind kind) const;
    std::span<Stream* const> of(StreamKind kind, core::MarketId market) const;
    bool empty() const { return streams_.empty(); }
    template <class See>
    void each(See&& see) const {
        for (const auto& [name, stream] : streams_) see(stream);
    }

  private:
    std::map<std::pair<std::string, TimeUnit>, Stream> streams_;
    std::map<StreamKind, ByMarket> subjects_;
};

// Writes updates; it knows the numbers of every market that it was asked for once.
class Voice {
  public:
    explicit Voice(const views::Live& live) : live_{live} {}

    // Reads the live view when it is asked for a market for the first time.
    const Figures& figures(core::MarketId market);

    template <class Write>
    void say(Stream& stream, core::MarketId market, core::Timestamp at, Write&& write) {
        text_.clear();
        Json json{text_};
        write(Said{json, figures(market), at, stream.unit});
        stream.topic.send(text_);
    }
    template <class Write>
    void say(Stream& stream, core::Timestamp at, Write&& write) {
        say(stream, stream.market, at, std::forward<Write>(write));
    }
    // A list; nothing when `write` wrote nothing.
    template <class Write>
    void say_list(Stream& stream, Write&& write) {
        text_.clear();
        Json json{text_};
        json.begin_array();
        write(json);
        if (text_.size() == 1) return;
        json.end_array();
        stream.topic.send(text_);
    }

  private:
    const views::Live& live_;
    std::map<core::MarketId, Figures> figures_;
    std::string text_;
};

}  // namespace api::binance
