// Bad input gets its own code and the name of the field; never a crash, never half an order.
#include <gtest/gtest.h>

#include "support/house.hpp"

namespace {

using support::Heard;
using support::House;

struct Bad {
    std::string body;
    const char* code;
    const char* field;
    const char* reason;
};

// A good order with one member written otherwise.
std::string order_with(const std::string& name, const std::string& value) {
    std::string body = "{";
    const std::pair<const char*, const char*> members[] = {{"market", R"("BTCUSDT")"},
                                                           {"side", R"("buy")"},
                                                           {"type", R"("limit")"},
                                                           {"price", R"("40000")"},
                                                           {"quantity", R"("0.1")"}};
    for (const auto& [member, good] : members) {
        if (body.size() > 1) body += ',';
        body += '"' + std::string{member} + "\":" + (member == name ? value : good);
    }
    return body + "}";
}

std::string order_and(const std::string& more) {
    std::string body = order_with("", "");
    body.pop_back();
    return body + "," + more + "}";
}

const std::string digits_40 = "1234567890123456789012345678901234567890";

TEST(BadInput, each_fault_has_its_code_and_names_its_field) {
    House house;
    EXPECT_EQ(house.signed_by(house.alice.key("hmac"), "GET", "/v1/balances").status, 200U);
    house.command(core::Tick{}, {.surface = core::Surface::system});  // behind the key's touch
    const std::string sequence = house.get("/v1/time").header("Postern-Seq");
    const Bad all[] = {
        {"", "missing_field", "market", ""},
        {"[]", "malformed_json", "", "not_an_object"},
        {"17", "malformed_json", "", "not_an_object"},
        {"{", "malformed_json", "", ""},
        {"{}x", "malformed_json", "", ""},
        {"{} {}", "malformed_json", "", ""},
        {"{\"market\":\"\xff\"}", "malformed_json", "", "not_utf8"},
        {order_with("price", "40000"), "malformed_field", "price", "not_text"},
        {order_with("price", "NaN"), "malformed_field", "price", "not_a_value"},
        {order_with("price", "1e9999"), "malformed_field", "price", "not_text"},
        {order_with("price", "01"), "malformed_field", "price", "not_a_number"},
        {order_with("price", digits_40), "malformed_field", "price", "not_text"},
        {order_with("price", "-1"), "malformed_field", "price", "not_text"},
        {order_with("price", "null"), "malformed_field", "price", "not_text"},
        {order_with("price", "nul"), "malformed_field", "price", "not_a_value"},
        {order_with("price", "true"), "malformed_field", "price", "not_text"},
        {order_with("price", R"(["1"])"), "malformed_field", "price", "not_text"},
        {order_with("price", R"({"a":1})"), "malformed_field", "price", "nested"},
        {order_with("price", std::string(2'000, '[')), "malformed_field", "price", ""},
        {order_with("price", R"("NaN")"), "malformed_field", "price", "not_a_number"},
        {order_with("price", R"("1e9999")"), "malformed_field", "price", "not_a_number"},
        {order_with("price", R"("-1")"), "malformed_field", "price", "negative"},
        {order_with("price", R"("+1")"), "malformed_field", "price", "not_a_number"},
        {order_with("price", R"("")"), "malformed_field", "price", "not_a_number"},
        {order_with("price", R"(" 1")"), "malformed_field", "price", "not_a_number"},
        {order_with("price", '"' + digits_40 + '"'), "malformed_field", "price", "out_of_range"},
        {order_with("price", R"("12345678901234567890123")"), "price_filter", "price", ""},
        {order_with("price", R"("40000.001")"), "price_filter", "price", ""},
        {order_with("price", R"("40000.000000001")"), "price_filter", "price", ""},
        {order_with("price", R"("0")"), "price_filter", "price", ""},
        {order_with("quantity", R"("0.000001")"), "lot_filter", "quantity", ""},
        {order_with("quantity", R"("0")"), "lot_filter", "quantity", ""},
        {order_with("quantity", R"("0.0001")"), "notional_filter", "quantity", ""},
        {order_with("side", R"("both")"), "malformed_field", "side", "not_one_of"},
        {order_with("market", R"("NOPE")"), "not_found", "market", ""},
        {order_and(R"("side":"sell")"), "duplicate_field", "side", ""},
        {order_and(R"("leverage":"100")"), "unknown_field", "leverage", ""},
        {order_and(R"("quote_amount":"5")"), "malformed_field", "quote_amount",
         "not_for_limit_orders"},
        {order_and(R"("client_order_id":"")"), "malformed_field", "client_order_id", "not_allowed"},
        {order_and(R"("client_order_id":"a b")"), "malformed_field", "client_order_id",
         "not_allowed"},
        {order_and(R"("client_order_id":")" + std::string(37, 'x') + '"'), "malformed_field",
         "client_order_id", "too_long"},
    };
    for (const Bad& bad : all) {
        SCOPED_TRACE(bad.body.substr(0, 200));
        const Heard heard =
            house.signed_by(house.alice.key("hmac"), "POST", "/v1/orders", bad.body);
        EXPECT_EQ(heard.code(), bad.code) << heard.body;
        EXPECT_EQ(heard.text("/field"), bad.field);
        if (*bad.reason != '\0') {
            EXPECT_EQ(heard.text("/reason"), bad.reason);
        }
        EXPECT_EQ(std::to_string(heard.status), heard.text("/status"));
        EXPECT_NE(heard.text("/request_id"), "");
    }
    EXPECT_EQ(house.get("/v1/time").header("Postern-Seq"), sequence) << "nothing was executed";
}

TEST(BadInput, queries_are_read_as_strictly_as_bodies) {
    House house;
    const std::tuple<const char*, const char*, const char*> all[] = {
        {"/v1/markets/BTCUSDT/book?limit=0", "malformed_field", "limit"},
        {"/v1/markets/BTCUSDT/book?limit=-5", "malformed_field", "limit"},
        {"/v1/markets/BTCUSDT/book?limit=1e3", "malformed_field", "limit"},
        {"/v1/markets/BTCUSDT/book?limit=99999999999999999999", "malformed_field", "limit"},
        {"/v1/markets/BTCUSDT/book?limit=5&limit=6", "duplicate_field", "limit"},
        {"/v1/markets/BTCUSDT/book?depth=5", "unknown_field", "depth"},
        {"/v1/markets/BTCUSDT/book?=5", "unknown_field", ""},
        {"/v1/markets/NOPE/book", "not_found", "market"},
        {"/v1/markets/%00/book", "not_found", "market"},
        {"/v1/markets/BTCUSDT/candles", "missing_field", "interval"},
        {"/v1/markets/BTCUSDT/candles?interval=7m", "malformed_field", "interval"},
        {"/v1/markets/BTCUSDT/candles?interval=1m&since=yesterday", "malformed_field", "since"},
        {"/v1/markets/BTCUSDT/candles?interval=1m&since=2026-13-01T00:00:00Z", "malformed_field",
         "since"},
        {"/v1/time?x=1", "unknown_field", "x"},
    };
    for (const auto& [target, code, field] : all) {
        SCOPED_TRACE(target);
        const Heard heard = house.get(target);
        EXPECT_EQ(heard.code(), code) << heard.body;
        EXPECT_EQ(heard.text("/field"), field);
    }
}

TEST(BadInput, what_is_no_request_is_refused_in_the_dialects_words) {
    House house;
    const std::pair<api::Malformed, std::pair<unsigned, const char*>> all[] = {
        {api::Malformed::bad_request, {400, "malformed_request"}},
        {api::Malformed::headers_too_large, {431, "headers_too_large"}},
        {api::Malformed::body_too_large, {413, "body_too_large"}},
        {api::Malformed::too_slow, {408, "request_timeout"}},
        {api::Malformed::too_many, {503, "unavailable"}},
    };
    for (const auto& [why, wanted] : all) {
        const api::Response response = house.front().refuse(why, "/v1/orders");
        EXPECT_EQ(response.status, wanted.first);
        EXPECT_NE(response.body.find(wanted.second), std::string::npos) << response.body;
        EXPECT_NE(response.headers.find("Postern-Request-Id: "), std::string::npos);
    }
}

}  // namespace
