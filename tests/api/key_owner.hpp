// A customer who may make keys, for tests of them: dora, signed in, with an app, verified, approved
// for the API, and with money.
#pragma once

#include <gtest/gtest.h>

#include "api/access/credentials.hpp"
#include "support/house.hpp"

namespace support {

class KeyOwner : public testing::Test {
  protected:
    KeyOwner() : dora{ready("dora")} {
        const std::string fund =
            "/v1/operator/accounts/" + std::to_string(dora.account.value) + "/fund";
        for (const char* money :
             {R"({"asset":"BTC","amount":"100"})", R"({"asset":"USDT","amount":"1000000"})"}) {
            EXPECT_EQ(house.operate("POST", fund, money).status, 200U);
        }
    }

    User ready(const std::string& name) {
        User user = house.sign_up(name);
        user.enrol_totp();
        house.make_ready(user);
        return user;
    }

    // The body of api_keys.create: `more` are further members, ,"read_only":true
    static std::string hmac_body(const std::string& scopes, const std::string& more = {}) {
        return R"({"name":"desk-bot","algorithm":"hmac-sha256","any_ip":true,"scopes":[)" + scopes +
               "]" + more + "}";
    }

    static OwnKey key_in(const Heard& told) {
        EXPECT_LT(told.status, 300U) << told.body;
        return {.name = told.text("/key/key"),
                .id = core::KeyId{std::stoull("0" + told.text("/key/key_id"))},
                .algorithm = core::Algorithm::hmac_sha256,
                .secret = told.text("/secret")};
    }

    OwnKey make(const std::string& scopes, const std::string& more = {}) {
        return key_in(dora.with_factor("POST", "/v1/keys", hmac_body(scopes, more)));
    }

    static std::string path(const OwnKey& key, const std::string& verb = {}) {
        return "/v1/keys/" + key.name + verb;
    }

    Heard get(const OwnKey& key, const std::string& target) {
        return house.signed_by(key, "GET", target);
    }

    static std::string order(const std::string& price, const std::string& quantity) {
        return R"({"market":"BTCUSDT","side":"buy","type":"limit","price":")" + price +
               R"(","quantity":")" + quantity + R"("})";
    }
    Heard buy(const OwnKey& key, const std::string& price, const std::string& quantity) {
        return house.signed_by(key, "POST", "/v1/orders", order(price, quantity));
    }

    core::Key known(const OwnKey& key) {
        const auto live = house.live().read();
        return live->state.keys.at(key.id);
    }

    void set_rules(const core::HouseRules& rules) {
        const auto reply = house.command(core::SetHouseRules{rules}, by_operator());
        EXPECT_FALSE(reply.rejection);
    }

    void post_policy(bool requires_explicit) {
        core::PostPolicy post{.type = core::PolicyType::api_policy, .locale = "en"};
        post.body = core::VaultRef{1, ++policies};
        post.sha256.assign(32, 7);
        post.requires_explicit = requires_explicit;
        const auto reply = house.command(post, by_operator());
        EXPECT_FALSE(reply.rejection);
    }

    // Time passes, and the house notices.
    void pass(core::Duration time) {
        house.clock.advance(time);
        tick();
    }
    void tick() { house.command(core::Tick{}, {.surface = core::Surface::system}); }

    static core::Envelope by_operator() { return {.surface = core::Surface::cli}; }

    House house;
    User dora;
    std::uint64_t policies{};
};

inline constexpr const char* trading = R"("exchange","account:read")";

}  // namespace support
