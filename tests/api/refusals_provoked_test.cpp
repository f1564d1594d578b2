// Every code of the catalogue is provoked, exactly it, by somebody who asks through the API. What
// cannot be provoked yet stands in a list of its own with the reason; a code in neither fails.
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "api/access/digest.hpp"
#include "api/access/signer.hpp"
#include "api/callers.hpp"
#include "api/factors/session_token.hpp"
#include "core/access/key_name.hpp"

namespace {

using core::Reject;
using support::Asked;
using support::Heard;
using support::House;
using support::OwnKey;
using support::User;

constexpr const char* withdrawals = "nothing is withdrawn yet: no operation, no scope that is used";
const std::map<Reject, const char*> not_yet = {
    {Reject::constraint_network, withdrawals},
    {Reject::constraint_address, withdrawals},
    {Reject::address_not_allowed, withdrawals},
    {Reject::address_cooling_off, withdrawals},
    {Reject::address_unproved, withdrawals},
    {Reject::information_required, withdrawals},
    {Reject::travel_rule_fields_missing, withdrawals},
    {Reject::screening_blocked, withdrawals},
    {Reject::screening_pending, withdrawals},
    {Reject::rule_blocked, withdrawals},
    {Reject::approval_pending, withdrawals},
    {Reject::outcome_unknown, "a server that cannot tell dies before it answers: tests/crash"},
    {Reject::internal, "our own mistake: none is known"},
};

// One house for all; each provocation brings the people and keys that it spoils.
class Stage {
  public:
    House house;
    const OwnKey& alice() { return house.alice.key("hmac"); }

    Heard order(const std::string& more, const std::string& price = "40000",
                const std::string& quantity = "0.1") {
        return order_by(alice(), more, price, quantity);
    }
    Heard order_by(const OwnKey& key, const std::string& more = {},
                   const std::string& price = "40000", const std::string& quantity = "0.1") {
        return house.signed_by(key, "POST", "/v1/orders",
                               R"({"market":"BTCUSDT","side":"buy","type":"limit","price":")" +
                                   price + R"(","quantity":")" + quantity + '"' + more + "}");
    }
    Heard body(const std::string& text) {
        return house.signed_by(alice(), "POST", "/v1/orders", text);
    }
    Heard balances(const OwnKey& key) { return house.signed_by(key, "GET", "/v1/balances"); }
    // A key of alice's with these members more, and what it hears when it asks for her balances.
    OwnKey key(const std::string& more) {
        return house.create_key(house.alice, "hmac-sha256", R"(,"scopes":["all"])" + more);
    }
    Heard with(const std::string& more) { return balances(key(more)); }

