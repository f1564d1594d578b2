#include "api/factors/totp.hpp"

#include <cstdio>
#include <gtest/gtest.h>
#include <memory>
#include <rapidcheck/gtest.h>
#include <string>

namespace api {
namespace {

const vault::Secret& rfc_secret() {
    static const vault::Secret secret{std::string_view{"12345678901234567890"}};
    return secret;
}

core::Timestamp at_second(std::int64_t second) { return core::Timestamp{} + core::seconds(second); }

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(command.c_str(), "r"), pclose};
    std::string text;
    for (int c = 0; pipe && (c = std::fgetc(pipe.get())) != EOF;) text += static_cast<char>(c);
    return text;
}

// RFC 6238, appendix B: the last six of the eight digits given there.
TEST(Totp, agrees_with_the_vectors_of_the_standard) {
    const std::pair<std::int64_t, std::string_view> vectors[] = {{59, "287082"},
                                                                 {1'111'111'109, "081804"},
                                                                 {1'111'111'111, "050471"},
                                                                 {1'234'567'890, "005924"},
                                                                 {2'000'000'000, "279037"}};
    for (const auto& [second, code] : vectors) {
        const auto now = at_second(second);
        EXPECT_EQ(totp_code(rfc_secret(), totp_step_at(now)).reveal_text(), code);
        EXPECT_EQ(matching_step(rfc_secret(), code, now), totp_step_at(now));
    }
}

TEST(Totp, agrees_with_oathtool) {
    SeededRandomness randomness{7};
    for (int i = 0; i < 5; ++i) {
        const vault::Secret secret = make_totp_secret(randomness);
        const auto now = at_second(1'700'000'000 + i * 12'345);
        const std::string said =
            output_of("oathtool --totp --base32 --now '@" + std::to_string(now.ns / 1'000'000'000) +
                      "' " + std::string{format_base32(secret).reveal_text()});
        ASSERT_EQ(said.size(), 7U) << "oathtool comes with script/bootstrap --test";
        EXPECT_EQ(matching_step(secret, said.substr(0, 6), now), totp_step_at(now));
    }
}

RC_GTEST_PROP(Totp, a_code_fits_one_step_around_its_own_and_no_further, (std::uint32_t seed)) {
    SeededRandomness randomness{seed};
    const vault::Secret secret = make_totp_secret(randomness);
    const std::uint64_t step = 1'000 + seed % 100'000'000;
    const std::string code{totp_code(secret, step).reveal_text()};
    for (std::int64_t away = -3; away <= 3; ++away) {
        const std::int64_t here = static_cast<std::int64_t>(step) + away;
        const auto found = matching_step(secret, code, at_second(here * 30));
        if (away >= -1 && away <= 1) RC_ASSERT(found.has_value());
        // One in a million codes is also that of another step.
        if (away < -1 || away > 1) RC_ASSERT(found != step);
    }
}

TEST(Totp, the_window_opens_and_closes_to_the_nanosecond) {
    const std::string code{totp_code(rfc_secret(), 100).reveal_text()};
    const core::Duration instant{1};
    EXPECT_FALSE(matching_step(rfc_secret(), code, at_second(99 * 30) - instant));
    EXPECT_EQ(matching_step(rfc_secret(), code, at_second(99 * 30)), 100U);
    EXPECT_EQ(matching_step(rfc_secret(), code, at_second(102 * 30) - instant), 100U);
    EXPECT_FALSE(matching_step(rfc_secret(), code, at_second(102 * 30)));
}

TEST(Totp, anything_but_six_digits_fits_nothing) {
    const auto now = at_second(59);
    for (const std::string_view code :
         {"", "28708", "2870820", "94287082", " 287082", "287 082", "28708x", "-87082", "+87082"}) {
        EXPECT_FALSE(matching_step(rfc_secret(), code, now)) << code;
    }
    EXPECT_FALSE(matching_step(rfc_secret(), std::string_view{"287082\0", 7}, now));
}

TEST(Totp, there_is_time_before_the_first_step_but_no_code) {
    const std::string first{totp_code(rfc_secret(), 0).reveal_text()};
    EXPECT_EQ(matching_step(rfc_secret(), first, at_second(0)), 0U);
    EXPECT_FALSE(matching_step(rfc_secret(), first, at_second(-1)));
}

TEST(Totp, the_uri_says_all_that_an_app_needs) {
    EXPECT_EQ(
        totp_uri(rfc_secret(), {.issuer = "Postern", .account = "alice@example.org"}).reveal_text(),
        "otpauth://totp/Postern:alice%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Postern&algorithm=SHA1&digits=6&period=30");
}

TEST(Totp, names_cannot_break_out_of_the_uri) {
    const vault::Secret uri =
        totp_uri(rfc_secret(), {.issuer = "A:B & Co/ü", .account = "x?secret=AAAA&y"});
    EXPECT_TRUE(uri.reveal_text().starts_with(
        "otpauth://totp/A%3AB%20%26%20Co%2F%C3%BC:x%3Fsecret%3DAAAA%26y?secret=GEZD"))
        << uri.reveal_text();
}

TEST(Totp, base32_is_that_of_the_standard) {
    const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                     {"f", "MY"},
                                                                     {"fo", "MZXQ"},
                                                                     {"foo", "MZXW6"},
                                                                     {"foob", "MZXW6YQ"},
                                                                     {"fooba", "MZXW6YTB"},
                                                                     {"foobar", "MZXW6YTBOI"}};
    for (const auto& [text, digits] : vectors) {
        EXPECT_EQ(format_base32(vault::Secret{text}).reveal_text(), digits);
    }
}

TEST(Totp, secrets_are_twenty_bytes_and_fresh) {
    SystemRandomness randomness;
    const vault::Secret secret = make_totp_secret(randomness);
    EXPECT_EQ(secret.size(), 20U);
    EXPECT_NE(secret.reveal_text(), make_totp_secret(randomness).reveal_text());
}

}  // namespace
}  // namespace api
