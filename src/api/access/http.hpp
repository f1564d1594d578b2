// What a gateway hears and what it is told to say: one HTTP request, one response.
//
// A Request is a set of views into the gateway's buffer. They hold until its Respond was called.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/access/sockets.hpp"
#include "core/types/ip.hpp"

namespace api {

enum class Method : std::uint8_t { get, post, put, del, patch, head, options, other };

struct Header {
    std::string_view name;
    std::string_view value;
};

struct Request {
    Method method{};
    std::string_view method_text;  // as sent: "GET"
    std::string_view target;       // as sent, undecoded: "/api/v3/depth?symbol=BTCUSDT"
    std::string_view path;         // "/api/v3/depth"
    std::string_view query;        // "symbol=BTCUSDT", without the "?"
    std::vector<Header> headers;   // in order of arrival
    std::string_view body;
    core::IpAddress peer;  // the socket's other end
    // Whom a trusted proxy names as the caller, where its listener speaks the PROXY protocol.
    std::optional<core::IpAddress> proxied;
    // Whose word on others counts. All three are for client_ip() alone.
    std::span<const core::IpRange> trusted_proxies;
    // Who is there, on the control socket only (SO_PEERCRED).
    std::optional<std::uint32_t> peer_uid;

    // The first header of that name (in lower case), whatever case it came in; empty when absent.
    std::string_view header(std::string_view lower_case_name) const;
};

struct Response {
    unsigned status{200};
    std::string_view content_type;  // a literal; empty means no body
    std::string headers;            // complete further lines: "Retry-After: 3\r\n"
    std::string body;
};

// Why bytes did not become a request at all. The gateway closes the connection after the answer.
enum class Malformed : std::uint8_t {
    bad_request,        // 400 not HTTP/1.x
    headers_too_large,  // 431
    body_too_large,     // 413
    too_slow,           // 408 the head or body did not arrive in time
    too_many,           // 503 no room for another connection
};

// Called exactly once for each request, from any thread.
using Respond = std::move_only_function<void(Response&&)>;

// The port through which gateways reach everything else. Called by many threads at once.
class Service {
  public:
    virtual ~Service() = default;
    virtual void handle(const Request& request, Respond respond) = 0;
    // The answer to a whole and correct WebSocket handshake: that is what `request` is, and its
    // views hold until this returns. A service without WebSockets says 404.
    virtual std::variant<Response, Upgrade> upgrade(const Request& request,
                                                    std::shared_ptr<Socket> socket);
    // The answer to bytes that are no request; `target` is as much of it as was understood.
    virtual Response refuse(Malformed why, std::string_view target) = 0;
};

}  // namespace api
