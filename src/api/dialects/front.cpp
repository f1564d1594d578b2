#include "api/dialects/front.hpp"

#include <optional>
#include <utility>

#include "api/access/client_ip.hpp"
#include "api/access/randomness.hpp"
#include "base/check.hpp"

namespace api {
namespace {

constexpr std::string_view welcome =
    "This is Postern, a crypto exchange.\n"
    "\n"
    "  /docs      the native API to look at; /openapi.json for programs\n"
    "  /v1        the native API itself; start with GET /v1/markets\n"
    "  /api/v3    the same exchange for Binance clients\n"
    "\n"
    "Every refusal has one code; /docs/refusals explains them all.\n";

// Names of requests: distinct, and not countable from outside.
void write_id(std::array<char, 16>& id, std::uint64_t number) {
    constexpr char digits[] = "0123456789abcdef";
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
    std::uint64_t mixed = number * odd;
    mixed ^= mixed >> 32;
    for (char& c : id) {
        c = digits[mixed & 15];
        mixed >>= 4;
    }
}

core::Reject reject_of(Malformed why) {
    switch (why) {
        case Malformed::bad_request:
            return core::Reject::malformed_request;
        case Malformed::headers_too_large:
            return core::Reject::headers_too_large;
        case Malformed::body_too_large:
            return core::Reject::body_too_large;
        case Malformed::too_slow:
            return core::Reject::request_timeout;
        case Malformed::too_many:
            return core::Reject::unavailable;
    }
    return core::Reject::internal;
}

constexpr std::string_view cors =
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Expose-Headers: Postern-Request-Id, Postern-Seq, Postern-Time, Postern-Code, "
    "RateLimit, RateLimit-Policy, Retry-After, X-MBX-USED-WEIGHT-1M\r\n";

// The same for every path: what a browser may send. Whether it may do it is asked later.
constexpr std::string_view preflight_headers =
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Allow-Methods: GET, POST, PUT, PATCH, DELETE\r\n"
    "Access-Control-Allow-Headers: Content-Type, Idempotency-Key, Postern-Key, "
    "Postern-Timestamp, Postern-Nonce, Postern-Signature, Content-Digest, Signature-Input, "
    "Signature, X-MBX-APIKEY, X-MBX-TIME-UNIT\r\n"
    "Access-Control-Max-Age: 86400\r\n";

Response greeting() {
    return {.status = 200,
            .content_type = "text/plain; charset=utf-8",
            .headers = {},
            .body = std::string{welcome}};
}

}  // namespace

Front::Front(House& house, std::vector<Dialect*> dialects, std::vector<SocketDoor*> doors)
    : house_{house},
      dialects_{std::move(dialects)},
      doors_{std::move(doors)},
      next_id_{random_number(house.randomness)} {
    CHECK(!dialects_.empty());
}

Arrival Front::next_arrival(core::IpAddress client) {
    Arrival arrival;
    write_id(arrival.request_id, next_id_.fetch_add(1, std::memory_order_relaxed));
    arrival.client = client;
    arrival.at = house_.engine.now();
    arrival.began = std::chrono::steady_clock::now();
    return arrival;
}

Dialect& Front::owner(std::string_view path) const {
    for (Dialect* dialect : dialects_) {
        if (dialect->owns(path)) return *dialect;
    }
    return *dialects_.front();
}

core::Sequence Front::seen() const { return house_.live.read()->state.stamp.sequence; }

void Front::handle(const Request& request, Respond respond) {
    const auto client = client_ip(request);
    const Arrival arrival = next_arrival(client.value_or(request.peer));
    const bool from_browser = !request.header("origin").empty();
    const bool preflighted = request.method == Method::options;
    const std::string_view extra = preflighted ? preflight_headers : from_browser ? cors : "";
    Reply reply{std::move(respond), arrival, extra, &house_.access_log};
    if (!client) {
        Response response = owner(request.path).refuse(client.error(), arrival.id());
        return reply.send(std::move(response), seen(), arrival.at);
    }
    if (preflighted) return reply.send({204, {}, {}, {}}, seen(), arrival.at);
    const bool looks = request.method == Method::get || request.method == Method::head;
    if (request.path == "/" && looks) return reply.send(greeting(), seen(), arrival.at);
    if (auto page = pages_.find(request)) {
        return reply.send(*std::move(page), seen(), arrival.at);
    }
    owner(request.path).handle(request, std::move(reply));
}

// With the lines that every answer has; no row in the access log.
Response Front::named(Response&& response, const Arrival& arrival) const {
    std::optional<Response> said;
    Reply reply{[&](Response&& whole) { said = std::move(whole); }, arrival};
    reply.send(std::move(response), seen(), arrival.at);
    return std::move(said).value();
}

std::variant<Response, Upgrade> Front::upgrade(const Request& request,
                                               std::shared_ptr<Socket> socket) {
    const auto client = client_ip(request);
    const Arrival arrival = next_arrival(client.value_or(request.peer));
    const Dialect& dialect = owner(request.path);
    if (!client) return named(dialect.refuse(client.error(), arrival.id()), arrival);
    for (SocketDoor* door : doors_) {
        if (!door->takes(request.path)) continue;
        auto answer = door->upgrade(request, arrival, std::move(socket));
        if (auto* refused = std::get_if<Response>(&answer)) {
            return named(std::move(*refused), arrival);
        }
        auto& taken = std::get<Upgrade>(answer);
        taken.headers += named({}, arrival).headers;
        return answer;
    }
    return named(dialect.refuse(core::Reject::not_found, arrival.id()), arrival);
}

// Not through Reply: there is no request to answer, only a connection to close politely.
Response Front::refuse(Malformed why, std::string_view target) {
    const Arrival arrival = next_arrival({});
    const std::string_view path = target.substr(0, target.find('?'));
    return named(owner(path).refuse(reject_of(why), arrival.id()), arrival);
}

}  // namespace api
