// WS /v1/stream, from the handshake to the cut: through the front, with a whole house behind it and
// a socket that remembers what it was told. The street is stepped by hand.
#include <gtest/gtest.h>

#include "api/stream_client.hpp"

namespace {

using stream_client::Client;
using stream_client::in_btcusdt;
using stream_client::order;
using support::Heard;
using support::House;
using support::OwnKey;

TEST(Stream, welcomes_and_tells_public_news_without_a_login) {
    House house;
    Client client{house};
    EXPECT_EQ(client.heard(0).text("/type"), "welcome");
    EXPECT_EQ(client.subscribe("trades", in_btcusdt).text("/type"), "subscribed");
    order(house, house.bob.key("hmac"), "sell", "50000", "0.5");
    order(house, house.alice.key("hmac"), "buy", "50001", "0.2");
    const auto trades = client.all("update", "trades");
    ASSERT_EQ(trades.size(), 1u);
    EXPECT_EQ(trades[0].text("/market"), "BTCUSDT");
    EXPECT_EQ(trades[0].text("/trades/0/price"), "50000.00000000");
    EXPECT_EQ(trades[0].text("/trades/0/quantity"), "0.20000000");
    EXPECT_EQ(trades[0].text("/trades/0/taker_side"), "buy");
    EXPECT_NE(trades[0].text("/seq"), "");
}

// What a client makes of snapshot and changes is the book that the server has, update by update.
TEST(Stream, a_book_made_of_its_snapshot_and_its_changes_is_the_servers_book) {
    House house;
    order(house, house.bob.key("hmac"), "sell", "50000", "0.5");
    Client client{house};
    client.subscribe("book", in_btcusdt);
    const auto snapshot = client.all("snapshot", "book");
    ASSERT_EQ(snapshot.size(), 1u);
    std::map<std::string, std::string> asks{
        {snapshot[0].text("/asks/0/0"), snapshot[0].text("/asks/0/1")}};
    std::uint64_t last = std::stoull(snapshot[0].text("/last"));
    for (const char* price : {"50001", "50002", "50000", "50001"}) {
        order(house, house.bob.key("hmac"), "sell", price, "0.1");
    }
    order(house, house.alice.key("hmac"), "buy", "50000", "0.6");
    for (const Heard& update : client.all("update", "book")) {
        EXPECT_EQ(std::stoull(update.text("/first")), last + 1) << update.body;
        last = std::stoull(update.text("/last"));
        for (int i = 0; !update.text("/asks/" + std::to_string(i)).empty(); ++i) {
            const std::string at = "/asks/" + std::to_string(i);
            const std::string left = update.text(at + "/1");
            if (left == "0.00000000") {
                asks.erase(update.text(at + "/0"));
            } else {
                asks[update.text(at + "/0")] = left;
            }
        }
    }
    const Heard book = house.get("/v1/markets/BTCUSDT/book");
    EXPECT_EQ(std::stoull(book.text("/updates")), last);
    std::string mine;
    for (const auto& [price, quantity] : asks) {
        mine += (mine.empty() ? "[\"" : ",[\"") + price + "\",\"" + quantity + "\"]";
    }
    EXPECT_EQ(book.text("/asks"), "[" + mine + "]");
}

TEST(Stream, the_owner_hears_his_orders_and_balances_and_nobody_else_does) {
    House house;
    Client mine{house};
    Client theirs{house};
    ASSERT_EQ(mine.log_in(house.alice.key("ed25519")).text("/type"), "logged_in")
        << mine.last().body;
    ASSERT_EQ(theirs.log_in(house.carol.key("hmac")).text("/problem/code"),
              "customer_not_verified");
    mine.subscribe("orders");
    mine.subscribe("balances");
    EXPECT_EQ(mine.all("snapshot", "balances").size(), 1u);
    order(house, house.alice.key("hmac"), "buy", "40000", "0.1");
    const auto orders = mine.all("update", "orders");
    ASSERT_EQ(orders.size(), 1u);
    EXPECT_EQ(orders[0].text("/changes/0/change"), "accepted");
    EXPECT_EQ(orders[0].text("/changes/0/order/price"), "40000.00000000");
    const auto balances = mine.all("update", "balances");
    ASSERT_EQ(balances.size(), 1u);
    EXPECT_EQ(balances[0].text("/balances/0/asset"), "USDT");
    EXPECT_EQ(balances[0].text("/balances/0/held"), "4000.00000000");
    EXPECT_TRUE(theirs.all("update", "orders").empty());
}

TEST(Stream, who_is_cut_off_resumes_and_hears_each_change_exactly_once) {
    House house;
    std::optional<Client> client{std::in_place, house};
    client->log_in(house.alice.key("hmac"));
    client->subscribe("orders");
    client->subscribe("trades", in_btcusdt);
    const auto place = [&] {
        return order(house, house.alice.key("hmac"), "buy", "40000", "0.1").text("/order/order_id");
    };
    std::vector<std::string> placed{place()};
    std::vector<std::string> told;
    const auto note = [&] {
        for (const Heard& one : client->all("update", "orders")) {
            told.push_back(one.text("/changes/0/order/order_id"));
        }
    };
    note();
    std::string seq = client->all("update", "orders").back().text("/seq");
    client.reset();
    placed.push_back(place());
    placed.push_back(place());
    client.emplace(house);
    client->log_in(house.alice.key("hmac"));
    client->subscribe("orders", R"(,"resume_from":")" + seq + '"');
    EXPECT_TRUE(client->all("gap", "orders").empty());
    EXPECT_TRUE(client->all("snapshot", "orders").empty());
    placed.push_back(place());
    note();
    EXPECT_EQ(told, placed);
}

TEST(Stream, what_cannot_be_resumed_any_more_is_a_gap_and_a_snapshot) {
    House house;
    order(house, house.alice.key("hmac"), "buy", "40000", "0.1");
    Client client{house};
    client.log_in(house.alice.key("hmac"));
    client.subscribe("orders", R"(,"resume_from":"1")");
    EXPECT_EQ(client.all("gap", "orders").size(), 1u);
    const auto snapshot = client.all("snapshot", "orders");
    ASSERT_EQ(snapshot.size(), 1u);
    EXPECT_EQ(snapshot[0].text("/orders/0/price"), "40000.00000000");
    EXPECT_EQ(client.subscribe("orders", R"(,"resume_from":"99999999")").text("/problem/code"),
              "malformed_field");
}

TEST(Stream, orders_bound_to_a_stream_end_with_it_and_others_stay) {
    House house;
    const auto& alice = house.alice.key("hmac");
    std::optional<Client> client{std::in_place, house};
    const Heard in = client->log_in(alice, R"(,"cancel_on_disconnect":"session")");
    const std::string stream = in.text("/stream_id");
    ASSERT_NE(stream, "") << in.body;
    const Heard bound =
        order(house, alice, "buy", "40000", "0.1", R"(,"stream_id":")" + stream + '"');
    ASSERT_EQ(bound.status, 201u) << bound.body;
    EXPECT_EQ(bound.text("/order/stream_id"), stream);
    const Heard free = order(house, alice, "buy", "40000", "0.1");
    EXPECT_EQ(order(house, house.bob.key("hmac"), "buy", "40000", "0.1",
                    R"(,"stream_id":")" + stream + '"')
                  .code(),
              "malformed_field");
    client.reset();
    house.command(core::Tick{}, {.surface = core::Surface::system});  // behind the cancel
    const auto shown = [&](const Heard& placed) {
        return house.signed_by(alice, "GET", "/v1/orders/" + placed.text("/order/order_id"));
    };
    EXPECT_EQ(shown(bound).text("/order/close_reason"), "disconnected");
    EXPECT_EQ(shown(free).text("/order/status"), "open");
    EXPECT_EQ(order(house, alice, "buy", "40000", "0.1", R"(,"stream_id":")" + stream + '"').code(),
              "malformed_field");
}

TEST(Stream, a_list_of_orders_that_is_bound_to_it_ends_with_it_as_a_whole) {
    House house;
    const auto& alice = house.alice.key("hmac");
    std::optional<Client> client{std::in_place, house};
    const Heard in = client->log_in(alice, R"(,"cancel_on_disconnect":"session")");
    const Heard placed = house.signed_by(
        alice, "POST", "/v1/order-lists",
        R"({"market":"BTCUSDT","kind":"oto","client_list_id":"l","stream_id":")" +
            in.text("/stream_id") +
            R"(","orders":[{"side":"buy","type":"limit","price":"40000","quantity":"0.1"},)"
            R"({"side":"sell","type":"limit","price":"60000","quantity":"0.1"}]})");
    ASSERT_EQ(placed.status, 201u) << placed.body;
    EXPECT_EQ(placed.text("/orders/1/stream_id"), in.text("/stream_id"));
    client.reset();
    house.command(core::Tick{}, {.surface = core::Surface::system});  // behind the cancel
    const Heard gone =
        house.signed_by(alice, "GET", "/v1/order-lists/" + placed.text("/list/list_id"));
    EXPECT_EQ(gone.text("/orders/0/close_reason"), "disconnected");
    EXPECT_EQ(gone.text("/orders/1/close_reason"), "disconnected");
}