    User ready() { return callers::ready_customer(house, name()); }
    std::string name() { return "person" + std::to_string(++people_); }
    std::string customer(const User& user, const std::string& act) {
        return "/v1/operator/customers/" + std::to_string(user.customer.value) + act;
    }
    void operate(const std::string& target, const std::string& text = {}) {
        callers::must(house.operate("POST", target, text));
    }
    Heard asks_for_key(const User& user, const std::string& more = R"(,"any_ip":true)",
                       const std::string& scopes = R"(["balance"])") {
        return user.with_factor(
            "POST", "/v1/keys",
            R"({"name":"bot","algorithm":"hmac-sha256","scopes":)" + scopes + more + "}");
    }
    // For as long as the provocation takes.
    Heard under(const core::HouseRules& rules, const std::function<Heard()>& act) {
        set(rules);
        Heard heard = act();
        set({});
        return heard;
    }
    Heard in_mode(const std::string& mode, const std::function<Heard()>& act) {
        const std::string path = "/v1/operator/markets/ETHBTC/mode";
        operate(path, R"({"mode":")" + mode + R"("})");
        Heard heard = act();
        operate(path, R"({"mode":"open"})");
        return heard;
    }
    Heard eth_order() {
        return body(
            R"({"market":"ETHBTC","side":"sell","type":"limit","price":"1","quantity":"1"})");
    }
    // Alice's in BTCGLD, which has narrow limits and 100 as its last price.
    Heard narrow(const std::string& members) {
        return body(R"({"market":"BTCGLD",)" + members + "}");
    }
    Heard narrow_pair(const std::string& above, const std::string& below) {
        return house.signed_by(
            alice(), "POST", "/v1/order-lists",
            R"({"market":"BTCGLD","kind":"oco","orders":[)"
            R"({"side":"sell","type":"limit_maker","quantity":"1","price":")" +
                above + R"("},{"side":"sell","type":"stop_loss","quantity":"1","stop_price":")" +
                below + R"("}]})");
    }
    // Without an order of hers there; made when it is needed first.
    void clear_narrow();
    // The path of an order of 3 that rests there.
    std::string rested() {
        clear_narrow();
        const Heard order = narrow(R"("side":"sell","type":"limit","price":"110","quantity":"3")");
        callers::must(order);
        return "/v1/orders/" + order.text("/order/order_id");
    }
    Heard show_session(const std::string& token) {
        return callers::bearing(house, token)({.target = "/v1/session"});
    }
    // As if the gateway had found it.
    Heard no_request(api::Malformed why) {
        api::Response response = house.front().refuse(why, "/v1/orders");
        return {response.status, std::move(response.headers), std::move(response.body)};
    }
    // The signed request, changed on its way.
    Heard changed(const std::function<void(Asked&)>& change) {
        Asked asked = house.signed_request(alice(), "GET", "/v1/balances");
        change(asked);
        return house.ask(asked);
    }
    // RFC 9421, with a digest of another body.
    Heard with_foreign_digest();
    Heard twice(const std::string& first, const std::string& second);

  private:
    void set(const core::HouseRules& rules) {
        const auto reply =
            house.command(core::SetHouseRules{rules}, {.surface = core::Surface::cli});
        ASSERT_FALSE(reply.rejection);
    }

    int people_{};
};

Heard Stage::with_foreign_digest() {
    const OwnKey& key = house.alice.key("ed25519");
    const std::string digest = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";  // of ""
    const std::string parameters =
        R"(("@method" "@authority" "@path" "@query" "content-digest");created=)" +
        std::to_string(core::unix_ms(house.clock.now()) / 1'000) + R"(;keyid=")" + key.name +
        R"(";nonce="n-digest-0001";tag="postern")";
    const std::string base =
        "\"@method\": POST\n\"@authority\": localhost\n\"@path\": /v1/orders\n"
        "\"@query\": ?\n\"content-digest\": " +
        digest + "\n\"@signature-params\": " + parameters;
    const vault::Secret secret{std::string_view{key.secret}};
    const std::string signature = api::sign_with_pem(secret, base, api::RsaScheme::pss_sha512);
    return house.ask({.method = "POST",
                      .target = "/v1/orders",
                      .headers = {{"Host", "localhost"},
                                  {"Content-Digest", digest},
                                  {"Signature-Input", "sig=" + parameters},
                                  {"Signature", "sig=:" + signature + ":"}},
                      .body = "{}"});
}

void Stage::clear_narrow() {
    if (house.get("/v1/markets/BTCGLD").status == 200) {
        house.signed_by(alice(), "DELETE", "/v1/orders?market=BTCGLD");
        return;
    }
    operate("/v1/operator/assets", R"({"code":"GLD","name":"Gold","decimals":8})");
    operate("/v1/operator/markets",
            R"({"base":"BTC","quote":"GLD","tick_size":"0.01","lot_size":"0.00001",)"
            R"("price_max":"1000","quantity_max":"100","notional_min":"0.01",)"
            R"("notional_max":"100000","maker_fee":"0","taker_fee":"0","iceberg_parts_max":3,)"
            R"("iceberg_orders_max":1,"parked_orders_max":2,"order_lists_max":1,"amends_max":1,)"
            R"("price_up":"2","price_down":"0.5"})");
    operate("/v1/operator/accounts/" + std::to_string(house.bob.account.value) + "/fund",
            R"({"asset":"GLD","amount":"1000"})");
    callers::must(narrow(R"("side":"sell","type":"limit","price":"100","quantity":"1")"));
    callers::must(house.signed_by(
        house.bob.key("hmac"), "POST", "/v1/orders",
        R"({"market":"BTCGLD","side":"buy","type":"limit","price":"100","quantity":"1"})"));
}

