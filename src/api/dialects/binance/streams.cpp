#include "api/dialects/binance/streams.hpp"

#include "api/dialects/binance/errors.hpp"

namespace api {
namespace {

constexpr std::size_t addresses_max = 65'536;
constexpr unsigned messages_per_second = 20;  // their clients subscribe in bursts

Response refusal(unsigned status, int code, std::string text) {
    return {.status = status,
            .content_type = "application/json;charset=UTF-8",
            .headers = {},
            .body = binance::body_of({.status = status, .code = code, .text = std::move(text)})};
}

}  // namespace

bool binance::Openings::take(core::Timestamp now) {
    if (is_idle(now)) *this = {.began = now};
    if (count == most) return false;
    ++count;
    return true;
}

BinanceStreams::BinanceStreams(Hub& hub, binance::ListenKeys& listen_keys)
    : hub_{hub}, markets_{hub.live()}, users_{hub, listen_keys}, openings_{addresses_max} {}

std::variant<Response, Upgrade> BinanceStreams::upgrade(const Request& request,
                                                        const Arrival& arrival,
                                                        std::shared_ptr<Socket> socket) {
    const bool granted = openings_.with(client_id(arrival.client), arrival.at,
                                        [&](auto& opened) { return opened.take(arrival.at); });
    if (!granted) {
        return refusal(429, -1003, "Too many connections; current limit is 300 per 5 MINUTE.");
    }
    binance::StreamAddress address = binance::read_stream_address(request);
    if (address.names.size() > binance::streams_max) {
        return refusal(400, -1101, "Too many streams; a connection may have 1024.");
    }
    auto session = std::make_shared<binance::StreamSession>(
        binance::StreamParts{hub_, markets_, users_}, std::move(socket), std::move(address));
    session->begin();
    return Upgrade{.handler = std::move(session),
                   .limits = {.messages_per_second_max = messages_per_second}};
}

void BinanceStreams::flush(const Flush& flush) {
    if (flush.second) users_.expire(flush.now);
    markets_.flush(flush);
}

}  // namespace api
