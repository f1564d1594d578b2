#include "crash/trader.hpp"

#include <array>
#include <ctime>
#include <fmt/format.h>
#include <openssl/sha.h>

#include "api/access/signer.hpp"
#include "base/bytes.hpp"

namespace crash {
namespace {

std::string sha256_hex(const std::string& text) {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash{};
    SHA256(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), hash.data());
    return base::format_hex(hash);
}

// The text behind "name":" in a flat piece of JSON; empty when it is not there.
std::string text_of(const std::string& json, const std::string& name) {
    const std::string start = "\"" + name + "\":\"";
    const std::size_t at = json.find(start);
    if (at == std::string::npos) return {};
    const std::size_t from = at + start.size();
    return json.substr(from, json.find('"', from) - from);
}

}  // namespace

bool Trader::ask() {
    const std::string id = fmt::format("{}-{}", name_, count_);
    const std::string body = fmt::format(
        R"({{"market":"BTCUSDT","side":"{}","type":"limit","time_in_force":"{}","price":"50000",)"
        R"("quantity":"0.001","client_order_id":"{}"}})",
        buys_ ? "buy" : "sell", buys_ && count_ % 2 == 0 ? "gtc" : "ioc", id);
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    const std::string time = std::to_string(now.tv_sec * 1'000 + now.tv_nsec / 1'000'000);
    const std::string nonce = fmt::format("{}-{:08}", name_, ++nonce_);
    const std::string signed_text = fmt::format("v1\n{}\n{}\n{}\nPOST\nlocalhost\n/v1/orders\n{}",
                                                key_.api_key, time, nonce, sha256_hex(body));
    const vault::Secret secret{std::string_view{key_.api_secret}};
    asked_->fetch_add(1);
    asked_->notify_all();
    const auto reply = client_->call("POST", "/v1/orders",
                                     {{"Content-Type", "application/json"},
                                      {"Idempotency-Key", id},
                                      {"Postern-Key", key_.api_key},
                                      {"Postern-Timestamp", time},
                                      {"Postern-Nonce", nonce},
                                      {"Postern-Signature", api::sign_hmac(secret, signed_text)}},
                                     body);
    if (!reply) return false;
    const std::string order = text_of(reply->body, "order_id");
    if (reply->status == 503) return true;  // not taken up: asked again
    if (reply->status >= 300 || order.empty()) {
        complaints_ += fmt::format("{}: {} {}\n", id, reply->status, reply->body);
    }
    acknowledged_[id] = order;
    if (text_of(reply->body, "client_order_id") != id) complaints_ += id + ": another's answer\n";
    under_way_ = false;
    return true;
}

void Trader::trade_until_it_dies() {
    while (true) {
        if (!under_way_) ++count_;
        const bool again = under_way_;
        under_way_ = true;
        if (!ask()) return;
        if (again && !under_way_) ++replayed_;
    }
}

void Trader::settle() {
    if (under_way_ && !ask()) complaints_ += "no answer although the server runs\n";
}

}  // namespace crash
