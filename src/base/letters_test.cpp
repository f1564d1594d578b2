#include "base/letters.hpp"

#include <gtest/gtest.h>
#include <string>

namespace {

TEST(Letters, have_a_lower_case_in_ascii_only) {
    std::string text = "@AZ[`az{09 \xc3\x84";
    std::ranges::transform(text, text.begin(), base::lower);
    EXPECT_EQ(text, "@az[`az{09 \xc3\x84");
}

TEST(Letters, are_equal_in_any_case_and_in_nothing_else) {
    EXPECT_TRUE(base::equal_in_any_case("Keep-Alive", "keep-aLIVE"));
    EXPECT_TRUE(base::equal_in_any_case("", ""));
    EXPECT_FALSE(base::equal_in_any_case("keep-alive", "keep_alive"));
    EXPECT_FALSE(base::equal_in_any_case("keep", "keep-alive"));
    EXPECT_FALSE(base::equal_in_any_case("[", "{"));  // as far apart as A and a
}

TEST(Letters, make_the_same_word_only_where_ours_is_in_lower_case) {
    EXPECT_TRUE(base::same_word("Keep-Alive", "keep-alive"));
    EXPECT_FALSE(base::same_word("Keep-Alive", "Keep-Alive"));
    EXPECT_FALSE(base::same_word("keep", "keep-alive"));
}

TEST(Letters, are_trimmed_of_the_blanks_around_them) {
    EXPECT_EQ(base::trimmed(" \ta b\t "), "a b");
    EXPECT_EQ(base::trimmed("a"), "a");
    EXPECT_EQ(base::trimmed(" \t "), "");
    EXPECT_EQ(base::trimmed(""), "");
    EXPECT_EQ(base::trimmed("a\r\n"), "a\r\n");
    EXPECT_EQ(base::trimmed("a\t\r\n", " \t\r\n"), "a");
    EXPECT_EQ(base::trimmed("\ta ", " "), "\ta");
}

}  // namespace
