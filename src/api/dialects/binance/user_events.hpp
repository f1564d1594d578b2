// What happened to one account, as user data streams tell it. Whoever delivers an event may wrap it
// ({"stream":..,"data":<event>}, {"subscriptionId":..,"event":<event>}), but writes none himself.
//
//     for (const std::string& event : user_events(live.read()->state, news, {mine, key}, unit))
//
//     buy #9 5 @ 101 meets sell #1 3 @ 100, and rests
//       {"e":"executionReport","x":"NEW","X":"NEW","i":9,...}
//       {"e":"executionReport","x":"TRADE","X":"PARTIALLY_FILLED","i":9,"l":"3.00000000",...}
//       {"e":"outboundAccountPosition","B":[{"a":"BTC",...},{"a":"USDT",...}],...}
//
// One record's events in this order: orders as it happened to them, lists, the balances that are
// different now, and what came in or went out otherwise than by trading. A key sees the markets and
// assets that it is held to, orders with order:read, balances with balance:read.
#pragma once

#include <string>
#include <vector>

#include "api/dialects/binance/words.hpp"
#include "api/streams/hub.hpp"
#include "views/news/news.hpp"

namespace api::binance {

std::vector<std::string> user_events(const core::State& state, const views::RecordNews& news,
                                     const Listening& whom, TimeUnit unit);

// The last words of a stream.
std::string terminated_event(core::Timestamp at, TimeUnit unit);
std::string listen_key_expired_event(std::string_view listen_key, core::Timestamp at,
                                     TimeUnit unit);
// Of a connection, before the server ends it.
std::string shutdown_event(core::Timestamp at, TimeUnit unit);

}  // namespace api::binance
