#include "gateways/websocket/handshake.hpp"

#include <gtest/gtest.h>

#include "gateways/http/head.hpp"

namespace gateways::websocket {
namespace {

const std::string good =
    "GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n";

std::string with(std::string_view before, std::string_view after) {
    std::string head = good;
    return head.replace(head.find(before), before.size(), after);
}

struct Asked {
    explicit Asked(std::string text) : head{std::move(text)} {
        EXPECT_TRUE(http::parse_head(head, request));
    }
    std::string head;
    api::Request request;
};

std::string answer(std::string head) {
    const Asked asked{std::move(head)};
    if (!asks_for_websocket(asked.request)) return "not asked";
    const auto accepted = accept(asked.request);
    if (accepted) return *accepted;
    return accepted.error() == HandshakeFault::incomplete ? "incomplete" : "wrong version";
}

// RFC 6455, 1.3.
TEST(Handshake, accepts_the_key_of_the_rfc) {
    EXPECT_EQ(answer(good), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Handshake, reads_names_and_tokens_in_any_case_and_among_others) {
    EXPECT_EQ(answer(with("Upgrade: websocket", "UPGRADE: h2c, WebSocket")),
              "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(answer(with("Connection: Upgrade", "connection: keep-alive,\tupgrade")),
              "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(answer(with("Connection: Upgrade", "Connection: a\r\nConnection: Upgrade")),
              "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Handshake, leaves_other_requests_alone) {
    EXPECT_EQ(answer("GET / HTTP/1.1\r\nHost: h\r\n\r\n"), "not asked");
    EXPECT_EQ(answer(with("Upgrade: websocket", "Upgrade: h2c")), "not asked");
    EXPECT_EQ(answer(with("Upgrade: websocket", "Upgrade: websockets")), "not asked");
}

TEST(Handshake, speaks_version_13_only) {
    EXPECT_EQ(answer(with("Version: 13", "Version: 8")), "wrong version");
    EXPECT_EQ(answer(with("Sec-WebSocket-Version: 13\r\n", "")), "wrong version");
}

TEST(Handshake, is_a_get_with_the_intention_and_one_proper_key) {
    for (const auto& [before, after] : std::initializer_list<std::pair<std::string, std::string>>{
             {"GET", "POST"},
             {"Connection: Upgrade\r\n", ""},
             {"Connection: Upgrade", "Connection: close"},
             {"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", ""},
             {"dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ="},
             {"dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ!="},
             {"dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j!Q=="},
             {"Host:", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nHost:"}}) {
        EXPECT_EQ(answer(with(before, after)), "incomplete") << after;
    }
}

TEST(Handshake, answers_with_what_the_service_adds) {
    std::string out;
    append_handshake(out, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "X-Id: 1\r\n");
    EXPECT_EQ(out,
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nX-Id: 1\r\n\r\n");
}

}  // namespace
}  // namespace gateways::websocket