TEST(Stream, all_orders_of_a_key_end_with_its_stream_where_it_wants_that) {
    House house;
    const auto& alice = house.alice.key("hmac");
    std::optional<Client> client{std::in_place, house};
    client->log_in(alice, R"(,"cancel_on_disconnect":"key")");
    order(house, alice, "buy", "40000", "0.1");
    order(house, house.alice.key("ed25519"), "buy", "40000", "0.1");
    client.reset();
    house.command(core::Tick{}, {.surface = core::Surface::system});
    const Heard open = house.signed_by(alice, "GET", "/v1/orders");
    EXPECT_NE(open.text("/orders/0"), "");
    EXPECT_EQ(open.text("/orders/1"), "");
}

TEST(Stream, a_key_that_ends_hears_nothing_any_more) {
    House house;
    const OwnKey key = house.create_key(house.alice, "hmac-sha256", R"(,"scopes":["all"])");
    Client client{house};
    client.log_in(key);
    client.subscribe("orders");
    house.operate("POST", "/v1/operator/keys/" + key.name + "/revoke");
    house.hub().step(house.clock.now());
    EXPECT_EQ(client.line().closed, api::CloseCode::policy);
    order(house, house.alice.key("hmac"), "buy", "40000", "0.1");
    EXPECT_TRUE(client.all("update", "orders").empty());
}