// Two orders under one Idempotency-Key.
Heard Stage::twice(const std::string& first, const std::string& second) {
    Heard heard;
    for (const std::string& quantity : {first, second}) {
        Asked asked = house.signed_request(
            alice(), "POST", "/v1/orders",
            R"({"market":"BTCUSDT","side":"buy","type":"limit","price":"40000","quantity":")" +
                quantity + R"("})");
        asked.headers.emplace_back("Idempotency-Key", "provoked");
        heard = house.ask(asked);
    }
    return heard;
}

// What the caller hears; the code is that of the table unless strangers must not hear it.
struct Case {
    Reject code;
    std::function<Heard(Stage&)> provoke;
    bool is_told = true;
};

std::vector<Case> of_strangers() {
    const auto name_instead = [](std::string name) {
        return [name = std::move(name)](Stage& stage) {
            return stage.changed([&](Asked& asked) { asked.headers[1].second = name; });
        };
    };
    return {
        {Reject::key_malformed, name_instead("pk_test_nonsense"), false},
        {Reject::key_unknown, name_instead(core::format_key_name(core::Environment::test, {7, 7})),
         false},
        {Reject::wrong_environment,
         name_instead(core::format_key_name(core::Environment::live, {7, 7})), false},
        {Reject::signature_invalid,
         [](Stage& stage) {
             return stage.changed([](Asked& asked) { asked.headers.back().second[0] ^= 1; });
         },
         false},
        {Reject::signature_missing_component,
         [](Stage& stage) { return stage.changed([](Asked& asked) { asked.headers.pop_back(); }); },
         false},
        {Reject::unauthorized,
         [](Stage& stage) {
             return stage.house.sign_in("nobody@example.org", "a wrong password");
         }},
        {Reject::malformed_request,
         [](Stage& stage) {
             return stage.changed(
                 [](Asked& asked) { asked.headers.emplace_back("Signature-Input", "sig=()"); });
         }},
    };
}

std::vector<Case> of_keys() {
    return {
        {Reject::key_inactive, [](Stage& s) { return s.with(R"(,"active":false)"); }},
        {Reject::key_not_yet_valid,
         [](Stage& s) { return s.with(R"(,"not_before":"2028-01-15T09:00:00.000Z")"); }},
        {Reject::key_revoked,
         [](Stage& s) {
             const OwnKey key = s.key("");
             s.operate("/v1/operator/keys/" + key.name + "/revoke");
             return s.balances(key);
         }},
        {Reject::key_frozen_user,
         [](Stage& s) {
             const OwnKey key = s.key("");
             s.house.signed_by(key, "POST", "/v1/key/freeze");
             return s.balances(key);
         }},
        {Reject::key_frozen_risk,
         [](Stage& s) {
             const User user = s.ready();
             const OwnKey key = callers::key_of(s.house, user);
             s.operate(s.customer(user, "/locks"),
                       R"({"scope":"key","reason":"court_order","key":")" + key.name + R"("})");
             return s.balances(key);
         }},
        {Reject::key_cancel_only,
         [](Stage& s) {
             const OwnKey key = s.key("");
             s.house.command(core::SetKeyStatus{key.id, core::KeyStatus::cancel_only},
                             {.surface = core::Surface::cli});
             return s.order_by(key);
         }},
        {Reject::ip_not_allowed, [](Stage& s) { return s.with(R"(,"ip_allow":["10.0.0.1"])"); }},
        {Reject::read_only_key,
         [](Stage& s) { return s.order_by(s.house.alice.key("read_only")); }},
        {Reject::scope_missing,
         [](Stage& s) {
             return s.order_by(
                 s.house.create_key(s.house.alice, "hmac-sha256", R"(,"scopes":["balance:read"])"));
         }},
        {Reject::constraint_market,
         [](Stage& s) { return s.order_by(s.key(R"(,"markets":["ETHUSDT"])")); }},
        {Reject::constraint_asset,
         [](Stage& s) { return s.order_by(s.key(R"(,"assets":["ETH","USDT"])")); }},
        {Reject::cap_exceeded,
         [](Stage& s) {
             const OwnKey key = s.key(R"(,"caps":["order/day count=1"])");
             s.order_by(key);
             return s.order_by(key);
         }},
        {Reject::digest_mismatch, [](Stage& s) { return s.with_foreign_digest(); }},
        {Reject::nonce_reused,
         [](Stage& s) {
             const Asked asked = s.house.signed_request(s.alice(), "GET", "/v1/balances");
             s.house.ask(asked);
             return s.house.ask(asked);
         }},
        {Reject::timestamp_skew,
         [](Stage& s) {
             return s.changed([&](Asked&) { s.house.clock.advance(core::seconds(6)); });
         }},
        {Reject::key_expired,
         [](Stage& s) {
             const OwnKey key = s.key(R"(,"expires_at":"2027-01-15T09:00:00.000Z")");
             s.house.clock.advance(core::hours(2));
             return s.balances(key);
         }},
        {Reject::key_frozen_idle,
         [](Stage& s) {
             const OwnKey key = s.key(R"(,"idle_days":1)");
             s.house.clock.advance(core::hours(25));
             s.house.command(core::Tick{}, {.surface = core::Surface::system});
             return s.order_by(key);
         }},
    };
}

