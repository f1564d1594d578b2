#include "api/access/credentials.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include "api/access/vectors_for_tests.hpp"
#include "base/crc32c.hpp"
#include "core/access/key_name.hpp"

namespace api {
namespace {

using core::Algorithm;

CredentialError fault(std::string_view text) {
    const auto parsed = parse_public_key(text);
    EXPECT_FALSE(parsed) << text;
    return parsed ? CredentialError{99} : parsed.error();
}

const base::Bytes point = *base::parse_hex(vectors::ed25519_point);

TEST(ParsePublicKey, gives_the_same_ed25519_key_in_whatever_form_it_comes) {
    const std::string der = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    for (const std::string& text : {
             std::string{vectors::ed25519_point},
             std::string{"D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A"},
             std::string{"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="},
             std::string{"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
             "-----BEGIN PUBLIC KEY-----\n" + der + "\n-----END PUBLIC KEY-----\n",
             "\r\n -----BEGIN PUBLIC KEY-----\r\n" + der + "\r\n-----END PUBLIC KEY-----  \r\n",
             der,
             std::string{R"({"kty":"OKP","crv":"Ed25519","key_ops":["verify"],"ext":true,
                 "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"},
             std::string{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8"
                         "CGmj3B1Ea me@home\n"},
         }) {
        const auto parsed = parse_public_key(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(parsed->algorithm, Algorithm::ed25519);
        EXPECT_EQ(parsed->public_key, point) << text;
    }
}

std::string rsa_jwk(std::string_view more = "") {
    return R"({"kty":"RSA","e":"AQAB","n":")"
           "wuKwOgX1KLduwW2IcTWwK6QX_cVW1fauZ74QeWoG9kUUYZzfIHvPohH6CwpUHC0QpIwufwiAgs8jH4PQs4Hf"
           "jDvIp_Zocnyfp2rqh4CxyTkB_i6VfMAPlHU33R_tqle8Wb0ni7Q3udUPIi_z23heK9cDd-fD7YnUVz-GEpCf"
           "6vEnhFoXHyV_68jfwNPNaVBjuuuRiKtU8n1aAB394Z4SKd_KEPlpYBdakHM5FWl31BQ4tdggoAKiDWOJqW_P"
           "GE4HAs-80Pl3UoOI47AXheWStjytMWzG8nVyQpzQe1gHMPsvy9GG0cnakX6vQ9eoGRJgf5c4TmEBDajSZRB9"
           "xIOThQ\"" +
           std::string{more} + "}";
}

TEST(ParsePublicKey, gives_the_same_rsa_key_in_whatever_form_it_comes) {
    const auto from_pem = parse_public_key(vectors::rsa_public_pem);
    ASSERT_TRUE(from_pem);
    EXPECT_EQ(from_pem->algorithm, Algorithm::rsa);
    const auto from_jwk = parse_public_key(rsa_jwk());
    ASSERT_TRUE(from_jwk);
    EXPECT_EQ(*from_jwk, *from_pem);
    EXPECT_EQ(format_public_key_pem(*from_pem), vectors::rsa_public_pem);
}

TEST(ParsePublicKey, refuses_private_keys_and_says_so) {
    SeededRandomness dice{1};
    const KeyPair pair = make_ed25519_pair(dice);
    const std::string pem{pair.private_key_pem.reveal_text()};
    EXPECT_EQ(fault(pem), CredentialError::private_key);
    EXPECT_EQ(fault(make_rsa_pair().private_key_pem.reveal_text()), CredentialError::private_key);
    EXPECT_EQ(fault(rsa_jwk(R"(,"d":"AQAB")")), CredentialError::private_key);
    EXPECT_EQ(fault("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----"),
              CredentialError::private_key);
    EXPECT_EQ(fault("PuTTY-User-Key-File-3: ssh-ed25519"), CredentialError::private_key);
    // Without its armour, and as libsodium writes it.
    EXPECT_EQ(fault("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"),
              CredentialError::private_key);
    EXPECT_EQ(fault(std::string{vectors::ed25519_seed} + std::string{vectors::ed25519_point}),
              CredentialError::private_key);
    EXPECT_NE(sentence_for(CredentialError::private_key).find("throw it away"),
              std::string_view::npos);
}

TEST(ParsePublicKey, refuses_points_of_small_order_and_other_encodings) {
    for (const std::string_view hex : {
             "0100000000000000000000000000000000000000000000000000000000000000",  // the identity
             "0000000000000000000000000000000000000000000000000000000000000000",  // order 4
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // order 2
             "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",  // order 8
             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // 1 + p
             "0100000000000000000000000000000000000000000000000000000000000080",  // minus zero
             "0200000000000000000000000000000000000000000000000000000000000000",  // not on the
                                                                                  // curve
         }) {
        EXPECT_EQ(fault(hex), CredentialError::weak_point) << hex;
    }
    // A good point plus one of order 8 lies outside the large subgroup.
    std::array<std::uint8_t, 32> mixed{};
    const auto torsion =
        *base::parse_hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    ASSERT_EQ(crypto_core_ed25519_add(mixed.data(), point.data(), torsion.data()), 0);
    EXPECT_EQ(fault(base::format_hex(mixed)), CredentialError::weak_point);
}

TEST(ParsePublicKey, refuses_other_algorithms_and_sizes) {
    EXPECT_EQ(fault("-----BEGIN PUBLIC KEY-----\n"
                    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEkPe/5eK73eVdOiGgxfBjCbtFQl7I\n"
                    "EG+VS67uELsOTJOB1hf+z5ZkbS4sB/8ntrumJxjkxvgzKzs3r9l4svfokA==\n"
                    "-----END PUBLIC KEY-----"),
              CredentialError::wrong_algorithm);
    EXPECT_EQ(fault("MCowBQYDK2VuAyEADRwuJ9FnmT2kljSQXg7uozeIDuj+zylW5XT2EWPUjQ4="),
              CredentialError::wrong_algorithm);
    EXPECT_EQ(fault(R"({"kty":"OKP","crv":"X25519","x":"AAAA"})"),
              CredentialError::wrong_algorithm);
    EXPECT_EQ(fault(R"({"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"})"),
              CredentialError::wrong_algorithm);
    EXPECT_EQ(fault("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ"), CredentialError::wrong_algorithm);
    EXPECT_EQ(fault("ecdsa-sha2-nistp256 AAAA"), CredentialError::wrong_algorithm);
    EXPECT_EQ(fault("-----BEGIN PUBLIC KEY-----\n"
                    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDe2sa4t1qiFYOZZt9OOQHdsnvP\n"
                    "kigly+XPgbEIviT2iFNpZKOfVC2U7Qz+LUiR729fFTe1B/lM+Qrc4XDhGz5jqO/J\n"
                    "TjHL86jpT/1IRugdwtYQmUhIijPD0crkMLlmJ4DAF/AoaUTsRzhVnwiluA89y+j7\n"
                    "mPbcV+1KmrqFcYay5QIDAQAB\n"
                    "-----END PUBLIC KEY-----"),
              CredentialError::rsa_too_small);
    EXPECT_EQ(fault(R"({"kty":"RSA","e":"AQAB","n":")" + std::string(1'400, 'w') + "\"}"),
              CredentialError::rsa_too_large);
    std::string even = rsa_jwk();
    even.replace(even.find("AQAB"), 4, "AQAC");
    EXPECT_EQ(fault(even), CredentialError::rsa_too_large);
}

TEST(ParsePublicKey, refuses_junk_and_anything_beside_the_key) {
    const std::string pem{vectors::rsa_public_pem};
    for (const std::string& text : {
             std::string{},
             std::string{"  \n"},
             std::string{"hello"},
             std::string{"{}"},
             std::string{"{\"kty\":"},
             std::string{"-----BEGIN PUBLIC KEY-----"},
             pem + "junk",
             "junk" + pem,
             pem + pem,
             pem.substr(0, 100),
             std::string{vectors::ed25519_point} + "00",
             std::string{vectors::ed25519_point}.substr(2),
             std::string{"ssh-ed25519 AAAA"},
             std::string{"ssh-ed25519 "},
             std::string{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8"
                         "CGmj3B1Ea me\nssh-ed25519 AAAA"},
             // One byte behind the DER, and one inside the OpenSSH text's lengths.
             std::string{"MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURoA"},
             std::string{"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA/9damAGCsQq31Uv+08lkBzoO4XLz2qYjJa8"
                         "CGmj3B1Ea"},
             std::string(20'000, 'A'),
         }) {
        EXPECT_EQ(fault(text), CredentialError::not_a_key) << text.substr(0, 80);
    }
}

TEST(FreshCredentials, come_back_through_the_parser) {
    SeededRandomness dice{7};
    const KeyPair pair = make_ed25519_pair(dice);
    EXPECT_EQ(parse_public_key(format_public_key_pem(pair.credential)), pair.credential);
    EXPECT_TRUE(pair.private_key_pem.reveal_text().starts_with("-----BEGIN PRIVATE KEY-----\n"));
    const KeyPair rsa = make_rsa_pair();
    EXPECT_EQ(parse_public_key(format_public_key_pem(rsa.credential)), rsa.credential);
    EXPECT_TRUE(rsa.private_key_pem.reveal_text().starts_with("-----BEGIN PRIVATE KEY-----\n"));
}

TEST(FreshCredentials, are_the_same_from_the_same_seed_and_others_from_another) {
    SeededRandomness one{1}, again{1}, two{2};
    const auto first = make_hmac_secret(core::Environment::test, one);
    EXPECT_EQ(first.reveal_text(), make_hmac_secret(core::Environment::test, again).reveal_text());
    EXPECT_NE(first.reveal_text(), make_hmac_secret(core::Environment::test, two).reveal_text());
    EXPECT_EQ(make_ed25519_pair(one).credential, make_ed25519_pair(again).credential);
    EXPECT_EQ(random_key_name(one), random_key_name(again));
}

TEST(HmacSecret, has_57_characters_and_a_checksum_for_scanners) {
    SystemRandomness dice;
    for (const auto& [environment, prefix] :
         {std::pair{core::Environment::test, "ps_test_"}, {core::Environment::live, "ps_live_"}}) {
        const auto secret = make_hmac_secret(environment, dice);
        const std::string_view text = secret.reveal_text();
        ASSERT_EQ(text.size(), 57U);
        EXPECT_TRUE(text.starts_with(prefix));
        EXPECT_EQ(base::parse_base62(text.substr(51)),
                  base::crc32c(base::as_bytes(text.substr(0, 51))));
    }
}

TEST(RandomBase62, has_as_many_digits_as_asked_and_uses_all_of_them) {
    SeededRandomness dice{3};
    EXPECT_EQ(random_base62(dice, 0), "");
    const std::string text = random_base62(dice, 20'000);
    ASSERT_EQ(text.size(), 20'000U);
    std::map<char, int> seen;
    for (const char c : text) ++seen[c];
    EXPECT_EQ(seen.size(), 62U);
    for (const auto& [digit, count] : seen) {
        EXPECT_GT(count, 200) << digit;  // 322 expected, deviation 18
        EXPECT_LT(count, 450) << digit;
    }
}

}  // namespace
}  // namespace api
