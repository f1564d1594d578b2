#include "api/factors/webauthn_options.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

namespace api {
namespace {

const RelyingParty house{"x.example", "The \"Postern\"", {"https://x.example"}};
const std::vector<Passkey> known{{{0xfb, 0xff}, PasskeyAlgorithm::es256, {}},
                                 {{1, 2, 3}, PasskeyAlgorithm::eddsa, {}}};

TEST(WebauthnOptions, say_what_a_new_passkey_must_be) {
    Digest challenge{};
    const std::string options =
        creation_options(house, challenge, {{1, 2, 3, 4}, "alice@example.org", "Alice"}, known);
    EXPECT_EQ(options,
              R"({"rp":{"id":"x.example","name":"The \"Postern\""},"user":{"id":"AQIDBA",)"
              R"("name":"alice@example.org","displayName":"Alice"},)"
              R"("challenge":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)"
              R"("pubKeyCredParams":[{"type":"public-key","alg":-7},)"
              R"({"type":"public-key","alg":-8},{"type":"public-key","alg":-257}],)"
              R"("timeout":120000,"excludeCredentials":[{"type":"public-key","id":"-_8"},)"
              R"({"type":"public-key","id":"AQID"}],"authenticatorSelection":)"
              R"({"residentKey":"preferred","userVerification":"required"},"attestation":"none"})");
}

TEST(WebauthnOptions, say_which_passkeys_may_answer) {
    Digest challenge{};
    challenge.fill(0xff);
    EXPECT_EQ(request_options(house, challenge, known),
              R"({"challenge":"__________________________________________8","timeout":120000,)"
              R"("rpId":"x.example","allowCredentials":[{"type":"public-key","id":"-_8"},)"
              R"({"type":"public-key","id":"AQID"}],"userVerification":"required"})");
}

TEST(WebauthnOptions, names_cannot_break_out_of_their_quotes) {
    const std::string options =
        creation_options(house, {}, {{1}, "a\"},\"challenge\":\"x", "line\nbreak \\ \x01 ü"}, {});
    simdjson::dom::parser parser;
    simdjson::dom::element read;
    ASSERT_EQ(parser.parse(options).get(read), simdjson::SUCCESS);
    EXPECT_EQ(std::string_view{read["user"]["name"]}, "a\"},\"challenge\":\"x");
    EXPECT_EQ(std::string_view{read["user"]["displayName"]}, "line\nbreak \\ \x01 ü");
    EXPECT_EQ(std::string_view{read["challenge"]}.size(), 43U);
}

}  // namespace
}  // namespace api