std::vector<Case> of_customers() {
    return {
        {Reject::customer_not_verified,
         [](Stage& s) { return s.balances(s.house.carol.key("hmac")); }},
        {Reject::api_access_not_approved,
         [](Stage& s) {
             const User user = s.house.sign_up(s.name());
             s.operate(s.customer(user, "/verify"));
             return s.balances(callers::key_of(s.house, user));
         }},
        {Reject::customer_suspended,
         [](Stage& s) {
             const User user = s.ready();
             s.operate(s.customer(user, "/suspend"));
             return s.balances(callers::key_of(s.house, user));
         }},
        {Reject::any_ip_unconfirmed, [](Stage& s) { return s.asks_for_key(s.ready(), ""); }},
        {Reject::ip_list_required,
         [](Stage& s) {
             const User user = s.ready();
             return s.under({.ip_list_required = true}, [&] { return s.asks_for_key(user); });
         }},
        {Reject::hmac_not_allowed,
         [](Stage& s) {
             const User user = s.ready();
             return s.under({.withdraw_without_hmac = true}, [&] {
                 return s.asks_for_key(user, R"(,"any_ip":true)", R"(["withdraw:create"])");
             });
         }},
        {Reject::too_many,
         [](Stage& s) {
             const User user = s.ready();
             s.asks_for_key(user);
             return s.under({.keys_max = 1}, [&] { return s.asks_for_key(user); });
         }},
        {Reject::scopes_conflict,
         [](Stage& s) {
             return s.asks_for_key(s.ready(), R"(,"any_ip":true)",
                                   R"(["withdraw:create","address:create"])");
         }},
        {Reject::state_conflict,
         [](Stage& s) {
             const User user = s.ready();
             const std::string factors =
                 user.ask("GET", "/v1/factors").text("/factors/0/factor_id");
             return user.ask("POST", "/v1/factors/" + factors + "/confirm", R"({"code":"123456"})");
         }},
        {Reject::policy_acceptance_required,
         [](Stage& s) {
             const User user = s.ready();
             const OwnKey key = callers::key_of(s.house, user);
             const std::string policy = R"({"type":"api_policy","body":"# Words")";
             s.operate("/v1/operator/policies", policy + "}");
             callers::must(user.ask("POST", "/v1/policies/api_policy/1/accept"));
             s.operate("/v1/operator/policies", policy + R"(,"requires_explicit":true})");
             return s.order_by(key);
         }},
    };
}

