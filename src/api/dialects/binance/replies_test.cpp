#include "api/dialects/binance/replies.hpp"

#include <gtest/gtest.h>

#include "api/dialects/binance/denials.hpp"

namespace api::binance {
namespace {

const Frame frame{.share = {.granted = true, .used = 21, .limit = 6'000, .free_at = {}},
                  .is_proved = true};

TEST(Replies, say_the_weight_used_errors_too) {
    const Response good = response_of(frame, Answered{.body = "{}", .seen = {}, .orders = {}});
    EXPECT_EQ(good.status, 200U);
    EXPECT_EQ(good.content_type, "application/json;charset=UTF-8");
    EXPECT_EQ(good.headers, "X-MBX-USED-WEIGHT: 21\r\nX-MBX-USED-WEIGHT-1M: 21\r\n");
    EXPECT_EQ(good.body, "{}");

    const Response bad = response_of(frame, mandatory("symbol"));
    EXPECT_EQ(bad.status, 400U);
    EXPECT_EQ(
        bad.headers,
        "X-MBX-USED-WEIGHT: 21\r\nX-MBX-USED-WEIGHT-1M: 21\r\nPostern-Code: missing_field\r\n");
    EXPECT_EQ(bad.body, R"({"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent, was )"
                        R"(empty/null, or malformed."})");
}

TEST(Replies, tell_our_own_code_only_to_those_who_proved_themselves) {
    Frame stranger = frame;
    stranger.is_proved = false;
    EXPECT_EQ(response_of(stranger, mandatory("symbol")).headers,
              "X-MBX-USED-WEIGHT: 21\r\nX-MBX-USED-WEIGHT-1M: 21\r\n");
}

TEST(Replies, count_orders_where_one_was_accepted) {
    const Answered placed{.body = "{}", .seen = {}, .orders = OrderCounts{3, 77}};
    EXPECT_EQ(response_of(frame, Answered{placed}).headers,
              "X-MBX-USED-WEIGHT: 21\r\nX-MBX-USED-WEIGHT-1M: 21\r\n"
              "X-MBX-ORDER-COUNT-10S: 3\r\nX-MBX-ORDER-COUNT-1D: 77\r\n");
}

TEST(Replies, of_the_wallet_say_whose_weight_it_was) {
    Frame wallet = frame;
    wallet.is_wallet = true;
    const Answered nothing{.body = "[]", .seen = {}, .orders = {}};
    EXPECT_TRUE(response_of(wallet, Answered{nothing})
                    .headers.ends_with("X-SAPI-USED-IP-WEIGHT-1M: 21\r\n"));
    wallet.by_account = true;
    EXPECT_TRUE(response_of(wallet, Answered{nothing})
                    .headers.ends_with("X-SAPI-USED-UID-WEIGHT-1M: 21\r\n"));
}

TEST(Replies, name_the_configured_limit_when_it_is_passed) {
    const core::Timestamp now = core::from_unix_ms(1'000'000);
    Share share{.granted = false, .used = 1'200, .limit = 1'200, .free_at = now + core::seconds(7)};
    const Response slow_down = response_of(frame, too_much_weight(share, now));
    EXPECT_EQ(slow_down.status, 429U);
    EXPECT_NE(slow_down.headers.find("Retry-After: 7\r\n"), std::string::npos);
    EXPECT_EQ(slow_down.body,
              R"({"code":-1003,"msg":"Too much request weight used; current limit is 1200 request )"
              R"(weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid )"
              R"(polling the API."})");
    share.banned = true;
    const Response banned = response_of(frame, too_much_weight(share, now));
    EXPECT_EQ(banned.status, 418U);
    EXPECT_EQ(banned.body,
              R"({"code":-1003,"msg":"Way too much request weight used; IP banned until 1007000. )"
              R"(Please use WebSocket Streams for live updates to avoid bans."})");
}

