// The watchman over the API document (tests/support/truth.hpp) notices what it is there for.
#include "support/truth.hpp"

#include <gtest/gtest.h>

namespace {

using api::Method;

std::string said_of_time(unsigned status, std::string body) {
    return support::untruth(
        Method::get, "/v1/time", "",
        {.status = status, .content_type = {}, .headers = {}, .body = std::move(body)});
}

TEST(Truth, is_silent_on_what_the_table_says) {
    EXPECT_EQ(said_of_time(200, R"({"time":"2026-11-20T10:00:00.000Z","unix_ms":1})"), "");
    EXPECT_EQ(said_of_time(503, R"({"code":"unavailable"})"), "");
}

TEST(Truth, names_a_member_that_is_missing_or_not_documented_or_of_another_type) {
    const auto missing = said_of_time(200, R"({"unix_ms":1})");
    EXPECT_TRUE(missing.starts_with("time: /time: missing")) << missing;
    const auto more =
        said_of_time(200, R"({"time":"2026-11-20T10:00:00.000Z","unix_ms":1,"secret":"x"})");
    EXPECT_TRUE(more.starts_with("time: /secret: not documented")) << more;
    const auto other = said_of_time(200, R"({"time":"2026-11-20T10:00:00.000Z","unix_ms":"1"})");
    EXPECT_TRUE(other.starts_with("time: /unix_ms: no integer")) << other;
}

TEST(Truth, names_a_status_and_a_code_that_the_row_does_not_have) {
    EXPECT_NE(said_of_time(201, R"({"time":"2026-11-20T10:00:00.000Z","unix_ms":1})"), "");
    EXPECT_NE(said_of_time(422, R"({"code":"lot_filter"})"), "");
    EXPECT_NE(said_of_time(400, R"({"code":"unavailable"})"), "");
    EXPECT_NE(said_of_time(400, R"({"code":"no_such_code"})"), "");
}

}  // namespace
