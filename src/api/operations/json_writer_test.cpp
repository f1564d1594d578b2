#include "api/operations/json_writer.hpp"

#include <gtest/gtest.h>

namespace {

std::string text_of(std::string_view text) {
    std::string out;
    api::Json{out}.text(text);
    return out;
}

TEST(Json, puts_commas_where_they_belong) {
    std::string out;
    api::Json json{out};
    json.begin_object();
    json.text("symbol", "BTCUSDT");
    json.decimal("price", 10'125, 2);
    json.number("count", 3);
    json.number_text("id", std::uint64_t{17});
    json.boolean("open", true);
    json.null("next");
    json.time("time", core::Timestamp{1'234'000'000});
    json.time("ends", core::never);
    json.name("levels");
    json.begin_array();
    for (int i = 0; i < 2; ++i) {
        json.begin_array();
        json.decimal_cut(123'456, 5, 2);
        json.raw("{}");
        json.end_array();
    }
    json.end_array();
    json.end_object();
    EXPECT_EQ(out, R"({"symbol":"BTCUSDT","price":"101.25","count":3,"id":"17","open":true,)"
                   R"("next":null,"time":"1970-01-01T00:00:01.234Z","ends":null,)"
                   R"("levels":[["1.23",{}],["1.23",{}]]})");
}

TEST(Json, escapes_what_a_string_cannot_hold) {
    EXPECT_EQ(text_of("a\"b\\c\n\r\t"), R"("a\"b\\c\n\r\t")");
    EXPECT_EQ(text_of(std::string_view{"\x01\x1f\0", 3}), R"("\u0001\u001f\u0000")");
    EXPECT_EQ(text_of("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"),
              "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"");
}

TEST(Json, bytes_that_are_no_utf8_become_the_replacement_character) {
    const std::string bad = "\xEF\xBF\xBD";
    EXPECT_EQ(text_of("\xff"), '"' + bad + '"');
    EXPECT_EQ(text_of("\xc3"), '"' + bad + '"');                      // cut short
    EXPECT_EQ(text_of("\xc0\xaf"), '"' + bad + bad + '"');            // overlong
    EXPECT_EQ(text_of("\xed\xa0\x80"), '"' + bad + bad + bad + '"');  // half a surrogate pair
    EXPECT_EQ(text_of("\xf5\x80\x80\x80"), '"' + bad + bad + bad + bad + '"');
}

}  // namespace