// Suspended, locked, or without API access: the customer's keys hear nothing more, whatever they
// are.
TEST(Stream, a_key_hears_nothing_any_more_when_its_holder_may_not_use_it) {
    House house;
    Client client{house};
    Client stranger{house};
    client.log_in(house.alice.key("hmac"));
    client.subscribe("orders");
    stranger.log_in(house.bob.key("hmac"));
    house.operate("POST", "/v1/operator/customers/" + std::to_string(house.alice.customer.value) +
                              "/suspend");
    house.hub().step(house.clock.now());
    EXPECT_EQ(client.last().text("/problem/code"), "unauthorized");
    EXPECT_EQ(client.line().closed, api::CloseCode::policy);
    EXPECT_FALSE(stranger.line().closed);
}

TEST(Stream, a_key_hears_what_its_scopes_and_markets_let_it) {
    House house;
    const OwnKey blind =
        house.create_key(house.alice, "hmac-sha256", R"(,"scopes":["balance:read"])");
    Client client{house};
    client.log_in(blind);
    EXPECT_EQ(client.subscribe("orders").text("/problem/code"), "scope_missing");
    EXPECT_EQ(client.subscribe("balances").text("/type"), "subscribed");
    const OwnKey held =
        house.create_key(house.alice, "hmac-sha256", R"(,"scopes":["all"],"markets":["ETHUSDT"])");
    Client narrow{house};
    narrow.log_in(held);
    narrow.subscribe("orders");
    order(house, house.alice.key("hmac"), "buy", "40000", "0.1");
    EXPECT_TRUE(narrow.all("update", "orders").empty());
}

TEST(Stream, its_handshake_names_itself_as_every_reply_does) {
    House house;
    api::Request request;
    request.method = api::Method::get;
    request.path = "/v1/stream";
    request.headers = {{"Host", "localhost"}};
    request.peer = core::parse_ip("192.0.2.9").value();
    const auto opened = house.front().upgrade(request, std::make_shared<stream_client::Line>(1));
    const std::string headers = std::get<api::Upgrade>(opened).headers;
    for (const char* name : {"Postern-Request-Id: ", "Postern-Seq: ", "Postern-Time: "}) {
        EXPECT_NE(headers.find(name), std::string::npos) << name;
    }
    // So does a refusal: there are no streams there.
    request.path = "/v1/nowhere";
    const auto refused = house.front().upgrade(request, std::make_shared<stream_client::Line>(2));
    const auto& response = std::get<api::Response>(refused);
    EXPECT_EQ(response.status, 404U);
    EXPECT_NE(response.headers.find("Postern-Request-Id: "), std::string::npos);
}

