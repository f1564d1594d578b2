// The handshake by which an HTTP connection becomes a WebSocket (RFC 6455, 4.2).
//
//     GET /v1/stream HTTP/1.1\r\n                          HTTP/1.1 101 Switching Protocols\r\n
//     Host: localhost:8420\r\n                             Upgrade: websocket\r\n
//     Upgrade: websocket\r\n                        ->     Connection: Upgrade\r\n
//     Connection: Upgrade\r\n                              Sec-WebSocket-Accept: s3pPLM...\r\n
//     Sec-WebSocket-Version: 13\r\n                        \r\n
//     Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n
//
// Extensions and subprotocols are passed over in silence, which declines them.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "api/access/http.hpp"

namespace gateways::websocket {

// "Upgrade" names it among others, perhaps. Other upgrades are none of our business: such a
// request is answered as if it had not asked.
bool asks_for_websocket(const api::Request& request);

enum class HandshakeFault : std::uint8_t {
    incomplete,     // not GET, with a body, without "Connection: Upgrade" or a proper key
    wrong_version,  // only 13 is spoken here
};

// The value of Sec-WebSocket-Accept.
[[nodiscard]] std::expected<std::string, HandshakeFault> accept(const api::Request& request);

// `more` are complete further lines.
void append_handshake(std::string& out, std::string_view accepted, std::string_view more);

}  // namespace gateways::websocket
