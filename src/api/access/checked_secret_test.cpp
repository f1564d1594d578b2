#include "api/access/checked_secret.hpp"

#include <gtest/gtest.h>
#include <string>

namespace api {
namespace {

TEST(CheckedSecret, is_recognised_by_its_prefix_and_checksum) {
    SeededRandomness randomness{1};
    const vault::Secret secret = make_checked_secret("st_test_", randomness);
    EXPECT_EQ(secret.size(), 8 + 43 + 6U);
    EXPECT_TRUE(is_checked_secret("st_test_", secret.reveal_text()));
    EXPECT_FALSE(is_checked_secret("st_live_", secret.reveal_text()));
    EXPECT_TRUE(
        is_checked_secret("ps_test_", "ps_test_exampleSecret0exampleSecret0exampleSecret0x39WuiL"));
}

TEST(CheckedSecret, one_changed_character_is_noticed_wherever_it_stands) {
    SeededRandomness randomness{2};
    const vault::Secret secret = make_checked_secret("st_test_", randomness);
    for (std::size_t at = 0; at < secret.size(); ++at) {
        for (const char other : {'0', 'z', '-', ' '}) {
            std::string text{secret.reveal_text()};
            if (text[at] == other) continue;
            text[at] = other;
            EXPECT_FALSE(is_checked_secret("st_test_", text)) << text;
        }
    }
    const std::string text{secret.reveal_text()};
    EXPECT_FALSE(is_checked_secret("st_test_", text + "0"));
    EXPECT_FALSE(is_checked_secret("st_test_", text.substr(1)));
    EXPECT_FALSE(is_checked_secret("st_test_", ""));
}

TEST(CheckedSecret, no_two_are_alike) {
    SystemRandomness randomness;
    EXPECT_NE(make_checked_secret("st_test_", randomness).reveal_text(),
              make_checked_secret("st_test_", randomness).reveal_text());
}

}  // namespace
}  // namespace api