TEST(Stream, says_clearly_what_it_does_not_take) {
    House house;
    Client client{house};
    const auto code = [&](const std::string& text) {
        return client.say(text).text("/problem/code");
    };
    EXPECT_EQ(code("nonsense"), "malformed_json");
    EXPECT_EQ(code("{}"), "missing_field");
    EXPECT_EQ(code(R"({"op":"dance"})"), "malformed_field");
    EXPECT_EQ(code(R"({"op":"subscribe","channel":"weather"})"), "malformed_field");
    EXPECT_EQ(code(R"({"op":"subscribe","channel":"trades"})"), "missing_field");
    EXPECT_EQ(code(R"({"op":"subscribe","channel":"trades","market":"NOPE"})"), "not_found");
    EXPECT_EQ(code(R"({"op":"subscribe","channel":"trades","market":"BTCUSDT","depth":5})"),
              "unknown_field");
    EXPECT_EQ(code(R"({"op":"subscribe","channel":"orders","market":"BTCUSDT"})"),
              "malformed_field");
    EXPECT_EQ(code(R"({"op":"subscribe","channel":"orders"})"), "unauthorized");
    EXPECT_EQ(code(R"({"op":"unsubscribe","channel":"markets"})"), "not_found");
    EXPECT_EQ(code(R"({"op":"login","key":"x"})"), "missing_field");
    const Heard refused = client.say(R"({"op":"dance","id":"seven"})");
    EXPECT_EQ(refused.text("/id"), "seven");
    EXPECT_EQ(client.say(R"({"op":"ping","id":"8"})").text("/type"), "pong");
    client.subscribe("markets");
    EXPECT_EQ(client.say(R"({"op":"list"})").text("/subscriptions/0/channel"), "markets");
}

TEST(Stream, has_room_for_200_subscriptions_and_says_so) {
    House house;
    std::vector<std::string> markets;
    for (char letter = 'A'; letter <= 'J'; ++letter) {
        const std::string code = std::string{"GL"} + letter;
        house.operate("POST", "/v1/operator/assets",
                      R"({"code":")" + code + R"(","name":"Gold","decimals":8})");
        const Heard made = house.operate(
            "POST", "/v1/operator/markets",
            R"({"base":"BTC","quote":")" + code +
                R"(","tick_size":"0.01","lot_size":"0.00001","price_max":"1000",)"
                R"("quantity_max":"100","notional_min":"0.01","notional_max":"100000",)"
                R"("maker_fee":"0","taker_fee":"0"})");
        ASSERT_EQ(made.status, 200u) << made.body;
        markets.push_back(R"(,"market":"BTC)" + code + '"');
    }
    Client client{house};
    std::size_t subscribed = 0;
    for (const std::string& market : markets) {
        for (const char* channel : {"trades", "book", "book_ticker", "ticker"}) {
            subscribed += client.subscribe(channel, market).text("/type") == "subscribed";
        }
        for (const char* interval : {"1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h",
                                     "8h", "12h", "1d", "3d", "1w", "1M"}) {
            const std::string more = market + R"(,"interval":")" + interval + '"';
            subscribed += client.subscribe("candles", more).text("/type") == "subscribed";
        }
    }
    EXPECT_EQ(subscribed, 200u);
    const Heard refused = client.subscribe("trades", in_btcusdt);
    EXPECT_EQ(refused.text("/problem/code"), "too_many") << refused.body;
    EXPECT_EQ(client.subscribe("trades", markets[0]).text("/type"), "subscribed") << "it had it";
    client.say(R"({"op":"unsubscribe","channel":"trades")" + markets[0] + "}");
    EXPECT_EQ(client.subscribe("trades", in_btcusdt).text("/type"), "subscribed");
}

TEST(Stream, whoever_cannot_sign_learns_what_he_should_have_signed_five_times) {
    House house;
    Client client{house};
    OwnKey wrong = house.alice.key("hmac");
    wrong.secret.back() = wrong.secret.back() == 'a' ? 'b' : 'a';
    for (int i = 0; i < 5; ++i) {
        const Heard heard = client.log_in(wrong);
        EXPECT_EQ(heard.text("/problem/code"), "unauthorized") << heard.body;
        EXPECT_EQ(heard.text("/problem/canonical_sha256").size(), 64u);
    }
    EXPECT_EQ(client.line().closed, api::CloseCode::policy);
}

