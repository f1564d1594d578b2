#include "api/dialects/binance/parameters.hpp"

#include <gtest/gtest.h>

namespace api::binance {
namespace {

std::string value(std::string_view query, std::string_view form, std::string_view name) {
    const auto parameters = Parameters::parse(query, form);
    if (!parameters) return "error " + std::to_string(parameters.error().code);
    return std::string{parameters->find(name).value_or("none")};
}

TEST(Parameters, come_from_the_query_and_from_the_form) {
    EXPECT_EQ(value("a=1&b=2", "c=3", "a"), "1");
    EXPECT_EQ(value("a=1&b=2", "c=3", "b"), "2");
    EXPECT_EQ(value("a=1&b=2", "c=3", "c"), "3");
    EXPECT_EQ(value("a=1", "", "b"), "none");
    EXPECT_EQ(value("", "", "a"), "none");
}

TEST(Parameters, of_the_same_name_above_and_below_are_what_the_query_says) {
    EXPECT_EQ(value("a=above", "a=below", "a"), "above");
    EXPECT_EQ(value("b=1", "a=below&b=2", "a"), "below");
}

TEST(Parameters, twice_in_one_place_are_an_error) {
    EXPECT_EQ(value("a=1&a=2", "", "a"), "error -1101");
    EXPECT_EQ(value("", "a=1&a=1", "a"), "error -1101");
    EXPECT_EQ(value("a=1&%61=2", "", "a"), "error -1101");
    EXPECT_EQ(Parameters::parse("a=1&a=2").error().text,
              "Duplicate values for a parameter detected.");
}

TEST(Parameters, are_decoded_by_name_and_value) {
    EXPECT_EQ(value("a=%5B%22BTC%22%5D", "", "a"), "[\"BTC\"]");
    EXPECT_EQ(value("a=[\"BTC\"]", "", "a"), "[\"BTC\"]");
    EXPECT_EQ(value("a=one+two%20three%2B", "", "a"), "one two three+");
    EXPECT_EQ(value("%61%62=1", "", "ab"), "1");
}

TEST(Parameters, keep_an_escape_that_is_none) {
    EXPECT_EQ(value("a=%zz", "", "a"), "%zz");
    EXPECT_EQ(value("a=%", "", "a"), "%");
    EXPECT_EQ(value("a=%4", "", "a"), "%4");
    EXPECT_EQ(value("a=100%25", "", "a"), "100%");
}

TEST(Parameters, may_be_empty_or_without_a_value_and_empty_pairs_are_nothing) {
    EXPECT_EQ(value("a=", "", "a"), "");
    EXPECT_EQ(value("a", "", "a"), "");
    EXPECT_EQ(value("a==b", "", "a"), "=b");
    EXPECT_EQ(value("&&a=1&", "&", "a"), "1");
    EXPECT_EQ(Parameters::parse("&&a=1&")->size(), 1U);
}

TEST(Parameters, have_a_most) {
    std::string query;
    for (std::size_t i = 0; i < Parameters::count_max; ++i) {
        query += "p" + std::to_string(i) + "=&";
    }
    EXPECT_EQ(Parameters::parse(query)->size(), Parameters::count_max);
    EXPECT_EQ(Parameters::parse(query, "one=more").error().text,
              "Too many parameters; expected '48' and received '49'.");
}

TEST(Parameters, stay_good_when_they_are_moved) {
    auto first = Parameters::parse("a=%41%42&b=plain");
    const Parameters second = std::move(*first);
    EXPECT_EQ(second.find("a"), "AB");
    EXPECT_EQ(second.find("b"), "plain");
}

TEST(Parameters, may_come_as_names_and_values_too) {
    const Parameters::Pair pairs[] = {{"symbol", "BTCUSDT"}, {"price", "0.1+%20"}};
    Parameters parameters;
    ASSERT_TRUE(parameters.take(pairs));
    EXPECT_EQ(parameters.size(), 2U);
    EXPECT_EQ(parameters.find("price"), "0.1+%20");  // taken as it is: nothing was escaped

    const Parameters::Pair twice[] = {{"symbol", "BTCUSDT"}, {"symbol", "ETHUSDT"}};
    EXPECT_EQ(Parameters{}.take(twice).error().code, -1101);
    const std::vector<Parameters::Pair> many(Parameters::count_max + 1, {"symbol", "A"});
    EXPECT_EQ(Parameters{}.take(many).error().code, -1101);
}

}  // namespace
}  // namespace api::binance