std::vector<Case> of_people() {
    const auto wrong_code = [](const User& user) {
        const Heard asked = user.ask("POST", "/v1/factors/recovery_codes");
        return user.house->ask(
            {.method = "POST",
             .target = "/v1/factors/recovery_codes",
             .headers = {
                 {"Host", "localhost"},
                 {"Authorization", "Bearer " + user.token},
                 {"Postern-Step-Up", "totp;id=" + asked.text("/challenge_id") + ";code=000000"}}});
    };
    return {
        {Reject::session_required, [](Stage& s) { return s.house.get("/v1/session"); }},
        {Reject::session_expired,
         [](Stage& s) {
             const User user = s.house.sign_up(s.name());
             callers::must(user.ask("DELETE", "/v1/session"));
             return user.ask("GET", "/v1/session");
         }},
        {Reject::wrong_environment,
         [](Stage& s) {
             api::SeededRandomness chance{3};
             const vault::Secret token = api::make_session_token(core::Environment::live, chance);
             return s.show_session(std::string{token.reveal_text()});
         }},
        {Reject::csrf_failed,
         [](Stage& s) {
             const User user = s.house.sign_up(s.name());
             return s.house.ask(
                 {.method = "DELETE",
                  .target = "/v1/session",
                  .headers = {{"Host", "localhost"}, {"Cookie", "__Host-postern=" + user.token}}});
         }},
        {Reject::role_missing,
         [](Stage& s) { return s.ready().ask("GET", "/v1/staff/customers"); }},
        {Reject::step_up_required,
         [](Stage& s) { return s.ready().ask("POST", "/v1/factors/recovery_codes"); }},
        {Reject::step_up_invalid, [=](Stage& s) { return wrong_code(s.ready()); }},
        {Reject::step_up_locked,
         [=](Stage& s) {
             const User user = s.ready();
             for (int i = 0; i < 5; ++i) wrong_code(user);
             return wrong_code(user);
         }},
        {Reject::factor_not_enrolled,
         [](Stage& s) { return s.asks_for_key(s.house.sign_up(s.name())); }},
        {Reject::password_refused,
         [](Stage& s) { return s.house.register_user("short@example.org", "short"); }},
        {Reject::second_person_required,
         [](Stage& s) {
             const User user = s.ready();
             const User mona = s.house.hire(s.name(), {core::Role::mlro});
             const std::string path = "/v1/staff/customers/" + std::to_string(user.customer.value);
             callers::must(
                 mona.with_factor("POST", path + "/suspend", R"({"reason":"court_order"})"));
             return s.under({.two_persons = true}, [&] {
                 const Heard proposed = mona.with_factor("POST", path + "/unsuspend");
                 return mona.with_factor(
                     "POST",
                     "/v1/staff/proposals/" + proposed.text("/proposal/proposal_id") + "/approve");
             });
         }},
    };
}

std::vector<Case> of_orders() {
    return {
        {Reject::idempotency_conflict, [](Stage& s) { return s.twice("0.1", "0.2"); }},
        {Reject::idempotency_in_flight,
         [](Stage& s) {
             auto& in_flight = s.house.parts().in_flight;
             const auto key = api::fingerprint({"busy", ""});
             in_flight.enter(s.house.alice.account, key);
             Asked asked = s.house.signed_request(s.alice(), "DELETE", "/v1/orders");
             asked.headers.emplace_back("Idempotency-Key", "busy");
             Heard heard = s.house.ask(asked);
             in_flight.leave(s.house.alice.account, key);
             return heard;
         }},
        {Reject::market_halted,
         [](Stage& s) { return s.in_mode("halt", [&] { return s.eth_order(); }); }},
        {Reject::market_cancel_only,
         [](Stage& s) { return s.in_mode("cancel_only", [&] { return s.eth_order(); }); }},
        {Reject::insufficient_funds, [](Stage& s) { return s.order("", "900000", "100"); }},
        {Reject::price_filter, [](Stage& s) { return s.order("", "40000.001"); }},
        {Reject::lot_filter, [](Stage& s) { return s.order("", "40000", "0.000001"); }},
        {Reject::notional_filter, [](Stage& s) { return s.order("", "40000", "0.0001"); }},
        {Reject::order_count_filter,
         [](Stage& s) {
             s.operate(
                 "/v1/operator/markets",
                 R"({"base":"BTC","quote":"ETH","tick_size":"0.01","lot_size":"0.00001",)"
                 R"("price_max":"1000","quantity_max":"100","notional_min":"0.01",)"
                 R"("notional_max":"100000","maker_fee":"0","taker_fee":"0","open_orders_max":1})");
             const std::string one =
                 R"({"market":"BTCETH","side":"sell","type":"limit","price":"20","quantity":"1"})";
             callers::must(s.body(one));
             return s.body(one);
         }},
        {Reject::order_unknown,
         [](Stage& s) { return s.house.signed_by(s.alice(), "DELETE", "/v1/orders/999999"); }},
        {Reject::client_order_id_in_use,
         [](Stage& s) {
             s.order(R"(,"client_order_id":"mine")");
             return s.order(R"(,"client_order_id":"mine")");
         }},
        {Reject::would_match,
         [](Stage& s) {
             callers::must(s.body(R"({"market":"ETHUSDT","side":"sell","type":"limit",)"
                                  R"("price":"2000","quantity":"1"})"));
             return s.body(R"({"market":"ETHUSDT","side":"buy","type":"limit_maker",)"
                           R"("price":"2000","quantity":"1"})");
         }},
    };
}

