// A client under load who remembers what he was told, and asks again what he was not.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "app/credentials.hpp"
#include "app/http_client.hpp"

namespace crash {

class Trader {
  public:
    // `asked` counts the requests of all traders, each just before it is sent.
    Trader(std::string name, app::DemoKey key, bool buys, std::atomic<std::uint64_t>& asked)
        : name_{std::move(name)}, key_{std::move(key)}, buys_{buys}, asked_{&asked} {}

    void connect(std::uint16_t port) { client_.emplace(app::HttpClient::to_port(port)); }

    // Places one order after the other until the server is gone. What was under way then is asked
    // for first, under its Idempotency-Key, when the next server is there.
    void trade_until_it_dies();
    // Only what is not known yet.
    void settle();

    // Order ids by client order id: all that this trader was told.
    const std::map<std::string, std::string>& acknowledged() const { return acknowledged_; }
    std::uint64_t replayed() const { return replayed_; }
    // Sentences about answers that should not be.
    const std::string& complaints() const { return complaints_; }

  private:
    bool ask();  // false: no answer

    std::string name_;
    app::DemoKey key_;
    bool buys_;
    std::atomic<std::uint64_t>* asked_;
    std::optional<app::HttpClient> client_;
    std::uint64_t count_{1};  // of the order under way
    bool under_way_{};
    std::uint64_t nonce_{};
    std::map<std::string, std::string> acknowledged_;
    std::uint64_t replayed_{};
    std::string complaints_;
};

}  // namespace crash
