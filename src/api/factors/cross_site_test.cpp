#include "api/factors/cross_site.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

constexpr std::string_view session = "st_test_one";

TEST(Csrf, the_token_belongs_to_its_session) {
    const std::string token = csrf_token(session);
    EXPECT_EQ(token.size(), 43U);
    EXPECT_TRUE(is_csrf_token(session, token));
    EXPECT_FALSE(is_csrf_token("st_test_two", token));
    // HMAC-SHA-256, key "st_test_one", text "postern csrf 1", by Python's hmac.
    EXPECT_EQ(token, "W4NqaZPBhxp0_GP674a9PfcuSseG7RvYRRNg-Bzk2MU");
}

TEST(Csrf, anything_else_is_none) {
    const std::string token = csrf_token(session);
    for (std::string text : {std::string{}, token + "A", token.substr(1), token + "="}) {
        EXPECT_FALSE(is_csrf_token(session, text)) << text;
    }
    for (std::size_t at = 0; at < token.size(); ++at) {
        std::string changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(is_csrf_token(session, changed)) << changed;
    }
}

TEST(Origin, of_the_same_host_and_port_is_our_own) {
    EXPECT_TRUE(is_own_origin("https://x.example", "x.example"));
    EXPECT_TRUE(is_own_origin("https://x.example", "X.Example:443"));
    EXPECT_TRUE(is_own_origin("https://x.example:8443", "x.example:8443"));
    EXPECT_TRUE(is_own_origin("http://localhost:8420", "localhost:8420"));
    EXPECT_TRUE(is_own_origin("http://127.0.0.1:8420", "127.0.0.1:8420"));
    EXPECT_TRUE(is_own_origin("http://[::1]", "[::1]:80"));
}

TEST(Origin, of_anybody_else_is_not) {
    const std::pair<std::string_view, std::string_view> others[] = {
        {"", "x.example"},
        {"null", "x.example"},
        {"https://", ""},
        {"https://evil.example", "x.example"},
        {"https://x.example.evil.example", "x.example"},
        {"https://x.example:8443", "x.example"},
        {"https://x.example/", "x.example"},
        {"https://user@x.example", "x.example"},
        {"http://x.example", "x.example"},  // whoever sits on the line can write that page
        {"http://localhost.evil.example", "localhost.evil.example"},
        {"http://localhost:1", "localhost:2"},
        {"http://127.0.0.1:8420", "localhost:8420"},
        {"chrome-extension://x.example", "x.example"},
        {"HTTPS://x.example", "x.example"},  // browsers write it small
    };
    for (const auto& [origin, host] : others) {
        EXPECT_FALSE(is_own_origin(origin, host)) << origin << " at " << host;
    }
}

}  // namespace
}  // namespace api