// In a market of its own with narrow limits, where 100 was paid last.
std::vector<Case> of_rarer_orders() {
    // The last of so many equal orders to sell.
    const auto sell = [](const std::string& more, int times = 1) {
        return [more, times](Stage& s) {
            s.clear_narrow();
            for (int i = 1; i < times; ++i) callers::must(s.narrow(R"("side":"sell",)" + more));
            return s.narrow(R"("side":"sell",)" + more);
        };
    };
    return {
        {Reject::percent_price_filter, sell(R"("type":"limit","price":"300","quantity":"1")")},
        {Reject::would_trigger, sell(R"("type":"stop_loss","stop_price":"150","quantity":"1")")},
        {Reject::iceberg_filter,
         sell(R"("type":"limit","price":"110","quantity":"9","display_quantity":"1")")},
        {Reject::trailing_filter, sell(R"("type":"stop_loss","trailing_bps":9999,"quantity":"1")")},
        {Reject::parked_count_filter,
         sell(R"("type":"stop_loss","stop_price":"90","quantity":"1")", 3)},
        {Reject::iceberg_count_filter,
         sell(R"("type":"limit","price":"110","quantity":"2","display_quantity":"1")", 2)},
        {Reject::list_prices,
         [](Stage& s) {
             s.clear_narrow();
             return s.narrow_pair("60", "90");
         }},
        {Reject::list_count_filter,
         [](Stage& s) {
             s.clear_narrow();
             callers::must(s.narrow_pair("120", "90"));
             return s.narrow_pair("121", "89");
         }},
        {Reject::order_list_unknown,
         [](Stage& s) { return s.house.signed_by(s.alice(), "DELETE", "/v1/order-lists/999999"); }},
        {Reject::amend_count_filter,
         [](Stage& s) {
             const std::string path = s.rested();
             const auto amend = [&](const char* to) {
                 return s.house.signed_by(s.alice(), "PATCH", path, to);
             };
             callers::must(amend(R"({"quantity":"2"})"));
             return amend(R"({"quantity":"1"})");
         }},
        {Reject::amend_unchanged,
         [](Stage& s) {
             return s.house.signed_by(s.alice(), "PATCH", s.rested(), R"({"quantity":"3"})");
         }},
        {Reject::amend_increase,
         [](Stage& s) {
             return s.house.signed_by(s.alice(), "PATCH", s.rested(), R"({"quantity":"4"})");
         }},
        {Reject::cancel_restricted,
         [](Stage& s) {
             return s.house.signed_by(s.alice(), "DELETE", s.rested() + "?only=partially_filled");
         }},
        {Reject::client_order_id_mismatch,
         [](Stage& s) {
             const std::string path = s.rested();
             return s.house.signed_by(
                 s.alice(), "POST", "/v1/orders/replace",
                 R"({"market":"BTCGLD","side":"sell","type":"limit","price":"111","quantity":"1",)"
                 R"("cancel_order_id":")" +
                     path.substr(path.rfind('/') + 1) + R"(","cancel_client_order_id":"other"})");
         }},
        {Reject::market_auction,
         [](Stage& s) {
             return s.in_mode("auction", [&] {
                 return s.body(
                     R"({"market":"ETHBTC","side":"sell","type":"market","quantity":"1"})");
             });
         }},
    };
}

