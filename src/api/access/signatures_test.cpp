#include "api/access/signatures.hpp"

#include <array>
#include <atomic>
#include <gtest/gtest.h>
#include <sodium.h>
#include <thread>

#include "api/access/credentials.hpp"
#include "api/access/digest.hpp"
#include "api/access/signer.hpp"
#include "api/access/vectors_for_tests.hpp"

namespace api {
namespace {

using core::Algorithm;
using vault::Secret;

core::Credential hmac_credential() {
    return {.algorithm = Algorithm::hmac_sha256, .public_key = {}, .secret = {1, 2}};
}

std::unique_ptr<const Verifier> verifier_of(std::string_view public_key) {
    const auto credential = parse_public_key(public_key);
    EXPECT_TRUE(credential);
    return Verifier::of(*credential, nullptr);
}

bool verifies(const Verifier& verifier, std::string_view payload, std::string_view signature,
              RsaScheme scheme = RsaScheme::pss_sha512) {
    const auto bytes = decode_signature(verifier.algorithm(), signature);
    return bytes && verifier.verify(std::array{payload}, *bytes, scheme);
}

// The promise that all three must keep: this text, this signature, and no other.
void expect_exact(const Verifier& verifier, std::string_view signature, RsaScheme scheme) {
    const std::string text{vectors::canonical};
    EXPECT_TRUE(verifies(verifier, text, signature, scheme));
    const auto bytes = *decode_signature(verifier.algorithm(), signature);
    for (std::size_t i = 0; i < bytes.size(); i += 7) {
        base::Bytes bad = bytes;
        bad[i] ^= 1;
        EXPECT_FALSE(verifier.verify(std::array{std::string_view{text}}, bad, scheme)) << i;
    }
    for (std::size_t i = 0; i < text.size(); i += 17) {
        std::string bad = text;
        bad[i] ^= 1;
        EXPECT_FALSE(verifies(verifier, bad, signature, scheme)) << i;
    }
    EXPECT_FALSE(verifies(verifier, text, "", scheme));
    const base::Bytes cut(bytes.begin(), bytes.end() - 1);
    EXPECT_FALSE(verifier.verify(std::array{std::string_view{text}}, cut, scheme));
}

TEST(Verifier, of_hmac_takes_the_published_vector_and_nothing_near_it) {
    const Secret secret{vectors::hmac_secret};
    expect_exact(*Verifier::of(hmac_credential(), &secret), vectors::hmac_signature,
                 RsaScheme::pss_sha512);
}

TEST(Verifier, of_ed25519_takes_the_published_vector_and_nothing_near_it) {
    expect_exact(*verifier_of(vectors::ed25519_point), vectors::ed25519_signature,
                 RsaScheme::pss_sha512);
}

TEST(Verifier, of_rsa_takes_the_published_vectors_and_nothing_near_them) {
    const auto verifier = verifier_of(vectors::rsa_public_pem);
    expect_exact(*verifier, vectors::rsa_pss_signature, RsaScheme::pss_sha512);
    expect_exact(*verifier, vectors::rsa_pkcs1_signature, RsaScheme::pkcs1_sha256);
    EXPECT_FALSE(verifies(*verifier, vectors::canonical, vectors::rsa_pss_signature,
                          RsaScheme::pkcs1_sha256));
    EXPECT_FALSE(verifies(*verifier, vectors::canonical, vectors::rsa_pkcs1_signature,
                          RsaScheme::pss_sha512));
}

TEST(Verifier, takes_hmac_in_either_case) {
    const Secret secret{vectors::hmac_secret};
    const auto verifier = Verifier::of(hmac_credential(), &secret);
    std::string upper{vectors::hmac_signature};
    for (char& c : upper) c = static_cast<char>(std::toupper(c));
    EXPECT_TRUE(verifies(*verifier, vectors::canonical, upper));
}

TEST(Verifier, reads_the_parts_of_a_payload_as_one_text) {
    const Secret secret{vectors::hmac_secret};
    const KeyPair ed25519 = [] {
        SeededRandomness dice{1};
        return make_ed25519_pair(dice);
    }();
    const KeyPair rsa = make_rsa_pair();
    const std::array<std::string_view, 4> parts{"symbol=BTCUSDT", "&side=BUY", "", "price=1"};
    const std::string_view whole = "symbol=BTCUSDT&side=BUYprice=1";

    const auto by_hmac = decode_signature(Algorithm::hmac_sha256, sign_hmac(secret, whole));
    EXPECT_TRUE(
        Verifier::of(hmac_credential(), &secret)->verify(parts, *by_hmac, RsaScheme::pkcs1_sha256));
    for (const RsaScheme scheme : {RsaScheme::pkcs1_sha256, RsaScheme::pss_sha512}) {
        for (const KeyPair* pair : {&ed25519, &rsa}) {
            const auto signature =
                base::parse_base64(sign_with_pem(pair->private_key_pem, whole, scheme));
            ASSERT_TRUE(signature);
            const auto verifier = Verifier::of(pair->credential, nullptr);
            EXPECT_TRUE(verifier->verify(parts, *signature, scheme));
        }
    }
}

// Under the identity point the signature R = identity, S = 0 would verify for any text.
TEST(Verifier, of_a_small_order_point_verifies_nothing) {
    core::Credential credential{
        .algorithm = Algorithm::ed25519, .public_key = base::Bytes(32, 0), .secret = {}};
    credential.public_key[0] = 1;
    base::Bytes forged(64, 0);
    forged[0] = 1;
    const auto verifier = Verifier::of(credential, nullptr);
    ASSERT_NE(verifier, nullptr);
    EXPECT_FALSE(verifier->verify(std::array<std::string_view, 1>{"any text"}, forged,
                                  RsaScheme::pss_sha512));
}

TEST(Verifier, is_not_made_of_damaged_credentials) {
    EXPECT_EQ(Verifier::of(hmac_credential(), nullptr), nullptr);
    const Secret empty{std::string_view{}};
    EXPECT_EQ(Verifier::of(hmac_credential(), &empty), nullptr);
    EXPECT_EQ(Verifier::of({.algorithm = Algorithm::ed25519, .public_key = {1, 2}, .secret = {}},
                           nullptr),
              nullptr);
    EXPECT_EQ(
        Verifier::of({.algorithm = Algorithm::rsa, .public_key = {1, 2}, .secret = {}}, nullptr),
        nullptr);
}

TEST(Verifier, is_used_by_many_threads_at_once) {
    const Secret secret{vectors::hmac_secret};
    const auto hmac = Verifier::of(hmac_credential(), &secret);
    const auto rsa = verifier_of(vectors::rsa_public_pem);
    std::atomic<int> right{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int turn = 0; turn < 200; ++turn) {
                    right += verifies(*hmac, vectors::canonical, vectors::hmac_signature);
                    right += !verifies(*hmac, "other text", vectors::hmac_signature);
                    right += verifies(*rsa, vectors::canonical, vectors::rsa_pss_signature);
                }
            });
        }
    }
    EXPECT_EQ(right, 4 * 200 * 3);
}

TEST(VerifyNothing, takes_any_text_for_a_signature) {
    const std::array<std::string_view, 1> payload{"text"};
    for (const std::string& signature :
         {std::string{}, std::string{"not hex"}, std::string(64, 'a'), std::string(88, 'A'),
          std::string(344, 'A'), std::string(10'000, '?')}) {
        verify_nothing(payload, signature, RsaScheme::pss_sha512);
        verify_nothing(payload, signature, RsaScheme::pkcs1_sha256);
    }
}

TEST(Digest, of_abc_is_the_known_one) {
    EXPECT_EQ(base::format_hex(sha256("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Fingerprint, tells_apart_texts_that_run_together) {
    EXPECT_EQ(fingerprint({"ab", "c"}), fingerprint({"ab", "c"}));
    EXPECT_NE(fingerprint({"ab", "c"}), fingerprint({"a", "bc"}));
    EXPECT_NE(fingerprint({"abc"}), fingerprint({"abc", ""}));
    EXPECT_TRUE(fingerprint({}));
}

}  // namespace
}  // namespace api