TEST(Replies, count_an_order_that_was_placed_although_something_else_failed) {
    Error half{.status = 409, .code = -2021, .text = "half"};
    EXPECT_EQ(response_of(frame, Failed{half}).headers.find("ORDER-COUNT"), std::string::npos);
    half.orders = OrderCounts{.in_10_seconds = 3, .in_day = 40};
    const std::string headers = response_of(frame, Failed{half}).headers;
    EXPECT_NE(headers.find("X-MBX-ORDER-COUNT-10S: 3\r\n"), headers.npos) << headers;
    EXPECT_NE(headers.find("X-MBX-ORDER-COUNT-1D: 40\r\n"), headers.npos) << headers;
}

TEST(Replies, to_unknown_paths_have_no_code_and_repeat_the_path_safely) {
    const Response lost = no_such_path(frame, "/api/v3/\"no\"");
    EXPECT_EQ(lost.status, 404U);
    EXPECT_EQ(lost.body, R"({"status":404,"error":"Not Found","path":"/api/v3/\"no\""})");
    const Response wrong = no_such_method(frame, "GET");
    EXPECT_EQ(wrong.status, 405U);
    EXPECT_EQ(wrong.body, R"({"code":-1020,"msg":"This operation is not supported."})");
    EXPECT_NE(wrong.headers.find("Allow: GET\r\n"), std::string::npos);
}

std::string told_words(const Denial& denial) {
    const Error error = told_to_stranger(denial);
    return std::to_string(error.status) + " " + std::to_string(error.code) + " " + error.text;
}

TEST(Replies, tell_strangers_what_binance_tells_them_and_no_more) {
    using core::Reject;
    const std::string no_right = "401 -2015 Invalid API-key, IP, or permissions for action.";
    for (const Reject reject :
         {Reject::key_unknown, Reject::key_revoked, Reject::key_frozen_risk, Reject::ip_not_allowed,
          Reject::wrong_environment, Reject::customer_suspended, Reject::customer_not_verified}) {
        EXPECT_EQ(told_words({.rejection = {.reject = reject}}), no_right);
    }
    EXPECT_EQ(told_words({.rejection = {.reject = Reject::key_malformed}}),
              "401 -2014 API-key format invalid.");
    EXPECT_EQ(told_words({.rejection = {.reject = Reject::signature_invalid}}),
              "400 -1022 Signature for this request is not valid.");
    EXPECT_EQ(told_words({.rejection = {.reject = Reject::missing_field, .field = "signature"}}),
              "400 -1102 Mandatory parameter 'signature' was not sent, was empty/null, or "
              "malformed.");
    const auto skewed = [](WindowFault fault) {
        return told_words(
            {.rejection = {.reject = Reject::timestamp_skew}, .skew = Skew{.fault = fault}});
    };
    EXPECT_EQ(skewed(WindowFault::too_old),
              "400 -1021 Timestamp for this request is outside of the recvWindow.");
    EXPECT_EQ(skewed(WindowFault::too_far_ahead),
              "400 -1021 Timestamp for this request was 1000ms ahead of the server's time.");
    EXPECT_EQ(skewed(WindowFault::window_too_long),
              "400 -1131 recvWindow must be less than 60000.");
    EXPECT_EQ(skewed(WindowFault::timestamp_missing),
              "400 -1102 Mandatory parameter 'timestamp' was not sent, was empty/null, or "
              "malformed.");
    EXPECT_EQ(skewed(WindowFault::timestamp_illegal),
              "400 -1100 Illegal characters found in parameter 'timestamp'; legal range is "
              "'^[0-9]{1,20}$'.");
}

TEST(Replies, escape_what_a_legal_range_has_of_backslashes) {
    EXPECT_EQ(body_of(illegal_characters("price", "^a\\.b$").error()),
              R"({"code":-1100,"msg":"Illegal characters found in parameter 'price'; legal range )"
              R"(is '^a\\.b$'."})");
}

}  // namespace
}  // namespace api::binance
