// The door to the streams: /ws and /stream.
//
//     BinanceStreams streams{hub, dialect.listen_keys()};
//     hub.add(streams);
//     Front front{house, {&native, &binance}, {&streams}};
//
// An address may open 300 connections in five minutes. Each may send 20 messages a second, have
// 1,024 streams, and lives 24 hours; before its end it hears serverShutdown.
//
// Threads: upgrade() any; the feed is the street's.
#pragma once

#include "api/access/client_table.hpp"
#include "api/dialects/binance/stream_session.hpp"
#include "api/dialects/binance/user_streams.hpp"
#include "api/dialects/dialect.hpp"

namespace api {

namespace binance {

// How many connections an address has opened in the last five minutes, or a little more.
struct Openings {
    static constexpr core::Duration period = core::minutes(5);
    static constexpr unsigned most = 300;

    bool take(core::Timestamp now);
    bool is_idle(core::Timestamp now) const { return now - began >= period; }

    core::Timestamp began{};
    unsigned count{};
};

}  // namespace binance

class BinanceStreams final : public SocketDoor, public Feed {
  public:
    BinanceStreams(Hub& hub, binance::ListenKeys& listen_keys);

    bool takes(std::string_view path) const override { return binance::is_stream_path(path); }
    std::variant<Response, Upgrade> upgrade(const Request& request, const Arrival& arrival,
                                            std::shared_ptr<Socket> socket) override;

    void hear(const views::RecordNews& news) override { markets_.hear(news); }
    void flush(const Flush& flush) override;
    void lose() override { markets_.lose(); }

  private:
    Hub& hub_;
    binance::MarketStreams markets_;
    binance::UserStreams users_;
    ClientTable<binance::Openings> openings_;
};

}  // namespace api
