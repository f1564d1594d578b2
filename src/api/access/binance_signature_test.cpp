#include "api/access/binance_signature.hpp"

#include <gtest/gtest.h>

#include "api/access/signer.hpp"
#include "api/access/vectors_for_tests.hpp"

namespace api {
namespace {

constexpr std::string_view whole =
    "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000"
    "&timestamp=1499827319559";
constexpr std::string_view whole_signature =
    "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71";
constexpr std::string_view split_signature =
    "0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77";

std::string payload(std::string_view query, std::string_view body) {
    const auto parts = split_signed(query, body);
    if (!parts) return parts.error() == BinanceSplitError::missing ? "missing" : "repeated";
    std::string text;
    for (const std::string_view part : parts->payload()) text += part;
    return text;
}

std::string signature(std::string_view query, std::string_view body) {
    return std::string{split_signed(query, body).value_or(BinanceSigned{}).signature};
}

std::string hmac(std::string_view text) {
    return sign_hmac(vault::Secret{vectors::binance_secret}, text);
}

TEST(BinanceSignature, takes_the_published_vector_from_the_query_or_the_body) {
    const std::string all = std::string{whole} + "&signature=" + std::string{whole_signature};
    for (const auto& [query, body] : {std::pair{all, std::string{}}, {std::string{}, all}}) {
        EXPECT_EQ(payload(query, body), whole);
        EXPECT_EQ(signature(query, body), whole_signature);
        EXPECT_EQ(hmac(payload(query, body)), whole_signature);
    }
}

TEST(BinanceSignature, takes_the_published_split_vector_without_an_ampersand_at_the_seam) {
    const std::string query = "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC";
    const std::string body = "quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559";
    const std::string pair = "signature=" + std::string{split_signature};
    for (const auto& [q, b] : {std::pair{query, body + "&" + pair},
                               {query, pair + "&" + body},
                               {query + "&" + pair, body},
                               {pair + "&" + query, body}}) {
        EXPECT_EQ(payload(q, b), query + body);
        EXPECT_EQ(hmac(payload(q, b)), split_signature);
    }
}

TEST(BinanceSignature, takes_the_published_websocket_vector) {
    const Parameters parameters = {
        {"symbol", "BTCUSDT"},
        {"side", "SELL"},
        {"type", "LIMIT"},
        {"timeInForce", "GTC"},
        {"quantity", "0.01000000"},
        {"price", "52000.00"},
        {"recvWindow", "100"},
        {"timestamp", "1645423376532"},
        {"apiKey", "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"}};
    EXPECT_EQ(hmac(websocket_payload(parameters)),
              "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24");
    EXPECT_EQ(websocket_payload(parameters), websocket_payload_encoded(parameters));
    EXPECT_EQ(websocket_payload({{"b", "x:y"}, {"a", "1"}}), "a=1&b=x:y");
    EXPECT_EQ(websocket_payload_encoded({{"b", "x:y"}, {"a", "1"}}), "a=1&b=x%3Ay");
}

TEST(BinanceSignature, leaves_out_exactly_the_pair_and_one_ampersand) {
    EXPECT_EQ(payload("a=1&signature=x&b=2", ""), "a=1&b=2");
    EXPECT_EQ(payload("signature=x&a=1", ""), "a=1");
    EXPECT_EQ(payload("a=1&signature=x", ""), "a=1");
    EXPECT_EQ(payload("signature=x", ""), "");
    EXPECT_EQ(payload("a=1&&signature=x&&b=2", ""), "a=1&&&b=2");
    EXPECT_EQ(payload("signature=x&", ""), "");
    EXPECT_EQ(payload("a=1&signature=x&", ""), "a=1&");
    EXPECT_EQ(payload("?a=1&signature=x=y", ""), "?a=1");
    EXPECT_EQ(signature("a=1&signature=x=y", ""), "x=y");
}

TEST(BinanceSignature, is_no_other_name_that_looks_like_it) {
    EXPECT_EQ(payload("asignature=x", ""), "missing");
    EXPECT_EQ(payload("signatures=x", ""), "missing");
    EXPECT_EQ(payload("Signature=x", ""), "missing");
    EXPECT_EQ(payload("signature", ""), "missing");
    EXPECT_EQ(payload("signature=", ""), "missing");
    EXPECT_EQ(payload("", ""), "missing");
    EXPECT_EQ(payload("mysignature=1&signature=x&signatures=2", ""), "mysignature=1&signatures=2");
}

TEST(BinanceSignature, in_query_and_body_is_the_querys_and_leaves_both) {
    EXPECT_EQ(payload("a=1&signature=x", "b=2&signature=y"), "a=1b=2");
    EXPECT_EQ(signature("a=1&signature=x", "b=2&signature=y"), "x");
    EXPECT_EQ(payload("a=1&signature=x&signature=x", ""), "repeated");
    EXPECT_EQ(payload("", "signature=x&signature=y"), "repeated");
}

TEST(BinanceSignature, is_decoded_as_clients_send_it) {
    EXPECT_EQ(decode_form_signature("c8db"), "c8db");
    EXPECT_EQ(decode_form_signature("ab%2Bc%2Fd%3D%3D"), "ab+c/d==");
    EXPECT_EQ(decode_form_signature("ab+c/d=="), "ab+c/d==") << "base64 sent without encoding";
    EXPECT_EQ(decode_form_signature("ab%252Bc%252Fd%253D"), "ab+c/d=") << "encoded twice";
    EXPECT_EQ(decode_form_signature("%"), "%");
    EXPECT_EQ(decode_form_signature("%zz%2"), "%zz%2");
}

TEST(BinanceSignature, form_decoding_keeps_what_is_no_escape) {
    EXPECT_EQ(decode_form("a%20b+c"), "a b c");
    EXPECT_EQ(decode_form("100%"), "100%");
    EXPECT_EQ(decode_form("%4"), "%4");
    EXPECT_EQ(decode_form("%41%4a%g1"), "AJ%g1");
    EXPECT_EQ(encode_percent("[\"BTCUSDT\"] ~.-_"), "%5B%22BTCUSDT%22%5D%20~.-_");
}

TEST(BinanceSignature, reencoding_gives_what_clients_sign_that_encode_after) {
    const auto parts = split_signed("symbols=[\"BTCUSDT\"]&signature=x&n=a+b", "m=c%2fd&e");
    ASSERT_TRUE(parts);
    EXPECT_EQ(reencoded(*parts), "symbols=%5B%22BTCUSDT%22%5D&n=a%20bm=c%2Fd&e");
}

TEST(FindParameter, prefers_the_query_and_knows_whole_names_only) {
    EXPECT_EQ(find_parameter("timestamp=1&a=2", "timestamp=3", "timestamp"), "1");
    EXPECT_EQ(find_parameter("a=2", "timestamp=3", "timestamp"), "3");
    EXPECT_EQ(find_parameter("xtimestamp=1&timestamps=2&timestamp", "", "timestamp"), std::nullopt);
    EXPECT_EQ(find_parameter("timestamp=", "", "timestamp"), "");
}

}  // namespace
}  // namespace api
