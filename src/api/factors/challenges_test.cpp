#include "api/factors/challenges.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"

namespace api {
namespace {

constexpr std::string_view alice = "customer 1";
constexpr core::Fingerprint request{0x0102030405060708, 0x090a0b0c0d0e0f10};
constexpr core::Timestamp now{1'700'000'000'000'000'000};

Challenges challenges(std::uint8_t key = 1) {
    return Challenges{vault::Secret{base::Bytes(challenge_key_bytes, key)}};
}

IssuedChallenge issued() {
    SeededRandomness randomness{1};
    return challenges().issue(alice, request, now, randomness);
}

std::string verdict(std::string_view id, std::string_view person, core::Fingerprint asked,
                    core::Timestamp at, std::uint8_t key = 1) {
    const auto judged = challenges(key).check(id, person, asked, at);
    return judged ? "good" : std::string{name_of(judged.error())};
}

TEST(Challenges, one_that_was_issued_is_known_again) {
    const IssuedChallenge asked = issued();
    EXPECT_EQ(asked.id.size(), 3 + 98U);
    EXPECT_EQ(asked.challenge.expires_at, now + core::seconds(120));
    const auto judged = challenges().check(asked.id, alice, request, now);
    ASSERT_TRUE(judged);
    EXPECT_EQ(*judged, asked.challenge);
}

TEST(Challenges, one_for_a_request_never_answers_for_another) {
    EXPECT_EQ(verdict(issued().id, alice, {request.high, request.low + 1}, now), "wrong_request");
    EXPECT_EQ(verdict(issued().id, alice, {request.high ^ 1, request.low}, now), "wrong_request");
}

TEST(Challenges, one_for_a_person_never_answers_for_another) {
    EXPECT_EQ(verdict(issued().id, "customer 12", request, now), "wrong_challenge");
    EXPECT_EQ(verdict(issued().id, "staff 1", request, now), "wrong_challenge");
    EXPECT_EQ(verdict(issued().id, "", request, now), "wrong_challenge");
}

TEST(Challenges, it_ends_after_120_seconds_to_the_nanosecond) {
    EXPECT_EQ(verdict(issued().id, alice, request, now + core::Duration{119'999'999'999}), "good");
    EXPECT_EQ(verdict(issued().id, alice, request, now + core::seconds(120)), "expired");
}

TEST(Challenges, another_server_does_not_know_it) {
    EXPECT_EQ(verdict(issued().id, alice, request, now, 2), "wrong_challenge");
}

TEST(Challenges, nobody_can_change_one) {
    const std::string id = issued().id;
    auto bytes = base::parse_base64(std::string_view{id}.substr(3)).value();
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            bytes[at] ^= static_cast<std::uint8_t>(1 << bit);
            const std::string changed = "ch_" + base::format_base64url(bytes);
            EXPECT_EQ(verdict(changed, alice, request, now),
                      at == 0 ? "malformed" : "wrong_challenge");
            bytes[at] ^= static_cast<std::uint8_t>(1 << bit);
        }
    }
}

TEST(Challenges, other_texts_are_malformed) {
    const std::string id = issued().id;
    for (const std::string& text : {std::string{}, std::string{"ch_"}, id.substr(3), id + "A",
                                    id.substr(0, id.size() - 1), id + "=", "st" + id}) {
        EXPECT_EQ(verdict(text, alice, request, now), "malformed") << text;
    }
}

TEST(Challenges, no_two_have_the_same_nonce) {
    SystemRandomness randomness;
    const auto one = challenges().issue(alice, request, now, randomness);
    const auto two = challenges().issue(alice, request, now, randomness);
    EXPECT_NE(one.challenge.nonce, two.challenge.nonce);
    EXPECT_NE(one.id, two.id);
}

TEST(Challenges, a_request_is_shown_as_32_hex_digits) {
    EXPECT_EQ(format_request_hash(request), "0102030405060708090a0b0c0d0e0f10");
}

TEST(Challenges, a_passkey_signs_something_else_for_each) {
    EXPECT_NE(passkey_challenge("ch_a"), passkey_challenge("ch_b"));
    EXPECT_EQ(passkey_challenge("ch_a"), sha256("postern passkey challenge 1\nch_a"));
}

}  // namespace
}  // namespace api
