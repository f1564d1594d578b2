#include "api/dialects/binance/reading.hpp"

#include <gtest/gtest.h>

#include "api/dialects/binance/paging.hpp"
#include "api/dialects/binance/symbols.hpp"

namespace api::binance {
namespace {

std::string text_of(const Error& error) { return std::to_string(error.code) + " " + error.text; }

// What reading says of one query: "" when it is content.
template <class Read>
std::string refusal(std::string_view query, Read&& read) {
    const auto parameters = Parameters::parse(query);
    const auto result = read(*parameters);
    return result ? "" : text_of(result.error());
}

template <class Read>
auto read_from(std::string_view query, Read&& read) {
    const auto parameters = Parameters::parse(query);
    return *read(*parameters);
}

TEST(Reading, takes_symbols_by_their_legal_range) {
    const std::string missing =
        "-1102 Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.";
    const std::string illegal =
        "-1100 Illegal characters found in parameter 'symbol'; legal range is "
        "'^[A-Z0-9-_.]{1,20}$'.";
    EXPECT_EQ(refusal("symbol=BTCUSDT", read_symbol), "");
    EXPECT_EQ(refusal("symbol=A-B_C.1", read_symbol), "");
    EXPECT_EQ(refusal("", read_symbol), missing);
    EXPECT_EQ(refusal("symbol=", read_symbol), missing);
    for (const char* query : {"symbol=btcusdt", "symbol=BTC/USDT", "symbol=%00", "symbol=%zz",
                              "symbol=BBBBBBBBBBBBBBBBBBBBB", "symbol=BTC%20USDT"}) {
        EXPECT_EQ(refusal(query, read_symbol), illegal) << query;
    }
    EXPECT_EQ(refusal("symbol=", read_optional_symbol), "-1105 Parameter 'symbol' was empty.");
    EXPECT_EQ(refusal("", read_optional_symbol), "");
}

TEST(Reading, takes_lists_of_symbols) {
    const auto all = [](std::string_view query) { return *read_from(query, read_symbols); };
    EXPECT_EQ(all("symbols=[\"BTCUSDT\",\"ETHUSDT\"]"),
              (std::vector<std::string>{"BTCUSDT", "ETHUSDT"}));
    EXPECT_EQ(all("symbols=%5B%22BTCUSDT%22%5D"), std::vector<std::string>{"BTCUSDT"});
    EXPECT_EQ(all("symbols=[+%22A%22,+%22B%22+]+"), (std::vector<std::string>{"A", "B"}));
    for (const char* text : {"", "[]", "[", "[\"A\"", "[\"A]", "[\"A\",]", "[\"a\"]", "A", "[1]",
                             "[[\"A\"]]", "[\"A\"]]", "[\"\"]", "[\"A\" \"B\"]"}) {
        EXPECT_EQ(refusal(std::string{"symbols="} + text, read_symbols),
                  "-1100 Illegal characters found in parameter 'symbols'; legal range is "
                  "'^\\[(\"[A-Z0-9-_.]{1,20}\"(,\"[A-Z0-9-_.]{1,20}\"){0,}){0,1}\\]$'.")
            << text;
    }
    EXPECT_EQ(refusal("symbols=[\"A\",\"B\",\"A\"]", read_symbols),
              "-1151 Symbol is present multiple times in the list.");
    EXPECT_EQ(refusal("symbol=A&symbols=[\"A\"]", read_symbol_choice),
              "-1128 Combination of optional parameters invalid.");
}

TEST(Reading, takes_decimals_exactly) {
    const auto number = [](std::string text) {
        const auto parameters = Parameters::parse(text.insert(0, "price="));
        return static_cast<std::int64_t>(**read_decimal(*parameters, "price"));
    };
    EXPECT_EQ(number("1"), 100'000'000);
    EXPECT_EQ(number("0.00000001"), 1);
    EXPECT_EQ(number("000.5"), 50'000'000);
    EXPECT_EQ(number("20000.0"), 2'000'000'000'000);
    EXPECT_EQ(number("1.5000000000"), 150'000'000);
    EXPECT_EQ(number("0"), 0);
}

TEST(Reading, refuses_numbers_that_are_none) {
    const auto read = [](const Parameters& parameters) {
        return read_decimal(parameters, "price");
    };
    const std::string forty(40, '1');
    for (const std::string& text :
         {std::string{"1e9999"}, std::string{"1e5"}, std::string{"NaN"}, std::string{"Infinity"},
          std::string{"-1"}, std::string{"%2B1"}, std::string{"1."}, std::string{".5"},
          std::string{"0x10"}, std::string{"+1"}, std::string{"1,5"}, std::string{"null"},
          std::string{"%D9%A1"}, std::string{"1.2.3"}, forty, "0." + forty}) {
        EXPECT_EQ(refusal("price=" + text, read),
                  "-1100 Illegal characters found in parameter 'price'; legal range is "
                  "'^([0-9]{1,20})(\\.[0-9]{1,20})?$'.")
            << text;
    }
    EXPECT_EQ(refusal("price=1.000000001", read),
              "-1111 Parameter 'price' has too much precision.");
    EXPECT_EQ(refusal("price=", read), "-1105 Parameter 'price' was empty.");
    EXPECT_EQ(refusal("price=99999999999999999999", read), "");
}

TEST(Reading, takes_integers_limits_and_flags) {
    const auto integer = [](const Parameters& parameters) {
        return read_integer(parameters, "orderId");
    };
    EXPECT_EQ(read_from("orderId=17", integer), 17);
    EXPECT_EQ(refusal("orderId=9223372036854775807", integer), "");
    EXPECT_EQ(refusal("orderId=9223372036854775808", integer),
              "-1108 Parameter 'orderId' overflowed.");
    for (const char* text : {"abc", "-1", "1.5", "999999999999999999999", "%20"}) {
        EXPECT_EQ(refusal(std::string{"orderId="} + text, integer),
                  "-1100 Illegal characters found in parameter 'orderId'; legal range is "
                  "'^[0-9]{1,20}$'.");
    }
    const auto limit = [](const Parameters& parameters) {
        return read_limit(parameters, 500, 1'000);
    };
    EXPECT_EQ(read_from("", limit), 500U);
    EXPECT_EQ(read_from("limit=7", limit), 7U);
    EXPECT_EQ(read_from("limit=999999", limit), 1'000U);
    EXPECT_EQ(refusal("limit=0", limit), "-1130 Data sent for parameter 'limit' is not valid.");
    const auto flag = [](const Parameters& parameters) { return read_flag(parameters, "f"); };
    EXPECT_TRUE(read_from("f=true", flag));
    EXPECT_FALSE(read_from("f=false", flag));
    EXPECT_FALSE(read_from("", flag));
    EXPECT_EQ(refusal("f=yes", flag), "-1130 Data sent for parameter 'f' is not valid.");
}

TEST(Reading, takes_times_in_milliseconds_or_microseconds) {
    EXPECT_EQ(time_from(1'600'000'000'000), core::from_unix_ms(1'600'000'000'000));
    EXPECT_EQ(time_from(1'600'000'000'000'001), core::Timestamp{1'600'000'000'000'001'000});
    EXPECT_EQ(time_from(INT64_MAX), core::never);
}

TEST(Reading, pages_by_id_and_by_time) {
    constexpr PageNames orders{.from = "orderId", .within_a_day = true};
    const auto page = [&](const Parameters& parameters) { return read_page(parameters, orders); };
    EXPECT_EQ(read_from("orderId=5&limit=3", page).from, 5U);
    const views::Page times = read_from("startTime=1000&endTime=1000", page);
    EXPECT_EQ(times.start, core::from_unix_ms(1'000));
    EXPECT_EQ(times.until, core::from_unix_ms(1'001));
    EXPECT_EQ(refusal("startTime=0&endTime=86400000", page), "");
    EXPECT_EQ(refusal("startTime=0&endTime=86400001", page),
              "-1127 More than 24 hours between startTime and endTime.");
    EXPECT_EQ(refusal("startTime=0", page), "");
    EXPECT_EQ(refusal("startTime=2&endTime=1", page),
              "-1128 Combination of optional parameters invalid.");
    EXPECT_EQ(refusal("endTime=9223372036854775807", page), "");
}

TEST(Reading, takes_time_zones) {
    EXPECT_EQ(read_from("", read_time_zone), core::Duration{});
    EXPECT_EQ(read_from("timeZone=8", read_time_zone), core::hours(8));
    EXPECT_EQ(read_from("timeZone=%2B08:00", read_time_zone), core::hours(8));
    EXPECT_EQ(read_from("timeZone=-1:30", read_time_zone), core::minutes(-90));
    for (const char* text : {"15", "-13", "x", "1:2:3", "08:7", "1:", ":30", "--1"}) {
        EXPECT_EQ(refusal(std::string{"timeZone="} + text, read_time_zone),
                  "-1130 Data sent for parameter 'timeZone' is not valid.")
            << text;
    }
}

TEST(Reading, takes_client_order_ids) {
    const auto id = [](const Parameters& parameters) {
        return read_client_order_id(parameters, "newClientOrderId");
    };
    EXPECT_EQ(refusal("newClientOrderId=x-TKT5PX2F.a:b/c_d-e", id), "");
    EXPECT_EQ(refusal("newClientOrderId=" + std::string(36, 'a'), id), "");
    EXPECT_EQ(refusal("newClientOrderId=", id), "-1118 New client order ID was empty.");
    for (const std::string& text :
         {std::string(37, 'a'), std::string{"a;b"}, std::string{"a+b"}, std::string{"%C3%BC"}}) {
        EXPECT_EQ(refusal("newClientOrderId=" + text, id),
                  "-1100 Illegal characters found in parameter 'newClientOrderId'; legal range is "
                  "'^[a-zA-Z0-9-_]{1,36}$'.");
    }
}

}  // namespace
}  // namespace api::binance
