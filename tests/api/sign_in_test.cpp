// Registering, signing in, sessions and the password.
#include <gtest/gtest.h>

#include "support/house.hpp"

namespace {

using support::Asked;
using support::Heard;
using support::House;
using support::User;

constexpr const char* good_password = "a long walk by the river";

TEST(SignIn, somebody_registers_signs_in_and_is_known) {
    House house;
    const Heard registered = house.register_user("dora@example.org", good_password);
    EXPECT_EQ(registered.status, 202U) << registered.body;
    const Heard opened = house.sign_in("Dora@Example.org", good_password);
    ASSERT_EQ(opened.status, 201U) << opened.body;
    const std::string cookie = opened.header("Set-Cookie");
    EXPECT_EQ(cookie, "__Host-postern=" + opened.text("/token") +
                          "; Path=/; Secure; HttpOnly; SameSite=Strict");
    const Heard shown =
        house.ask({.target = "/v1/session",
                   .headers = {{"Authorization", "Bearer " + opened.text("/token")}}});
    ASSERT_EQ(shown.status, 200U) << shown.body;
    EXPECT_EQ(shown.text("/email"), "dora@example.org");
    EXPECT_EQ(shown.text("/name"), "Some Body");
    EXPECT_EQ(shown.text("/roles"), "[]");
    EXPECT_EQ(shown.text("/has_factor"), "false");
    EXPECT_EQ(shown.text("/csrf_token"), opened.text("/csrf_token"));
    EXPECT_EQ(shown.text("/session/session_id"), opened.text("/session/session_id"));
    EXPECT_EQ(shown.text("/session/by_factor"), "false");
    EXPECT_NE(shown.text("/customer_id"), "null");
    EXPECT_NE(shown.text("/account_id"), "null");
}

}  // namespace
