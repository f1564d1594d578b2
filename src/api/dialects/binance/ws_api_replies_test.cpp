#include "api/dialects/binance/ws_api_replies.hpp"

#include <gtest/gtest.h>

#include "api/dialects/binance/replies.hpp"
#include "api/dialects/binance/ws_api_session.hpp"

namespace api::binance {
namespace {

constexpr core::Timestamp now = core::from_unix_ms(1'700'000'000'500);
constexpr BinanceLimits limits{};

WsFrame frame() {
    return {.id = "\"a1\"",
            .shows_limits = true,
            .share = {.granted = true, .used = 21, .limit = 6'000, .free_at = now},
            .now = now};
}

TEST(WsReplies, wrap_what_rest_answers) {
    EXPECT_EQ(reply_text(frame(), limits, Answered{.body = "{}", .seen = {}, .orders = {}}),
              R"({"id":"a1","status":200,"result":{},"rateLimits":[)"
              R"({"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,)"
              R"("limit":6000,"count":21}]})");
}

TEST(WsReplies, leave_the_limits_out_where_that_is_wished) {
    WsFrame quiet = frame();
    quiet.shows_limits = false;
    EXPECT_EQ(reply_text(quiet, limits, Answered{.body = "[]", .seen = {}, .orders = {}}),
              R"({"id":"a1","status":200,"result":[]})");
    EXPECT_EQ(reply_text(quiet, limits, unknown_symbol()),
              R"({"id":"a1","status":400,"error":{"code":-1121,"msg":"Invalid symbol."}})");
}

TEST(WsReplies, count_an_accounts_orders_beside_the_weight) {
    const std::string text = reply_text(
        frame(), limits, Answered{.body = "{}", .seen = {}, .orders = OrderCounts{3, 40}});
    EXPECT_NE(text.find(R"({"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,)"
                        R"("limit":100,"count":3},{"rateLimitType":"ORDERS","interval":"DAY",)"
                        R"("intervalNum":1,"limit":200000,"count":40}]})"),
              std::string::npos)
        << text;
}

TEST(WsReplies, tell_who_asked_too_often_when_to_come_back) {
    WsFrame refused = frame();
    refused.shows_limits = false;
    refused.share = {
        .granted = false, .used = 6'000, .limit = 6'000, .free_at = now + core::seconds(20)};
    const std::string text = reply_text(refused, limits, too_much_weight(refused.share, now));
    EXPECT_TRUE(text.starts_with(R"({"id":"a1","status":429,"error":{"code":-1003,)")) << text;
    EXPECT_TRUE(
        text.ends_with(R"("data":{"serverTime":1700000000500,"retryAfter":1700000020500}}})"))
        << text;
}

TEST(WsReplies, keep_the_data_of_other_errors) {
    WsFrame quiet = frame();
    quiet.shows_limits = false;
    const Error error{.status = 409, .code = -2021, .text = "no", .data = R"({"a":1})"};
    EXPECT_EQ(reply_text(quiet, limits, Failed{error}),
              R"({"id":"a1","status":409,"error":{"code":-2021,"msg":"no","data":{"a":1}}})");
}

TEST(WsReplies, wrap_events_with_their_subscription) {
    EXPECT_EQ(event_text(3, R"({"e":"x"})"), R"({"subscriptionId":3,"event":{"e":"x"}})");
}

TEST(WsOptions, come_from_the_url) {
    const auto options =
        read_ws_options("returnRateLimits=false&timeUnit=MICROSECOND&cancelOnDisconnect=key&x=1");
    ASSERT_TRUE(options);
    EXPECT_FALSE(options->shows_limits);
    EXPECT_EQ(options->unit, TimeUnit::microseconds);
    EXPECT_EQ(options->will, LastWill::Kind::key);
    EXPECT_EQ(read_ws_options("")->will, LastWill::Kind::nothing);
    EXPECT_TRUE(read_ws_options("")->shows_limits);
}

TEST(WsOptions, that_are_misspelt_are_refused) {
    EXPECT_EQ(read_ws_options("cancelOnDisconnect=yes").error().code, -1130);
    EXPECT_EQ(read_ws_options("returnRateLimits=0").error().code, -1130);
    EXPECT_EQ(read_ws_options("timeUnit=SECOND").error().code, -1194);
}

}  // namespace
}  // namespace api::binance
