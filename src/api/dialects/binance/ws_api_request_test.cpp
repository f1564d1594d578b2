#include "api/dialects/binance/ws_api_request.hpp"

#include <gtest/gtest.h>

#include "api/access/binance_signature.hpp"

namespace api::binance {
namespace {

std::string described(std::string_view text) {
    WsRequestReader reader;
    const Result<void> read = reader.read(text);
    const WsRequest& request = reader.request();
    std::string all{request.id};
    if (!read) return all + " " + std::to_string(read.error().code);
    all += " " + std::string{request.method};
    for (const auto& [name, value] : request.params) {
        all += " " + std::string{name} + "=" + std::string{value};
    }
    for (const std::string_view name : request.nulls) all += " " + std::string{name} + " is null";
    return all;
}

TEST(WsRequest, echoes_its_id_as_it_was_written) {
    EXPECT_EQ(described(R"({"id":7,"method":"ping"})"), "7 ping");
    EXPECT_EQ(described(R"({"id":-1,"method":"ping"})"), "-1 ping");
    EXPECT_EQ(described(R"({"method":"ping","id": "7" })"), "\"7\" ping");
    EXPECT_EQ(described(R"({"id":"a\"b","method":"ping"})"), "\"a\\\"b\" ping");
    EXPECT_EQ(described(R"({"id":null,"method":"ping"})"), "null ping");
    EXPECT_EQ(described(R"({"method":"ping"})"), "null ping");
}

TEST(WsRequest, refuses_ids_that_no_client_may_have) {
    for (const char* id : {"1.5", "true", "{}", "[1]", R"("")", "1e3"}) {
        EXPECT_EQ(described(R"({"id":)" + std::string{id} + R"(,"method":"ping"})"), "null -1100")
            << id;
    }
    const std::string longest(36, 'x');
    EXPECT_EQ(described(R"({"id":")" + longest + R"(","method":"a"})"), '"' + longest + "\" a");
    EXPECT_EQ(described(R"({"id":")" + longest + R"(x","method":"a"})"), "null -1100");
}

TEST(WsRequest, reads_values_as_the_texts_that_were_signed) {
    EXPECT_EQ(described(R"({"id":1,"method":"v3/order.place","params":{"price": 52000.00 ,)"
                        R"("timestamp":1645423376532,"n":-1e-3,"yes":true,"no":false,)"
                        R"("symbol":"BTC\u0055SDT","gone":null}})"),
              "1 order.place price=52000.00 timestamp=1645423376532 n=-1e-3 yes=true no=false "
              "symbol=BTCUSDT gone is null");
    EXPECT_EQ(described(R"({"id":1,"method":"m","params":{"symbols" : [ "BTCUSDT" , "a \"b" ],)"
                        R"( "o" : { "x" : [ 1.50 , null ] } }})"),
              R"(1 m symbols=["BTCUSDT","a \"b"] o={"x":[1.50,null]})");
    EXPECT_EQ(described(R"({"method":"m","params":null})"), "null m");
    EXPECT_EQ(described(R"({"method":"m","params":{},"more":{"id":9}})"), "null m");
}

TEST(WsRequest, refuses_what_is_no_request_and_keeps_the_id) {
    for (const char* text :
         {"", "{", "[]", "7", "\"ping\"", "null", "{} {}", "{\"id\":1}}",
          R"({"id":1,"method":"a",})", R"({"id":1,"method":"a","params":{"b":01}})",
          R"({"id":1,"method":"a","params":{"b":[1,}})"}) {
        EXPECT_EQ(described(text), "null -1135") << text;
    }
    EXPECT_EQ(described(R"({"id":1})"), "1 -1135");
    EXPECT_EQ(described(R"({"id":1,"method":""})"), "1 -1135");
    EXPECT_EQ(described(R"({"method":7,"id":1})"), "1 -1135");
    EXPECT_EQ(described(R"({"id":1,"method":"a","params":[]})"), "1 -1135");
    EXPECT_EQ(described(R"({"params":"a","method":"a","id":"later"})"), "\"later\" -1135");
}

TEST(WsRequest, takes_as_many_params_as_a_query_may_have) {
    std::string params;
    for (std::size_t i = 0; i < Parameters::count_max; ++i) {
        params += (i == 0 ? "\"p" : ",\"p") + std::to_string(i) + "\":1";
    }
    EXPECT_EQ(described(R"({"id":2,"method":"a","params":{)" + params + "}}").substr(0, 3), "2 a");
    EXPECT_EQ(described(R"({"id":2,"method":"a","params":{)" + params + R"(,"z":1}})"), "2 -1101");
}

TEST(WsRequest, is_read_anew_each_time) {
    WsRequestReader reader;
    ASSERT_TRUE(reader.read(R"({"id":1,"method":"a","params":{"b":[1],"c":null}})"));
    ASSERT_TRUE(reader.read(R"({"method":"d"})"));
    EXPECT_EQ(reader.request().id, "null");
    EXPECT_TRUE(reader.request().params.empty());
    EXPECT_TRUE(reader.request().nulls.empty());
}

// The vector of docs/api/binance.md: a client may send the price as a number.
TEST(WsRequest, gives_the_payload_that_clients_sign) {
    const std::string_view quotes[] = {"\"", ""};
    for (const std::string_view quote : quotes) {
        const std::string q{quote};
        WsRequestReader reader;
        ASSERT_TRUE(reader.read(
            R"({"id":"4885f793","method":"order.place","params":{"symbol":"BTCUSDT","side":"SELL",)"
            R"("type":"LIMIT","timeInForce":"GTC","quantity":)" +
            q + "0.01000000" + q + R"(,"price":)" + q + "52000.00" + q +
            R"(,"recvWindow":100,"timestamp":1645423376532,"apiKey":)"
            R"("vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"}})"));
        api::Parameters params;
        for (const auto& [name, value] : reader.request().params) params.emplace_back(name, value);
        EXPECT_EQ(websocket_payload(params),
                  "apiKey=vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
                  "&price=52000.00&quantity=0.01000000&recvWindow=100&side=SELL&symbol=BTCUSDT"
                  "&timeInForce=GTC&timestamp=1645423376532&type=LIMIT");
    }
}

}  // namespace
}  // namespace api::binance
