// What a WebSocket is to a dialect: messages come in at a SocketHandler, messages go out through a
// Socket. The gateway is on the other side of both, with the bytes, the pings and the limits.
//
//     std::variant<Response, Upgrade> upgrade(const Request& request, std::shared_ptr<Socket>
//     socket) {
//         if (request.path != "/v1/stream") return not_found();
//         return Upgrade{.handler = std::make_shared<Stream>(std::move(socket)), .limits{}};
//     }
//
//     const SocketMessage update = text_message(R"({"e":"trade"})");          // framed once,
//     for (const auto& subscriber : subscribers) subscriber->send(update);    // sent to them all
//
// A life: Service::upgrade -> on_text, on_text, ... -> on_ending (not always) -> on_closed (once).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/types/ip.hpp"

namespace api {

// One text message as it goes over the wire, header and all. What a server sends is not masked, so
// the same bytes are right for everybody. Immutable; a copy is a reference to the same bytes.
class SocketMessage {
  public:
    // Of bytes that are framed already; for the gateway. Others call text_message().
    SocketMessage(std::shared_ptr<const char[]> bytes, std::size_t size, std::size_t header_size)
        : bytes_{std::move(bytes)}, size_{size}, header_size_{header_size} {}

    std::string_view bytes() const { return {bytes_.get(), size_}; }
    std::string_view text() const { return bytes().substr(header_size_); }

  private:
    std::shared_ptr<const char[]> bytes_;
    std::size_t size_;
    std::size_t header_size_;
};

// `text` is UTF-8. Cost: one allocation and one copy, however many it is sent to.
SocketMessage text_message(std::string_view text);

// RFC 6455, 7.4.1: why one side closes.
enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,  // the server stops, or the connection has lived long enough
    protocol_error = 1002,
    unsupported = 1003,  // a binary message
    bad_text = 1007,     // not UTF-8
    policy = 1008,       // too many messages, or not read fast enough
    too_big = 1009,
    internal_error = 1011,
    try_again_later = 1013,
};

// The way back to one client. The gateway implements it.
//
// Threads  any, at once, also after the client has gone; then nothing happens.
// Order    the messages of one thread arrive in the order in which it sent them.
class Socket {
  public:
    virtual ~Socket() = default;

    // Never blocks: what the client does not read waits, and too much of it cuts the client off
    // (SocketLimits::queued_bytes_max). What is sent before upgrade() returns follows the
    // handshake; if upgrade() refuses, it is dropped.
    virtual void send(SocketMessage message) = 0;
    // Says what was sent so far, then goodbye; what is sent afterwards is dropped. `reason` is
    // UTF-8 of at most 123 bytes; more is cut.
    virtual void close(CloseCode code, std::string_view reason) = 0;

    // Whose address counts: client_ip() of the request that was upgraded.
    virtual core::IpAddress client() const = 0;
    // A number that no other connection of the server has had; counted up from 1.
    virtual std::uint64_t id() const = 0;
};

// How a connection came to its end.
enum class SocketEnd : std::uint8_t {
    left,     // the client said goodbye, or its line is dead
    silent,   // it answered no ping
    faulty,   // what it sent is no WebSocket conversation, or too large
    flooded,  // it sent too many messages
    slow,     // it did not read fast enough
    ended,    // its lifetime was over, or the server stopped
    closed,   // Socket::close
};

// The dialect's side of one connection. All three are called on the connection's io thread, one at
// a time, and must not block. Socket::send from inside them costs no wake-up.
class SocketHandler {
  public:
    virtual ~SocketHandler() = default;

    // One whole message, valid UTF-8; `text` holds until on_text returns. May answer at once, or
    // later from any thread.
    virtual void on_text(std::string_view text) = 0;
    // The connection will be closed with going_away in SocketLimits::ending_notice: the time to
    // say so in the dialect's words. Further messages may still come.
    virtual void on_ending() {}
    // Exactly once, the last call. The gateway then lets go of the handler.
    virtual void on_closed(SocketEnd end) = 0;
};

// Zero milliseconds or messages: no such limit.
struct SocketLimits {
    using Milliseconds = std::chrono::milliseconds;

    Milliseconds ping_interval{20'000};  // a ping carries the time in Unix milliseconds
    Milliseconds pong_timeout{60'000};   // from the first ping that no pong has followed
    Milliseconds lifetime{24 * 60 * 60 * 1000};
    Milliseconds ending_notice{500};  // from on_ending to the close, within the server's own stop

    unsigned messages_per_second_max{10};  // pings and pongs are counted too
    std::size_t message_bytes_max{64 * 1024};
    std::size_t queued_bytes_max{1024 * 1024};  // sent, but not read by the client
};

// What a service says to a request that it takes as a WebSocket.
struct Upgrade {
    std::shared_ptr<SocketHandler> handler;
    SocketLimits limits;
    std::string headers{};  // complete further lines of the handshake's answer
};

}  // namespace api