std::vector<Case> of_requests() {
    return {
        {Reject::not_found, [](Stage& s) { return s.house.get("/v1/markets/NOPE"); }},
        {Reject::method_not_allowed,
         [](Stage& s) { return s.house.ask({.method = "PUT", .target = "/v1/orders"}); }},
        {Reject::malformed_json, [](Stage& s) { return s.body("{"); }},
        {Reject::malformed_field, [](Stage& s) { return s.order("", "NaN"); }},
        {Reject::missing_field, [](Stage& s) { return s.body("{}"); }},
        {Reject::unknown_field, [](Stage& s) { return s.order(R"(,"leverage":"100")"); }},
        {Reject::duplicate_field, [](Stage& s) { return s.order(R"(,"side":"sell")"); }},
        {Reject::headers_too_large,
         [](Stage& s) { return s.no_request(api::Malformed::headers_too_large); }},
        {Reject::body_too_large,
         [](Stage& s) { return s.no_request(api::Malformed::body_too_large); }},
        {Reject::request_timeout, [](Stage& s) { return s.no_request(api::Malformed::too_slow); }},
        {Reject::unavailable, [](Stage& s) { return s.no_request(api::Malformed::too_many); }},
        {Reject::rate_limited,
         [](Stage& s) {
             const std::string email = s.name() + "@example.org";
             for (int i = 0; i < 10; ++i) s.house.sign_in(email, "a wrong password");
             return s.house.sign_in(email, "a wrong password");
         }},
        {Reject::already_exists,
         [](Stage& s) {
             return s.house.operate("POST", "/v1/operator/assets",
                                    R"({"code":"BTC","name":"Bitcoin","decimals":8})");
         }},
        {Reject::market_inexact,
         [](Stage& s) {
             s.operate("/v1/operator/assets", R"({"code":"SOL","name":"Solana","decimals":9})");
             return s.house.operate(
                 "POST", "/v1/operator/markets",
                 R"({"base":"SOL","quote":"BTC","tick_size":"0.00000001","lot_size":"0.001",)"
                 R"("price_max":"1000","quantity_max":"100","notional_min":"0.01",)"
                 R"("notional_max":"100","maker_fee":"0","taker_fee":"0"})");
         }},
    };
}

std::vector<Case> every_case() {
    std::vector<Case> all;
    for (const auto& part : {of_strangers(), of_keys(), of_customers(), of_people(), of_orders(),
                             of_rarer_orders(), of_requests()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

TEST(Refusals, are_provoked_each_by_what_it_names) {
    Stage stage;
    for (const Case& one : every_case()) {
        SCOPED_TRACE(core::name_of(one.code));
        const Heard heard = one.provoke(stage);
        EXPECT_EQ(heard.code(), one.is_told ? core::name_of(one.code) : "unauthorized")
            << heard.body;
        EXPECT_GE(heard.status, 400u);
        EXPECT_EQ(heard.text("/type").substr(heard.text("/type").find('#') + 1), heard.code())
            << heard.body;
        if (one.is_told) continue;
        EXPECT_EQ(core::name_of(stage.house.last_refusal()), core::name_of(one.code));
    }
}

TEST(Refusals, are_all_provoked_or_in_the_list_of_those_to_come) {
    std::set<Reject> provoked;
    for (const Case& one : every_case()) provoked.insert(one.code);
    for (const Reject code : core::all_rejects()) {
        EXPECT_NE(provoked.contains(code), not_yet.contains(code)) << core::name_of(code);
    }
}

// Five causes, one answer: whether there is such a key is nobody's business.
TEST(Refusals, of_strangers_cannot_be_told_apart) {
    Stage stage;
    std::set<std::string> told;
    for (const Case& one : of_strangers()) {
        if (one.is_told || one.code == Reject::wrong_environment) continue;
        const Heard heard = one.provoke(stage);
        std::string words = std::to_string(heard.status);
        for (const char* member : {"/type", "/title", "/detail", "/next", "/field", "/retry"}) {
            words += '|' + heard.text(member);
        }
        told.insert(words);
    }
    EXPECT_EQ(told.size(), 1u) << testing::PrintToString(told);
}

}  // namespace
