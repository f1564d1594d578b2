// What one connection of the WebSocket API is: what its address asked for, who logged on, what is
// on its way, and what is heard on it.
//
//     /ws-api/v3?returnRateLimits=false&timeUnit=MICROSECOND&cancelOnDisconnect=session
//
// Threads: the connection's io thread; `subscriptions` and `in_flight` any.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "api/access/gate.hpp"
#include "api/dialects/binance/parameters.hpp"
#include "api/dialects/binance/ws_api_subscriptions.hpp"
#include "api/dialects/touches.hpp"
#include "api/operations/last_will.hpp"

namespace api::binance {

class ListenKeys;

// What connections share. Outlives them.
struct WsParts {
    House& house;
    Gate& gate;
    BinanceBudget& budget;
    Touches& touches;
    ListenKeys& listen_keys;
    Hub& hub;
};

// What the URL says.
struct WsOptions {
    bool shows_limits{true};
    TimeUnit unit{};
    LastWill::Kind will{};
};
// -1130 for a value that is none, -1194 for a unit. Names that nobody knows are left alone.
Result<WsOptions> read_ws_options(std::string_view query);

struct WsLogon {
    std::string key;  // its name, as it was sent
    BinanceLogon proved;
    core::Timestamp since;
};

struct WsSession {
    WsSession(const WsParts& shared, std::shared_ptr<Socket> way_back, const WsOptions& asked,
              core::Timestamp now)
        : parts{shared},
          socket{std::move(way_back)},
          options{asked},
          connected_at{now},
          will{shared.house, asked.will},
          subscriptions{std::make_shared<WsSubscriptions>(shared.hub, socket, asked.unit)} {}

    WsParts parts;
    std::shared_ptr<Socket> socket;
    WsOptions options;
    core::Timestamp connected_at;
    std::optional<WsLogon> logon{};
    LastWill will;
    std::shared_ptr<WsSubscriptions> subscriptions;
    std::shared_ptr<std::atomic<unsigned>> in_flight{std::make_shared<std::atomic<unsigned>>()};
};

// {"apiKey":..,"authorizedSince":..,"connectedSince":..,"returnRateLimits":..,"serverTime":..,
//  "userDataStream":..}: the answer of session.logon, status and logout.
std::string session_text(const WsSession& session, core::Timestamp now);

}  // namespace api::binance
