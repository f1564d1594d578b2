// A client of WS /v1/stream for tests: a socket that remembers what it was told, in front of a
// whole house. The street is stepped by hand.
//
//     Client client{house};
//     client.log_in(house.alice.key("hmac"));
//     client.subscribe("orders");
//     client.all("update", "orders")
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "support/house.hpp"

namespace stream_client {

using support::Heard;
using support::House;
using support::OwnKey;

// What the gateway would be.
class Line final : public api::Socket {
  public:
    explicit Line(std::uint64_t id) : id_{id} {}

    void send(api::SocketMessage message) override { told.emplace_back(message.text()); }
    void close(api::CloseCode code, std::string_view why) override {
        closed = code;
        reason = why;
    }
    core::IpAddress client() const override { return {.high = 0, .low = 0xffff'7f00'0001u}; }
    std::uint64_t id() const override { return id_; }

    std::vector<std::string> told;
    std::optional<api::CloseCode> closed;
    std::string reason;

  private:
    std::uint64_t id_;
};

// One client of the stream.
class Client {
  public:
    explicit Client(House& house) : house_{house}, line_{std::make_shared<Line>(++last_line)} {
        api::Request request;
        request.method = api::Method::get;
        request.method_text = "GET";
        request.target = request.path = "/v1/stream";
        request.headers = {{"Host", "localhost"}};
        request.peer = line_->client();
        auto answer = house.front().upgrade(request, line_);
        handler_ = std::get<api::Upgrade>(answer).handler;
        house_.hub().step(house_.clock.now());
    }
    ~Client() { cut(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void cut() {
        if (handler_ == nullptr) return;
        handler_->on_closed(api::SocketEnd::left);
        handler_.reset();
        house_.hub().step(house_.clock.now());
    }

    // What it is told because of it.
    Heard say(const std::string& text) {
        const std::size_t before = line_->told.size();
        handler_->on_text(text);
        house_.hub().step(house_.clock.now());
        return before < line_->told.size() ? heard(before) : Heard{};
    }
    Heard subscribe(const std::string& channel, const std::string& more = {}) {
        return say(R"({"op":"subscribe","channel":")" + channel + '"' + more + "}");
    }
    Heard log_in(const OwnKey& key, const std::string& more = {}) {
        const support::Asked signed_ask = house_.signed_request(key, "GET", "/v1/stream");
        std::string text = R"({"op":"login")" + more;
        for (const auto& [name, value] : signed_ask.headers) {
            if (name.starts_with("Postern-")) {
                std::string member = name.substr(8);
                member[0] = static_cast<char>(std::tolower(member[0]));
                text += ",\"" + member + "\":\"" + value + '"';
            }
        }
        return say(text + "}");
    }

    // Everything of that type and channel, so far.
    std::vector<Heard> all(std::string_view type, std::string_view channel) {
        house_.hub().step(house_.clock.now());
        std::vector<Heard> found;
        for (std::size_t i = 0; i < line_->told.size(); ++i) {
            const Heard one = heard(i);
            if (one.text("/type") == type && one.text("/channel") == channel) found.push_back(one);
        }
        return found;
    }
    Heard heard(std::size_t at) const {
        return {.status = 0, .headers = {}, .body = line_->told[at]};
    }
    std::size_t told() const { return line_->told.size(); }
    Heard last() const { return heard(line_->told.size() - 1); }
    const Line& line() const { return *line_; }

  private:
    static inline std::uint64_t last_line = 0;
    House& house_;
    std::shared_ptr<Line> line_;
    std::shared_ptr<api::SocketHandler> handler_;
};

inline constexpr const char* in_btcusdt = R"(,"market":"BTCUSDT")";

inline Heard order(House& house, const OwnKey& key, const char* side, const char* price,
                   const char* quantity, const std::string& more = {}) {
    return house.signed_by(key, "POST", "/v1/orders",
                           std::string{R"({"market":"BTCUSDT","type":"limit","side":")"} + side +
                               R"(","price":")" + price + R"(","quantity":")" + quantity + '"' +
                               more + "}");
}

}  // namespace stream_client
