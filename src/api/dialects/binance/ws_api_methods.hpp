// Every method of the WebSocket API: the REST endpoint that answers it, or what the connection does
// itself.
//
//     find_method("order.place")->path      "/api/v3/order", with POST: the same row, the same code
//     find_method("session.logon")->own     OwnMethod::logon
//
// A method without a row does not exist (-1130). To add one, add a row.
#pragma once

#include <span>
#include <string_view>

#include "api/access/http.hpp"

namespace api::binance {

// What concerns the connection and no endpoint.
enum class OwnMethod : std::uint8_t {
    none,
    logon,
    status,
    logout,
    subscriptions,
    subscribe,            // by the logon
    subscribe_signature,  // by a signature of its own
    unsubscribe,
};

struct WsMethod {
    std::string_view name;
    Method method{};  // of the endpoint
    std::string_view path;
    OwnMethod own{};
};

std::span<const WsMethod> ws_methods();
const WsMethod* find_method(std::string_view name);  // without "v3/"; nullptr: there is none

}  // namespace api::binance
