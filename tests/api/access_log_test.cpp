// What the house remembers of its callers, and what the operator finds of it.
#include <gtest/gtest.h>
#include <set>

#include "api/binance_client.hpp"
#include "api/stream_client.hpp"
#include "api/ws_api_client.hpp"
#include "support/house.hpp"

namespace {

using stream_client::Client;
using stream_client::in_btcusdt;
using support::Heard;
using support::House;

constexpr const char* order =
    R"({"market":"BTCUSDT","side":"buy","type":"limit","price":"100","quantity":"1"})";
constexpr const char* too_large =
    R"({"market":"BTCUSDT","side":"buy","type":"limit","price":"50000","quantity":"300"})";

std::string log_of(const std::string& key) { return "/v1/operator/access-log?key=" + key; }

std::size_t count(const Heard& heard, const std::string& member) {
    std::size_t found = 0;
    const std::string name = '"' + member + "\":";
    for (auto at = heard.body.find(name); at != std::string::npos;
         at = heard.body.find(name, at + 1)) {
        ++found;
    }
    return found;
}

TEST(AccessLog, a_signed_request_leaves_one_row_with_all_its_facts) {
    House house;
    const auto& key = house.alice.key("hmac");
    auto asked = house.signed_request(key, "GET", "/v1/balances");
    asked.peer = "192.0.2.7";
    const Heard reply = house.ask(asked);
    ASSERT_EQ(reply.status, 200U);
    for (const std::string& named : {key.name, std::to_string(key.id.value)}) {
        const Heard heard = house.operate("GET", log_of(named));
        ASSERT_EQ(heard.status, 200U) << heard.body;
        EXPECT_EQ(count(heard, "request_id"), 1U) << heard.body;
        EXPECT_EQ(heard.text("/requests/0/request_id"), reply.header("Postern-Request-Id"));
        EXPECT_EQ(heard.text("/requests/0/customer_id"),
                  std::to_string(house.alice.customer.value));
        EXPECT_EQ(heard.text("/requests/0/key"), key.name);
        EXPECT_EQ(heard.text("/requests/0/ip"), "192.0.2.7");
        EXPECT_EQ(heard.text("/requests/0/method"), "GET");
        EXPECT_EQ(heard.text("/requests/0/operation"), "balances.list");
        EXPECT_EQ(heard.text("/requests/0/status"), "200");
        EXPECT_EQ(heard.text("/requests/0/code"), "null");
        EXPECT_EQ(heard.text("/requests/0/surface"), "api");
        EXPECT_EQ(heard.text("/requests/0/dialect"), "native");
        EXPECT_EQ(heard.text("/next"), "null");
    }
}

TEST(AccessLog, a_stranger_hears_little_and_the_log_has_the_exact_cause) {
    House house;
    auto asked = house.signed_request(house.alice.key("hmac"), "GET", "/v1/balances");
    asked.headers.back().second[0] ^= 1;
    EXPECT_EQ(house.ask(asked).code(), "unauthorized");
    const Heard heard = house.operate("GET", "/v1/operator/access-log?code=signature_invalid");
    EXPECT_EQ(count(heard, "request_id"), 1U) << heard.body;
    EXPECT_EQ(heard.text("/requests/0/told"), "unauthorized");
    EXPECT_EQ(heard.text("/requests/0/code"), "signature_invalid");
    EXPECT_EQ(heard.text("/requests/0/status"), "401");
    EXPECT_EQ(heard.text("/requests/0/customer_id"), "null") << "he has proved nothing";
    EXPECT_EQ(house.operate("GET", "/v1/operator/refusals").text("/refusals/0/code"),
              "signature_invalid");
}

TEST(AccessLog, a_rejected_order_is_in_it_though_the_journal_has_it_not) {
    House house;
    const auto& key = house.alice.key("hmac");
    EXPECT_EQ(house.signed_by(key, "GET", "/v1/balances").status, 200U);
    house.command(core::Tick{}, {.surface = core::Surface::system});  // behind the key's touch
    const core::Sequence before = house.live().read()->state.stamp.sequence;
    EXPECT_EQ(house.signed_by(key, "POST", "/v1/orders", too_large).code(), "insufficient_funds");
    EXPECT_EQ(house.live().read()->state.stamp.sequence, before);
    const Heard heard = house.operate("GET", log_of(key.name));
    EXPECT_EQ(heard.text("/requests/0/operation"), "orders.place");
    EXPECT_EQ(heard.text("/requests/0/code"), "insufficient_funds");
    EXPECT_EQ(heard.text("/requests/0/status"), "422");
    EXPECT_EQ(count(house.operate("GET", "/v1/operator/refusals"), "request_id"), 0U)
        << "nobody was turned away";
}

TEST(AccessLog, market_data_for_everybody_leaves_no_row) {
    House house;
    const Heard before = house.operate("GET", "/v1/operator/access-log?limit=1000");
    for (const char* target : {"/v1/time", "/v1/markets", "/nowhere", "/v1/nowhere", "/"}) {
        house.get(target);
    }
    const Heard after = house.operate("GET", "/v1/operator/access-log?limit=1000");
    EXPECT_EQ(count(after, "request_id"), count(before, "request_id") + 1) << "but the question";
}

TEST(AccessLog, binance_clients_are_in_it_too) {
    binance::House house;
    const auto& key = house.alice.key("hmac");
    ASSERT_EQ(house.signed_by(key, "GET", "/api/v3/account").status, 200U);
    house.place(key,
                "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=50000&quantity="
                "300");
    const Heard heard = house.operate("GET", log_of(key.name));
    ASSERT_EQ(count(heard, "request_id"), 2U) << heard.body;
    EXPECT_EQ(heard.text("/requests/0/code"), "insufficient_funds");
    EXPECT_EQ(heard.text("/requests/0/operation"), "orders.place");
    EXPECT_EQ(heard.text("/requests/1/dialect"), "binance");
    EXPECT_EQ(heard.text("/requests/1/status"), "200");
    EXPECT_EQ(heard.text("/requests/1/customer_id"), std::to_string(house.alice.customer.value));
}

TEST(AccessLog, logins_on_streams_are_in_it_and_what_is_listened_to) {
    House house;
    const auto& key = house.alice.key("hmac");
    Client client{house};
    ASSERT_EQ(client.log_in(key).text("/type"), "logged_in");
    client.subscribe("trades", in_btcusdt);  // everybody's: no row
    client.subscribe("balances");
    const Heard again = client.log_in(key);
    const Heard heard = house.operate("GET", log_of(key.name));
    ASSERT_EQ(count(heard, "request_id"), 3U) << heard.body;
    EXPECT_EQ(heard.text("/requests/0/code"), "state_conflict");
    EXPECT_EQ(heard.text("/requests/0/request_id"), again.text("/problem/request_id"));
    EXPECT_EQ(heard.text("/requests/1/operation"), "balances.list");
    EXPECT_EQ(heard.text("/requests/2/operation"), "stream.login");
    EXPECT_EQ(heard.text("/requests/2/key"), key.name);
    EXPECT_EQ(heard.text("/requests/2/customer_id"), std::to_string(house.alice.customer.value));
    EXPECT_EQ(heard.text("/requests/2/ip"), "127.0.0.1");
    EXPECT_EQ(heard.text("/requests/2/method"), "WS");
    EXPECT_EQ(heard.text("/requests/2/status"), "200");
    EXPECT_EQ(heard.text("/requests/2/code"), "null");
    EXPECT_EQ(heard.text("/requests/2/dialect"), "native");
    EXPECT_NE(heard.text("/requests/1/request_id"), heard.text("/requests/2/request_id"));
}

TEST(AccessLog, refused_logins_on_streams_are_in_it_with_the_exact_cause) {
    House house;
    Client client{house};
    support::OwnKey wrong = house.alice.key("hmac");
    wrong.secret.back() = wrong.secret.back() == 'a' ? 'b' : 'a';
    EXPECT_EQ(client.log_in(wrong).text("/problem/code"), "unauthorized");
    EXPECT_EQ(client.subscribe("orders").text("/problem/code"), "unauthorized");
    const auto& unverified = house.carol.key("hmac");
    EXPECT_EQ(client.log_in(unverified).text("/problem/code"), "customer_not_verified");
    const std::string cause =
        client.say(R"({"op":"login","token":"st_test_x"})").text("/problem/code");
    Heard heard = house.operate("GET", log_of(wrong.name));
    ASSERT_EQ(count(heard, "request_id"), 1U) << heard.body;
    EXPECT_EQ(heard.text("/requests/0/code"), "signature_invalid");
    EXPECT_EQ(heard.text("/requests/0/told"), "unauthorized");
    EXPECT_EQ(heard.text("/requests/0/status"), "401");
    EXPECT_EQ(heard.text("/requests/0/operation"), "stream.login");
    heard = house.operate("GET", log_of(unverified.name));
    EXPECT_EQ(heard.text("/requests/0/code"), "customer_not_verified");
    EXPECT_EQ(heard.text("/requests/0/customer_id"), std::to_string(house.carol.customer.value));
    heard = house.operate("GET", "/v1/operator/access-log?code=" + cause);
    EXPECT_EQ(heard.text("/requests/0/operation"), "stream.login") << heard.body;
    EXPECT_EQ(heard.text("/requests/0/customer_id"), "null");
}

TEST(AccessLog, logons_on_the_websocket_api_and_listen_keys_are_in_it_too) {
    ws_api::House house;
    ws_api::Connection line = house.connect();
    const auto& key = house.alice.key("ed25519");
    const auto& hmac = house.alice.key("hmac");
    ASSERT_EQ(line.ask_signed(key, "session.logon").status, 200U);
    ASSERT_EQ(line.ask("userDataStream.start", {{"apiKey", key.name}}).status, 200U);
    ASSERT_NE(line.ask_signed(hmac, "session.logon").status, 200U);
    Heard heard = house.operate("GET", log_of(key.name));
    ASSERT_EQ(count(heard, "request_id"), 2U) << heard.body;
    EXPECT_EQ(heard.text("/requests/0/operation"), "orders.list");
    EXPECT_EQ(heard.text("/requests/0/status"), "200");
    EXPECT_EQ(heard.text("/requests/1/operation"), "session.logon");
    EXPECT_EQ(heard.text("/requests/1/customer_id"), std::to_string(house.alice.customer.value));
    EXPECT_EQ(heard.text("/requests/1/method"), "WS");
    heard = house.operate("GET", log_of(hmac.name));
    EXPECT_EQ(heard.text("/requests/0/code"), "hmac_not_allowed") << heard.body;
    house.ask({.method = "POST",
               .target = "/api/v3/userDataStream",
               .headers = {{"X-MBX-APIKEY", hmac.name}}});
    heard = house.operate("GET", log_of(hmac.name));
    EXPECT_EQ(heard.text("/requests/0/method"), "POST") << heard.body;
    EXPECT_EQ(heard.text("/requests/0/customer_id"), std::to_string(house.alice.customer.value));
}

TEST(AccessLog, is_read_page_by_page) {
    House house;
    const auto& key = house.alice.key("hmac");
    for (int i = 0; i < 5; ++i) house.signed_by(key, "GET", "/v1/balances");
    std::set<std::string> seen;
    std::string cursor;
    for (int pages = 0; pages < 3; ++pages) {
        const Heard heard = house.operate("GET", log_of(key.name) + "&limit=2" + cursor);
        for (const char* row : {"/requests/0/request_id", "/requests/1/request_id"}) {
            if (!heard.text(row).empty()) seen.insert(heard.text(row));
        }
        cursor = "&cursor=" + heard.text("/next");
    }
    EXPECT_EQ(seen.size(), 5U);
    EXPECT_EQ(cursor, "&cursor=null");
}

TEST(AccessLog, what_is_asked_of_it_wrongly_is_refused) {
    House house;
    for (const char* query : {"ip=10.0.0.300", "code=no_such_code", "limit=0", "cursor=x",
                              "customer_id=x", "since=yesterday"}) {
        const Heard heard = house.operate("GET", std::string{"/v1/operator/access-log?"} + query);
        EXPECT_EQ(heard.status, 400U) << query << ' ' << heard.body;
    }
}

TEST(AuditList, finds_commands_by_who_asked_and_what_came_of_it) {
    House house;
    const auto& key = house.alice.key("hmac");
    ASSERT_EQ(house.signed_by(key, "POST", "/v1/orders", order).status, 201U);
    const std::string by_key = "/v1/operator/audit?key=" + key.name;
    Heard heard = house.operate("GET", by_key);
    ASSERT_EQ(count(heard, "sequence"), 2U) << heard.body;
    EXPECT_EQ(heard.text("/commands/0/command"), "PlaceOrder");
    EXPECT_EQ(heard.text("/commands/1/command"), "TouchKey") << "the key was used";
    EXPECT_EQ(heard.text("/commands/0/customer_id"), std::to_string(house.alice.customer.value));
    EXPECT_EQ(heard.text("/commands/0/surface"), "api");
    EXPECT_EQ(heard.text("/commands/0/code"), "null");

    heard = house.operate("GET", "/v1/operator/audit?command=CreateKey&surface=cli");
    EXPECT_EQ(count(heard, "sequence"), 5U) << heard.body;
    heard = house.operate("GET", "/v1/operator/audit?command=CreateKey&limit=2");
    ASSERT_NE(heard.text("/next"), "null");
    heard =
        house.operate("GET", "/v1/operator/audit?command=CreateKey&cursor=" + heard.text("/next"));
    EXPECT_EQ(count(heard, "sequence"), 3U) << heard.body;

    EXPECT_EQ(house.operate("GET", "/v1/operator/audit?command=Dance").code(), "malformed_field");
    EXPECT_EQ(house.operate("GET", "/v1/operator/audit?key=999").code(), "not_found");
}

}  // namespace
