#include "api/access/native_signature.hpp"

#include <gtest/gtest.h>

#include "api/access/vectors_for_tests.hpp"

namespace api {
namespace {

Request published() {
    Request request;
    request.method = Method::post;
    request.method_text = "POST";
    request.target = vectors::target;
    request.path = vectors::path;
    request.query = vectors::query;
    request.body = vectors::body;
    request.headers = {{"Host", vectors::host},
                       {"Postern-Key", vectors::key_name},
                       {"Postern-Timestamp", vectors::timestamp},
                       {"Postern-Nonce", vectors::nonce},
                       {"Postern-Signature", vectors::hmac_signature}};
    return request;
}

std::string fault(const Request& request) {
    const auto read = read_native_signature(request);
    if (read) return "";
    return std::string{name_of(read.error().reject)} + " " + std::string{read.error().field.view()};
}

TEST(NativeSignature, builds_the_published_text) {
    EXPECT_EQ(canonical_text(published()), vectors::canonical);
    EXPECT_EQ(canonical_sha256(published()), vectors::canonical_digest);
}

TEST(NativeSignature, covers_every_part_of_the_request) {
    const std::string before = canonical_text(published());
    const auto differs = [&](auto change) {
        Request request = published();
        change(request);
        return canonical_text(request) != before;
    };
    EXPECT_TRUE(differs([](Request& r) { r.method_text = "PUT"; }));
    EXPECT_TRUE(differs([](Request& r) { r.target = "/v1/orders"; }));
    EXPECT_TRUE(differs([](Request& r) { r.body = ""; }));
    EXPECT_TRUE(differs([](Request& r) { r.headers[0].value = "other:8420"; }));
    EXPECT_TRUE(differs([](Request& r) { r.headers[1].value = "pk_test_other"; }));
    EXPECT_TRUE(differs([](Request& r) { r.headers[2].value = "1700000000001"; }));
    EXPECT_TRUE(differs([](Request& r) { r.headers[3].value = "n-other-nonce"; }));
    EXPECT_FALSE(differs([](Request& r) { r.headers[4].value = "00"; }));
}

TEST(NativeSignature, of_an_empty_body_ends_with_the_digest_of_nothing) {
    Request request = published();
    request.body = {};
    EXPECT_TRUE(canonical_text(request).ends_with(
        "\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

TEST(NativeSignature, names_the_header_that_is_missing) {
    EXPECT_EQ(fault(published()), "");
    const char* names[] = {"", "Postern-Key", "Postern-Timestamp", "Postern-Nonce",
                           "Postern-Signature"};
    for (std::size_t i = 1; i < 5; ++i) {
        Request request = published();
        request.headers.erase(request.headers.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_EQ(fault(request), std::string{"signature_missing_component "} + names[i]);
        EXPECT_TRUE(carries_native_signature(request));
    }
    Request bare = published();
    bare.headers.resize(1);
    EXPECT_FALSE(carries_native_signature(bare));
}

TEST(NativeSignature, takes_nonces_of_8_to_64_plain_characters) {
    const auto with = [](std::string_view nonce) {
        Request request = published();
        request.headers[3].value = nonce;
        return fault(request);
    };
    EXPECT_EQ(with("12345678"), "");
    EXPECT_EQ(with("2f1c7a1e-0d1b-4c55-9f1e-6a3f0e8c_AZ"), "");
    EXPECT_EQ(with(std::string(64, 'n')), "");
    for (const std::string& bad :
         {std::string{"1234567"}, std::string(65, 'n'), std::string{"with space"},
          std::string{"tab\tinside"}, std::string{"slash/here"},
          std::string{"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"}}) {
        EXPECT_EQ(with(bad), "malformed_field Postern-Nonce") << bad;
    }
}

}  // namespace
}  // namespace api