TEST(Stream, a_person_listens_by_the_token_of_his_session) {
    House house;
    support::User dora = house.sign_up("dora");
    dora.enrol_totp();
    house.make_ready(dora);
    Client client{house};
    EXPECT_EQ(client.say(R"({"op":"login","token":")" + dora.token + R"("})").text("/type"),
              "logged_in");
    EXPECT_EQ(client.subscribe("balances").text("/type"), "subscribed");
    dora.ask("DELETE", "/v1/session");
    house.hub().step(house.clock.now());
    EXPECT_EQ(client.line().closed, api::CloseCode::policy);
}

TEST(Stream, tickers_candles_and_heartbeats_come_by_the_second) {
    House house;
    Client client{house};
    client.subscribe("ticker", in_btcusdt);
    client.subscribe("candles", std::string{in_btcusdt} + R"(,"interval":"1m")");
    EXPECT_EQ(client.all("snapshot", "ticker").size(), 1u);
    order(house, house.bob.key("hmac"), "sell", "50000", "0.5");
    order(house, house.alice.key("hmac"), "buy", "50001", "0.2");
    const std::size_t before = client.all("heartbeat", "").size();
    for (int i = 0; i < 10; ++i) {
        house.clock.advance(core::seconds(1));
        house.hub().step(house.clock.now());
    }
    EXPECT_EQ(client.all("snapshot", "ticker").back().text("/ticker/last"), "50000.00000000");
    const auto candles = client.all("update", "candles");
    ASSERT_EQ(candles.size(), 1u);
    EXPECT_EQ(candles[0].text("/candles/0/close"), "50000.00000000");
    EXPECT_EQ(candles[0].text("/candles/0/closed"), "false");
    EXPECT_EQ(client.all("heartbeat", "").size(), before + 2);
    house.clock.advance(core::seconds(50));  // its end, though nothing happens
    house.hub().step(house.clock.now());
    const Heard ended = client.all("update", "candles").back();
    EXPECT_EQ(ended.text("/candles/0/opens"), candles[0].text("/candles/0/opens"));
    EXPECT_EQ(ended.text("/candles/0/closed"), "true");
    EXPECT_EQ(ended.text("/candles/1/closed"), "false");
}

// The record of a trade may wait for the disk beyond the end of its candle.
TEST(Stream, a_candle_is_not_closed_while_a_trade_of_it_may_still_come) {
    House house;
    Client client{house};
    order(house, house.bob.key("hmac"), "sell", "50000", "0.5");
    order(house, house.alice.key("hmac"), "buy", "50001", "0.1");
    client.subscribe("candles", std::string{in_btcusdt} + R"(,"interval":"1s")");
    const core::Timestamp stamped = house.clock.now();
    house.hub().step({.now = stamped + core::seconds(3), .settled = stamped});
    for (const Heard& told : client.all("update", "candles")) {
        EXPECT_EQ(told.text("/candles/0/closed"), "false") << told.body;
    }
    order(house, house.alice.key("hmac"), "buy", "50001", "0.1");  // of that very second
    house.hub().step(stamped + core::seconds(4));
    const Heard last = client.all("update", "candles").back();
    EXPECT_EQ(last.text("/candles/0/trades"), "2") << last.body;
    EXPECT_EQ(last.text("/candles/0/closed"), "true");
    house.clock.advance(core::seconds(4));
    house.settle();
    const Heard rest = house.get("/v1/markets/BTCUSDT/candles?interval=1s");
    EXPECT_EQ(rest.text("/candles/0"), last.text("/candles/0"));
}

TEST(Stream, modes_of_markets_come_with_their_reasons) {
    House house;
    Client client{house};
    client.subscribe("markets");
    house.operate("POST", "/v1/operator/markets/ETHBTC/mode", R"({"mode":"halt"})");
    const auto modes = client.all("update", "markets");
    ASSERT_EQ(modes.size(), 1u);
    EXPECT_EQ(modes[0].text("/markets/0/mode"), "halt");
    EXPECT_EQ(modes[0].text("/markets/0/mode_reason"), "by_operator");
}

}  // namespace
