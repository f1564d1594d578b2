// The market streams: what everybody may hear of trades, books and prices.
//
//     MarketStreams streams{live};
//     hub.add(streams);
//     hub.post([&] { streams.subscribe("btcusdt@trade", {socket, Wrapping::raw, unit}); });
//
//     at once        trade, aggTrade, bookTicker
//     100 ms, 1 s    depth and its changes
//     1 s, 2 s       candles; tickers, averages
//
// Names that are no stream of ours are taken and stay silent.
//
// Threads: the street.
#pragma once

#include "api/dialects/binance/candle_streams.hpp"
#include "api/dialects/binance/ticker_streams.hpp"
#include "api/streams/hub.hpp"

namespace api::binance {

struct Subscriber {
    std::shared_ptr<Socket> socket;
    Wrapping wrapping{};
    TimeUnit unit{};
};

class MarketStreams final : public Feed {
  public:
    explicit MarketStreams(const views::Live& live) : live_{live}, voice_{live} {}

    // Again with another wrapping: the wrapping changes.
    void subscribe(const std::string& name, const Subscriber& subscriber);
    void unsubscribe(const std::string& name, const Subscriber& subscriber);

    void hear(const views::RecordNews& news) override;
    void flush(const Flush& flush) override;
    void lose() override;

  private:
    void tell_trade(const views::TradeNews& news);
    void tell_aggregates(const std::vector<views::TradeNews>& trades);
    void tell_aggregate(core::MarketId market, const views::AggregateTrade& trade);
    void tell_best(const views::BookNews& book, core::Timestamp at);
    void tell_changes(std::span<const BookChanges> books, bool every_second, core::Timestamp now);
    void plan_depth(std::span<const BookChanges> books, bool every_second);
    void read_depth(const views::Present& live);
    void tell_depth(core::Timestamp now);

    const views::Live& live_;
    StreamTable table_;
    Voice voice_;
    TickerStreams tickers_;
    CandleStreams candles_;
    std::map<core::MarketId, views::BestPrices> best_;
    std::vector<Stream*> depth_due_;
    std::map<core::MarketId, Levels> levels_;
};

}  // namespace api::binance
