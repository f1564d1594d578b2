#include "api/factors/step_up.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "api/access/credentials.hpp"

namespace api {
namespace {

const std::string key_name = "pk_test_0296tiiBb3UUmdjYQ3ySu00OnH1h";
const std::string signature_text(86, 'A');

std::string read(std::string_view header) {
    const auto parsed = parse_step_up(header);
    if (!parsed) return std::string{name_of(parsed.error())};
    const std::string id{parsed->challenge_id};
    if (const auto* totp = std::get_if<TotpAnswer>(&parsed->answer)) {
        return "totp " + id + " " + std::string{totp->code};
    }
    if (const auto* recovery = std::get_if<RecoveryAnswer>(&parsed->answer)) {
        return "recovery " + id + " " + std::string{recovery->code};
    }
    if (const auto* passkey = std::get_if<PasskeyAnswer>(&parsed->answer)) {
        const Assertion& said = passkey->assertion;
        return "passkey " + id + " " + base::format_hex(said.credential_id) + " " +
               base::format_hex(said.authenticator_data) + " " +
               base::format_hex(said.client_data) + " " + base::format_hex(said.signature);
    }
    const auto& approver = std::get<ApproverAnswer>(parsed->answer);
    return "approver " + id + " " +
           core::format_key_name(approver.key.environment, approver.key.name);
}

TEST(StepUp, each_way_to_answer_is_read) {
    EXPECT_EQ(read("totp;id=ch_x;code=123456"), "totp ch_x 123456");
    EXPECT_EQ(read("recovery;id=ch_x;code=7K31-Q9XV-0BTR-H21E"),
              "recovery ch_x 7K31-Q9XV-0BTR-H21E");
    EXPECT_EQ(read("passkey;id=ch_x;credential=AQ;authenticator_data=Ag;client_data=_w;"
                   "signature=BA"),
              "passkey ch_x 01 02 ff 04");
    EXPECT_EQ(read("approver;id=ch_x;key=" + key_name + ";signature=" + signature_text),
              "approver ch_x " + key_name);
}

TEST(StepUp, fields_come_in_any_order_and_with_spaces_between) {
    EXPECT_EQ(read("totp; code=123456; id=ch_x"), "totp ch_x 123456");
    EXPECT_EQ(read(" totp ;id=ch_x;code=123456;"), "totp ch_x 123456");
}

TEST(StepUp, anything_else_is_malformed) {
    for (const std::string& header :
         {std::string{}, std::string{"totp"}, std::string{"totp;id=ch_x"},
          std::string{"totp;code=123456"}, std::string{"sms;id=ch_x;code=123456"},
          std::string{"TOTP;id=ch_x;code=123456"}, std::string{"totp;id=;code=123456"},
          std::string{"totp;id=ch_x;code=123456;code=654321"}, std::string{"totp;id=ch_x;id=ch_y"},
          std::string{"totp;id=ch_x;code=123456;more=1"}, std::string{"totp;id=ch_x;code"},
          std::string{"totp;;id=ch_x;code=123456"}, std::string{"totp,id=ch_x,code=123456"},
          std::string{"passkey;id=ch_x;credential=A;authenticator_data=Ag;client_data=_w;"
                      "signature=BA"},
          std::string{"passkey;id=ch_x;credential=AQ;authenticator_data=Ag;client_data=_w"},
          "approver;id=ch_x;key=pk_test_x;signature=" + signature_text,
          "approver;id=ch_x;key=" + key_name + ";signature=AAAA",
          "totp;id=ch_x;code=" + std::string(16'384, '1')}) {
        EXPECT_EQ(read(header), "malformed") << header.substr(0, 100);
    }
}

class Approval : public testing::Test {
  protected:
    void SetUp() override {
        const base::Bytes seed(crypto_sign_SEEDBYTES, 9);
        base::Bytes point(crypto_sign_PUBLICKEYBYTES);
        crypto_sign_seed_keypair(point.data(), secret_.data(), seed.data());
        approver_ = {core::Algorithm::ed25519, point, {}};
    }
    base::Bytes sign(std::string_view text) const {
        base::Bytes signature(crypto_sign_BYTES);
        crypto_sign_detached(signature.data(), nullptr, base::as_bytes(text).data(), text.size(),
                             secret_.data());
        return signature;
    }

    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret_{};
    core::Credential approver_;
};

TEST_F(Approval, another_key_approves_one_request_under_one_challenge) {
    const core::Fingerprint request{1, 2};
    const base::Bytes signature =
        sign("postern-approval-1\nch_x\n00000000000000010000000000000002");
    EXPECT_TRUE(is_approval(approver_, "ch_x", request, signature));
    EXPECT_FALSE(is_approval(approver_, "ch_y", request, signature));
    EXPECT_FALSE(is_approval(approver_, "ch_x", {1, 3}, signature));
    EXPECT_FALSE(is_approval(approver_, "ch_x", request, base::Bytes(64)));
    EXPECT_FALSE(is_approval(approver_, "ch_x", request, {}));
    core::Credential other = approver_;
    other.public_key[0] ^= 1;
    EXPECT_FALSE(is_approval(other, "ch_x", request, signature));
}

TEST_F(Approval, keys_of_other_kinds_approve_nothing) {
    core::Credential other = approver_;
    other.algorithm = core::Algorithm::hmac_sha256;
    EXPECT_FALSE(is_approval(other, "ch_x", {1, 2}, sign(approval_text("ch_x", {1, 2}))));
}

}  // namespace
}  // namespace api
