#include "api/dialects/binance/ws_api.hpp"

#include "api/dialects/binance/user_events.hpp"
#include "api/dialects/binance/ws_api_call.hpp"

namespace api {
namespace binance {
namespace {

constexpr std::string_view root = "/ws-api/v3";

// Requests of one connection are told apart by a number behind the connection's own id.
std::uint64_t number_in(const Arrival& arrival) {
    std::uint64_t number = 0;
    for (const char c : arrival.request_id) {
        number = number * 16 + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return number;
}

void write_number(std::uint64_t number, Arrival& arrival) {
    for (char& c : arrival.request_id) {
        c = "0123456789abcdef"[number & 15];
        number >>= 4;
    }
}

class Connection final : public SocketHandler {
  public:
    Connection(const WsParts& parts, std::shared_ptr<Socket> socket, const WsOptions& options,
               const Arrival& arrival)
        : session_{parts, std::move(socket), options, arrival.at},
          arrival_{arrival},
          next_number_{number_in(arrival)} {}

    void on_text(std::string_view text) override {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;  // neighbours do not look like it
        next_number_ += odd;
        write_number(next_number_, arrival_);
        arrival_.at = session_.parts.house.engine.now();
        arrival_.began = std::chrono::steady_clock::now();
        const Result<void> read = reader_.read(text);
        WsCall{session_, reader_.request(), arrival_}.run(read);
    }

    void on_ending() override {
        const core::Timestamp now = session_.parts.house.engine.now();
        session_.socket->send(
            text_message(R"({"event":)" + shutdown_event(now, session_.options.unit) + "}"));
    }

    void on_closed(SocketEnd) override {
        session_.subscriptions->leave();
        session_.will.execute();
    }

  private:
    WsSession session_;
    WsRequestReader reader_;
    Arrival arrival_;
    std::uint64_t next_number_;
};

}  // namespace
}  // namespace binance

bool BinanceWsApi::takes(std::string_view path) const {
    return path == binance::root || path == "/ws-api/v3/";
}

std::variant<Response, Upgrade> BinanceWsApi::upgrade(const Request& request,
                                                      const Arrival& arrival,
                                                      std::shared_ptr<Socket> socket) {
    const auto options = binance::read_ws_options(request.query);
    if (!options) {
        return Response{.status = options.error().status,
                        .content_type = "application/json;charset=UTF-8",
                        .headers = {},
                        .body = binance::body_of(options.error())};
    }
    return Upgrade{.handler = std::make_shared<binance::Connection>(parts_, std::move(socket),
                                                                    *options, arrival),
                   .limits = {.messages_per_second_max = 0}};
}

}  // namespace api
