#include "api/factors/recovery_codes.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <string>

namespace api {
namespace {

TEST(RecoveryCodes, are_ten_different_ones_of_four_groups_of_four) {
    SystemRandomness randomness;
    std::set<core::Fingerprint> prints;
    for (const vault::Secret& code : make_recovery_codes(randomness)) {
        const std::string text{code.reveal_text()};
        EXPECT_TRUE(
            std::regex_match(text, std::regex{"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}"}))
            << text;
        prints.insert(recovery_code_fingerprint(text).value());
    }
    EXPECT_EQ(prints.size(), 10U);
}

TEST(RecoveryCodes, every_digit_comes_up) {
    SeededRandomness randomness{1};
    std::set<char> seen;
    for (int i = 0; i < 20; ++i) {
        for (const vault::Secret& code : make_recovery_codes(randomness)) {
            seen.insert(code.reveal_text().begin(), code.reveal_text().end());
        }
    }
    EXPECT_EQ(seen.size(), 33U);  // 32 digits and the dash
}

TEST(RecoveryCodes, what_people_type_is_understood) {
    const auto right = recovery_code_fingerprint("7K31-Q9XV-0BTR-H21E");
    ASSERT_TRUE(right);
    for (const char* typed :
         {"7K31Q9XV0BTRH21E", "7k31-q9xv-0btr-h21e", " 7K3I Q9XV OBTR H2LE ", "7k3l q9xv obtr h2ie",
          "7 K 3 1 Q 9 X V 0 B T R H 2 1 E", "--7K31Q9XV-0BTRH21E-"}) {
        EXPECT_EQ(recovery_code_fingerprint(typed), right) << typed;
    }
}

TEST(RecoveryCodes, another_code_has_another_fingerprint) {
    EXPECT_NE(recovery_code_fingerprint("7K31-Q9XV-0BTR-H21E"),
              recovery_code_fingerprint("7K31-Q9XV-0BTR-H21F"));
}

TEST(RecoveryCodes, what_is_no_code_has_no_fingerprint) {
    for (const char* typed :
         {"", "-", "7K31-Q9XV-0BTR-H21", "7K31-Q9XV-0BTR-H21EE", "7K31-Q9XV-0BTR-H21U",
          "7K31-Q9XV-0BTR-H21!", "7K31_Q9XV_0BTR_H21E", "123456", "7K31-Q9XV-0BTR-H21E\n"}) {
        EXPECT_FALSE(recovery_code_fingerprint(typed)) << typed;
    }
    EXPECT_FALSE(recovery_code_fingerprint({"7K31-Q9XV-0BTR-H2\0E", 19}));
}

}  // namespace
}  // namespace api
