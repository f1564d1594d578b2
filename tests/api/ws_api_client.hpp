// A client of Binance's WebSocket API at a house in memory: no network, but every byte of what is
// said on a connection.
//
//     ws_api::House house;
//     ws_api::Connection line = house.connect();
//     line.ask("time").text("/result/serverTime");
//     line.ask_signed(house.alice.key("hmac"), "order.place", {{"symbol", "BTCUSDT"}, ...});
//     line.event();                              // the next {"subscriptionId":..,"event":..}
#pragma once

#include <condition_variable>
#include <deque>
#include <gtest/gtest.h>
#include <map>
#include <mutex>

#include "api/access/binance_signature.hpp"
#include "api/binance_client.hpp"
#include "api/dialects/binance/ws_api.hpp"

namespace ws_api {

using binance::Heard;
using binance::OwnKey;
using Params = std::map<std::string, std::string>;  // values as texts

// The other end of the line. Answers come from several threads.
class Line final : public api::Socket {
  public:
    void send(api::SocketMessage message) override {
        const std::scoped_lock lock{mutex_};
        if (closed_) return;
        const std::string text{message.text()};
        (text.starts_with(R"({"id":)") ? replies_ : events_).push_back(text);
        order_.push_back(text);
        came_.notify_all();
    }
    void close(api::CloseCode, std::string_view) override {
        const std::scoped_lock lock{mutex_};
        closed_ = true;
    }
    core::IpAddress client() const override { return core::parse_ip("127.0.0.1").value(); }
    std::uint64_t id() const override { return 1; }

    // Waits for it; empty when nothing comes.
    std::string reply() { return next(replies_, std::chrono::seconds(10)); }
    std::string event() { return next(events_, {}); }
    std::vector<std::string> everything() const {
        const std::scoped_lock lock{mutex_};
        return order_;
    }
    bool is_closed() const {
        const std::scoped_lock lock{mutex_};
        return closed_;
    }

  private:
    std::string next(std::deque<std::string>& from, std::chrono::seconds patience) {
        std::unique_lock lock{mutex_};
        came_.wait_for(lock, patience, [&] { return !from.empty(); });
        if (from.empty()) return {};
        std::string text = std::move(from.front());
        from.pop_front();
        return text;
    }

    mutable std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::string> replies_;
    std::deque<std::string> events_;
    std::vector<std::string> order_;
    bool closed_{};
};

inline std::string json_of(const Params& params) {
    std::string json = "{";
    for (const auto& [name, value] : params) {
        if (json.size() > 1) json += ',';
        json += '"' + name + "\":\"" + value + '"';
    }
    return json + "}";
}

class House;

class Connection {
  public:
    Connection(House& house, const std::string& query);

    // What was said last, and what came back. Ids count up.
    Heard ask(const std::string& method, const Params& params = {}) {
        return ask_raw(R"({"id":)" + std::to_string(++id_) + R"(,"method":")" + method +
                       R"(","params":)" + json_of(params) + "}");
    }
    Heard ask_signed(const OwnKey& key, const std::string& method, Params params = {});
    Heard ask_timed(const std::string& method, Params params = {});  // after a logon
    Heard ask_raw(const std::string& text);
    // Without waiting for an answer.
    void say(const std::string& text) { handler_->on_text(text); }
    // The next event that has come, or nothing.
    Heard event();
    void lose() { handler_->on_closed(api::SocketEnd::left); }
    void end() { handler_->on_ending(); }

    Line& line() { return *line_; }

  private:
    House& house_;
    std::shared_ptr<Line> line_ = std::make_shared<Line>();
    std::shared_ptr<api::SocketHandler> handler_;
    std::uint64_t id_{};
};

class House : public binance::House {
  public:
    explicit House(const api::BinanceLimits& limits = roomy())
        : binance::House{limits},
          keys_{parts().randomness},
          door_{parts(), gate(), budget(), keys_, hub()} {}

    Connection connect(const std::string& query = {}) { return Connection{*this, query}; }
    std::variant<api::Response, api::Upgrade> upgrade(const std::string& query,
                                                      std::shared_ptr<api::Socket> socket) {
        api::Request request;
        request.path = "/ws-api/v3";
        request.query = query;
        api::Arrival arrival;
        arrival.request_id.fill('7');
        arrival.client = core::parse_ip("127.0.0.1").value();
        arrival.at = clock.now();
        return door_.upgrade(request, arrival, std::move(socket));
    }
    // The street goes on, and has told everything that was decided.
    void step() { hub().step(clock.now()); }
    // Whatever was asked before is decided.
    void quiet() { command(core::Tick{}, {.surface = core::Surface::system}); }

  private:
    api::binance::ListenKeys keys_;
    api::BinanceWsApi door_;
};

inline Connection::Connection(House& house, const std::string& query) : house_{house} {
    auto answer = house.upgrade(query, line_);
    if (auto* upgrade = std::get_if<api::Upgrade>(&answer)) handler_ = upgrade->handler;
}

inline Heard Connection::ask_raw(const std::string& text) {
    handler_->on_text(text);
    house_.step();
    Heard heard{.status = 0, .headers = {}, .body = line_->reply()};
    heard.status = static_cast<unsigned>(std::stoul("0" + heard.text("/status")));
    return heard;
}

inline Heard Connection::ask_timed(const std::string& method, Params params) {
    params["timestamp"] = std::to_string(core::unix_ms(house_.clock.now()));
    return ask(method, params);
}

inline Heard Connection::ask_signed(const OwnKey& key, const std::string& method, Params params) {
    params["apiKey"] = key.name;
    params["timestamp"] = std::to_string(core::unix_ms(house_.clock.now()));
    api::Parameters signed_ones;
    for (const auto& [name, value] : params) signed_ones.emplace_back(name, value);
    params["signature"] = binance::House::signature(key, api::websocket_payload(signed_ones));
    return ask(method, params);
}

inline Heard Connection::event() {
    house_.step();
    return {.status = 0, .headers = {}, .body = line_->event()};
}

}  // namespace ws_api
