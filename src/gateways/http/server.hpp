// The HTTP/1.1 door of the house: bytes to api::Request, api::Response to bytes.
//
//     gateways::http::Server server{service, {.listen = {"127.0.0.1:8420"}}};
//     if (const auto started = server.start(); !started) say(started.error().sentence);
//     ...
//     server.stop();
//
// Keep-alive, pipelining (answers in order, gathered), HTTP/1.0, HEAD, Expect, chunked bodies.
// No rule of the exchange lives here; what is no request is answered through Service::refuse.
// A request to become a WebSocket goes to Service::upgrade; its limits are what the service says,
// and what waits for its client is part of buffered_bytes_max.
//
// Threads  `threads` of our own; each runs its connections alone. Service::handle is called on
//          them and must not block. A Respond may be called from any thread, inside handle() or
//          later, also after the client has gone and after stop().
// Limits   everything below. A client that is slow to send is told so (408), one that does not
//          read is cut off, one too many is answered 503.
// Cost     a request answered inside handle() takes one read and one write.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/access/http.hpp"
#include "gateways/http/chunks.hpp"
#include "gateways/http/listen.hpp"
#include "gateways/http/proxy_header.hpp"

namespace gateways::http {

struct Options {
    std::vector<std::string> listen{"127.0.0.1:8420"};
    // What each address of `listen` expects, in their order; those left out are off. With v2 every
    // connection must come from a trusted proxy and begin with a PROXY header.
    std::vector<ProxyProtocol> proxy_protocol;
    std::vector<core::IpRange> trusted_proxies;  // see api/access/client_ip.hpp
    // Hears why connections were closed without an answer, at most a sentence a second and thread.
    // Called on the server's threads.
    std::function<void(std::string_view sentence)> complain;
    std::optional<std::string> control_socket;  // a path; its callers have a Request::peer_uid
    unsigned threads{1};
    Limits limits;
    std::size_t connections_max{10'000};
    // Requests still arriving and answers not yet read, of all connections together. Above it, a
    // connection that wants more than its small buffer is refused (503) or cut off.
    std::size_t buffered_bytes_max{256 * 1024 * 1024};

    using Milliseconds = std::chrono::milliseconds;
    Milliseconds head_timeout{10'000};   // from a request's first byte to the end of its head
    Milliseconds body_timeout{30'000};   // from there to the end of its body
    Milliseconds idle_timeout{75'000};   // between requests
    Milliseconds write_timeout{30'000};  // for each 256 KiB that the client should read
    // For requests that are with the service at stop(), and for WebSockets to say goodbye.
    Milliseconds stop_timeout{5'000};
};

class Server {
  public:
    // The service outlives the server.
    Server(api::Service& service, Options options);
    ~Server();  // stops
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Once. When it returns, callers get through.
    [[nodiscard]] std::expected<void, ListenError> start();
    // Accepts nobody any more, finishes what is with the service, closes. Bounded by
    // stop_timeout. May be called twice.
    void stop();

    std::uint16_t port(std::size_t listener = 0) const;  // of that address, once started
    std::size_t connections() const;                     // open right now

  private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace gateways::http
