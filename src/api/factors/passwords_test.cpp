#include "api/factors/passwords.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string>

namespace api {
namespace {

constexpr std::string_view email = "alice.example@example.org";
constexpr std::string_view good = "correct horse battery";

std::string verdict(std::string_view password) {
    const auto judged = judge_password(password, email);
    return judged ? "good" : std::string{name_of(judged.error())};
}

TEST(Passwords, a_long_one_is_good_whatever_it_is_made_of) {
    EXPECT_EQ(verdict(good), "good");
    EXPECT_EQ(verdict("abcdefabcdef"), "good");  // twelve bytes
    EXPECT_EQ(verdict("пароль сна"), "good");    // 19 bytes
    EXPECT_EQ(verdict(std::string(200, 'a') + "bcdefg"), "good");
}

TEST(Passwords, a_bad_one_is_told_what_is_wrong) {
    EXPECT_EQ(verdict(""), "too_short");
    EXPECT_EQ(verdict("elevenbytes"), "too_short");
    EXPECT_EQ(verdict(std::string(252, 'a') + "bcdef"), "too_long");
    EXPECT_EQ(verdict("valid until \xff here"), "not_utf8");
    EXPECT_EQ(verdict("Alice.Example@EXAMPLE.org"), "is_email");
    EXPECT_EQ(verdict("alice.example"), "is_email");
    EXPECT_EQ(verdict("Password1234"), "too_common");
    EXPECT_EQ(verdict("CorrectHorseBatteryStaple"), "too_common");
    EXPECT_EQ(verdict("111111111111"), "too_uniform");
    EXPECT_EQ(verdict("123412341234"), "too_uniform");
}

TEST(Passwords, every_fault_has_a_name_and_a_sentence) {
    for (int fault = 0; fault <= static_cast<int>(PasswordFault::too_uniform); ++fault) {
        EXPECT_FALSE(name_of(static_cast<PasswordFault>(fault)).empty());
        EXPECT_TRUE(sentence_for(static_cast<PasswordFault>(fault)).ends_with('.'));
    }
}

TEST(Passwords, what_is_kept_knows_the_password_and_no_other) {
    const auto kept = hash_password(good, least_password_cost);
    ASSERT_TRUE(kept);
    EXPECT_TRUE(kept->reveal_text().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    EXPECT_TRUE(is_password(*kept, good));
    EXPECT_FALSE(is_password(*kept, "correct horse batterz"));
    EXPECT_FALSE(is_password(*kept, "correct horse battery "));
    EXPECT_FALSE(is_password(*kept, ""));
    const std::string with_zero = std::string{good} + '\0';
    EXPECT_FALSE(is_password(*kept, with_zero));
}

TEST(Passwords, the_same_one_twice_is_kept_differently) {
    EXPECT_NE(hash_password(good, least_password_cost)->reveal_text(),
              hash_password(good, least_password_cost)->reveal_text());
}

TEST(Passwords, damaged_hashes_know_nobody) {
    for (const std::string& text :
         {std::string{}, std::string{"$argon2id$"}, std::string(128, 'x'), std::string(500, '$'),
          std::string{"$argon2id$v=19$m=8,t=1,p=1$AAAA$AAAA"}}) {
        EXPECT_FALSE(is_password(vault::Secret{text}, good)) << text;
        EXPECT_TRUE(needs_rehash(vault::Secret{text}, least_password_cost)) << text;
    }
}

TEST(Passwords, a_raised_cost_asks_for_a_new_hash) {
    const auto kept = hash_password(good, least_password_cost);
    EXPECT_FALSE(needs_rehash(*kept, least_password_cost));
    EXPECT_TRUE(needs_rehash(*kept, {2, least_password_cost.memory_bytes}));
    EXPECT_TRUE(needs_rehash(*kept, {1, std::size_t{1} << 20}));
}

TEST(Passwords, the_house_takes_three_passes_over_64_MiB) {
    const auto kept = hash_password(good, house_password_cost);
    ASSERT_TRUE(kept);
    EXPECT_TRUE(kept->reveal_text().starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
    EXPECT_TRUE(is_password(*kept, good));
}

// The least of several runs each, so that a busy machine does not decide.
TEST(Passwords, somebody_who_does_not_exist_costs_as_much) {
    constexpr PasswordCost cost{2, std::size_t{8} << 20};
    const auto kept = hash_password(good, cost);
    const auto least_time = [](auto&& work) {
        auto least = std::chrono::steady_clock::duration::max();
        for (int i = 0; i < 7; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            work();
            least = std::min(least, std::chrono::steady_clock::now() - begin);
        }
        return std::chrono::duration<double>{least}.count();
    };
    const double known = least_time([&] { (void)is_password(*kept, "a wrong password"); });
    const double unknown = least_time([&] { verify_nothing("a wrong password", cost); });
    EXPECT_LT(unknown, known * 1.5);
    EXPECT_GT(unknown, known / 1.5);
}

}  // namespace
}  // namespace api
