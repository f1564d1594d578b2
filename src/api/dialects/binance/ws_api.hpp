// The door to the WebSocket API: /ws-api/v3. The REST endpoints as methods, a session that logs on
// once, and the events of one's own orders and balances.
//
//     BinanceWsApi ws_api{house, gate, budget, dialect.listen_keys(), hub};
//     Front front{house, {&native, &binance}, {&streams, &ws_api}};
//
// A connection lives 24 hours; before its end it hears serverShutdown. 200 requests of it may be on
// their way at once. Messages are not counted: each costs weight, and whoever is out of it and goes
// on is banned, as on every other way in.
//
// Our own addition: ?cancelOnDisconnect=session (or key) cancels, when the connection is lost, the
// orders that were placed on it (or all of the keys that were used on it). See last_will.hpp.
//
// Threads: any, at once.
#pragma once

#include "api/dialects/binance/ws_api_session.hpp"
#include "api/dialects/dialect.hpp"

namespace api {

class BinanceWsApi final : public SocketDoor {
  public:
    BinanceWsApi(House& house, Gate& gate, BinanceBudget& budget, binance::ListenKeys& listen_keys,
                 Hub& hub)
        : parts_{house, gate, budget, touches_, listen_keys, hub} {}

    bool takes(std::string_view path) const override;
    std::variant<Response, Upgrade> upgrade(const Request& request, const Arrival& arrival,
                                            std::shared_ptr<Socket> socket) override;

  private:
    Touches touches_;
    binance::WsParts parts_;
};

}  // namespace api
