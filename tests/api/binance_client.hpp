// A client of the Binance dialect at a house in memory: signs as such clients do.
//
//     binance::House house;
//     house.signed_by(house.alice.key("hmac"), "POST", "/api/v3/order", "symbol=BTCUSDT&side=...")
#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "api/access/signer.hpp"
#include "api/dialects/binance/dialect.hpp"
#include "support/house.hpp"

namespace binance {

using support::Heard;
using support::OwnKey;

class House : public support::House {
  public:
    explicit House(const api::BinanceLimits& limits = roomy()) : budget_{limits} {
        add_dialect(std::make_unique<api::BinanceDialect>(parts(), gate(), budget_));
    }

    static api::BinanceLimits roomy() {
        return {.weight_per_minute = 100'000, .orders_per_10_seconds = 10'000};
    }

    Heard signed_by(const OwnKey& key, const std::string& method, const std::string& path,
                    const std::string& parameters = {}) {
        const std::string now = std::to_string(core::unix_ms(clock.now()));
        return raw(key, method, path,
                   parameters + (parameters.empty() ? "" : "&") + "timestamp=" + now);
    }
    // The parameters as they stand, and the signature behind them.
    Heard raw(const OwnKey& key, const std::string& method, const std::string& path,
              const std::string& query) {
        return ask({.method = method,
                    .target = path + "?" + query + "&signature=" + signature(key, query),
                    .headers = {{"X-MBX-APIKEY", key.name}}});
    }
    Heard place(const OwnKey& key, const std::string& parameters) {
        return signed_by(key, "POST", "/api/v3/order", parameters);
    }

    static std::string signature(const OwnKey& key, const std::string& payload) {
        const vault::Secret secret{std::string_view{key.secret}};
        if (key.algorithm == core::Algorithm::hmac_sha256) return api::sign_hmac(secret, payload);
        return api::sign_with_pem(secret, payload, api::RsaScheme::pkcs1_sha256);
    }

    api::BinanceBudget& budget() { return budget_; }

  private:
    api::BinanceBudget budget_;
};

// A limit order of BTCUSDT, good till cancelled; `more` begins with '&'.
inline std::string limit(const char* side, const std::string& quantity, const std::string& price,
                         const std::string& more = {}) {
    return "symbol=BTCUSDT&side=" + std::string{side} +
           "&type=LIMIT&timeInForce=GTC&quantity=" + quantity + "&price=" + price + more;
}

// BTCUSDT traded at this price last, between bob and alice, and its book is empty.
inline void trade_at(House& house, const std::string& price) {
    ASSERT_EQ(house.place(house.bob.key("hmac"), limit("SELL", "0.1", price)).status, 200U);
    ASSERT_EQ(house.place(house.alice.key("hmac"), limit("BUY", "0.1", price)).status, 200U);
}

inline Heard order_named(House& house, const OwnKey& key, const std::string& name) {
    return house.signed_by(key, "GET", "/api/v3/order", "symbol=BTCUSDT&origClientOrderId=" + name);
}

}  // namespace binance
