// docs/api/vectors/message_signatures.json: what others check their signing against. UPDATE=1
// writes it anew; tests/clients checks it by another implementation.
#include <algorithm>
#include <array>
#include <fstream>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <sstream>

#include "api/access/content_digest.hpp"
#include "api/access/credentials.hpp"
#include "api/access/message_signature.hpp"
#include "api/access/signer.hpp"
#include "api/access/vectors_for_tests.hpp"

namespace api {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Vector {
    std::string name;
    std::string algorithm;
    std::string method, host, path, query;
    Fields headers;  // besides Host, Signature-Input and Signature
    std::string body;
    std::string components;
    std::string base{}, input{}, signature{};

    Request request() const {
        Request request;
        request.method_text = method;
        request.path = path;
        request.query = query;
        request.body = body;
        request.headers.push_back({"Host", host});
        for (const auto& [key, value] : headers) request.headers.push_back({key, value});
        request.headers.push_back({"Signature-Input", input});
        request.headers.push_back({"Signature", signature});
        return request;
    }
    std::string target() const { return query.empty() ? path : path + "?" + query; }
};

constexpr std::string_view four = R"("@method" "@authority" "@path" "@query")";

std::vector<Vector> requests_of(const std::string& algorithm) {
    const std::string order{vectors::body};
    const std::string json = "application/json";
    return {
        {.name = "a read without a query",
         .algorithm = algorithm,
         .method = "GET",
         .host = "127.0.0.1:8420",
         .path = "/v1/orders",
         .query = "",
         .headers = {},
         .body = "",
         .components = std::string{four}},
        {.name = "a read with a query, an authority to be written otherwise",
         .algorithm = algorithm,
         .method = "GET",
         .host = "API.Example.com:443",
         .path = "/v1/markets/BTCUSDT/candles",
         .query = "interval=1m&limit=%31%30",
         .headers = {},
         .body = "",
         .components = std::string{four}},
        {.name = "an order",
         .algorithm = algorithm,
         .method = "POST",
         .host = "127.0.0.1:8420",
         .path = "/v1/orders",
         .query = "validate_only=true",
         .headers = {{"Content-Type", json}, {"Content-Digest", content_digest(order)}},
         .body = order,
         .components = std::string{four} + R"( "content-digest")"},
        {.name = "an order with more fields covered than it must",
         .algorithm = algorithm,
         .method = "POST",
         .host = "127.0.0.1:8420",
         .path = "/v1/orders",
         .query = "",
         .headers = {{"Content-Type", json},
                     {"Accept", "application/json"},
                     {"Accept", "*/*;q=0.1"},
                     {"Idempotency-Key", "order-1"},
                     {"Content-Digest", content_digest(order)}},
         .body = order,
         .components =
             R"("content-digest" "content-type" "accept" "idempotency-key" )" + std::string{four}},
    };
}

// The first key pair of RFC 8032 in PKCS #8.
std::string ed25519_pem() {
    const base::Bytes der =
        *base::parse_hex("302e020100300506032b657004220420" + std::string{vectors::ed25519_seed});
    return "-----BEGIN PRIVATE KEY-----\n" + base::format_base64(der) +
           "\n-----END PRIVATE KEY-----\n";
}

std::string signed_in_base64(const std::string& algorithm, const std::string& base,
                             const std::string& rsa_pem) {
    if (algorithm == "hmac-sha256") {
        const vault::Secret secret{vectors::hmac_secret};
        return base::format_base64(*base::parse_hex(sign_hmac(secret, base)));
    }
    const vault::Secret pem{algorithm == "ed25519" ? ed25519_pem() : rsa_pem};
    return sign_with_pem(pem, base, RsaScheme::pss_sha512);
}

void sign(Vector& vector, const std::string& rsa_pem) {
    vector.input = "sig=(" + vector.components + ");created=1700000000;keyid=\"" +
                   std::string{vectors::key_name} + "\";nonce=\"" + std::string{vectors::nonce} +
                   "\";alg=\"" + vector.algorithm + "\";tag=\"postern\"";
    vector.base = signature_base(vector.request()).value();
    vector.signature = "sig=:" + signed_in_base64(vector.algorithm, vector.base, rsa_pem) + ":";
}

struct Published {
    std::string rsa_public_pem;
    std::vector<Vector> all;
};

Published make() {
    KeyPair pair = make_rsa_pair();
    const std::string rsa_pem{pair.private_key_pem.reveal_text()};
    const std::string der = base::format_base64(pair.credential.public_key);
    Published made{.rsa_public_pem = "-----BEGIN PUBLIC KEY-----\n", .all = {}};
    for (std::size_t at = 0; at < der.size(); at += 64) {
        made.rsa_public_pem += der.substr(at, 64) + "\n";
    }
    made.rsa_public_pem += "-----END PUBLIC KEY-----\n";
    for (const std::string algorithm : {"ed25519", "hmac-sha256", "rsa-pss-sha512"}) {
        for (Vector& vector : requests_of(algorithm)) {
            sign(vector, rsa_pem);
            made.all.push_back(std::move(vector));
        }
    }
    return made;
}

// --- the file

std::string path_of_file() {
    const std::string here = __FILE__;
    return here.substr(0, here.rfind("src/api/access")) +
           "docs/api/vectors/message_signatures.json";
}

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string json_of(const Vector& vector) {
    std::string headers;
    for (const auto& [name, value] : vector.headers) {
        headers += headers.empty() ? "" : ", ";
        headers += "[" + in_quotes(name) + ", " + in_quotes(value) + "]";
    }
    return "    {\n      \"name\": " + in_quotes(vector.name) +
           ",\n      \"key\": " + in_quotes(vector.algorithm) +
           ",\n      \"method\": " + in_quotes(vector.method) +
           ",\n      \"host\": " + in_quotes(vector.host) +
           ",\n      \"target\": " + in_quotes(vector.target()) + ",\n      \"headers\": [" +
           headers + "],\n      \"body\": " + in_quotes(vector.body) +
           ",\n      \"signature_base\": " + in_quotes(vector.base) +
           ",\n      \"signature_input\": " + in_quotes(vector.input) +
           ",\n      \"signature\": " + in_quotes(vector.signature) + "\n    }";
}

std::string json_of(const Published& published) {
    std::string vectors;
    for (const Vector& vector : published.all) {
        vectors += (vectors.empty() ? "" : ",\n") + json_of(vector);
    }
    return "{\n  \"about\": \"Written by src/api/access/message_vectors_test.cpp (UPDATE=1). "
           "docs/api/signing.md explains.\",\n  \"keys\": {\n    \"ed25519\": "
           "{\"private_key_pem\": " +
           in_quotes(ed25519_pem()) + ", \"public_key_hex\": " + in_quotes(vectors::ed25519_point) +
           "},\n    \"hmac-sha256\": {\"secret\": " + in_quotes(vectors::hmac_secret) +
           "},\n    \"rsa-pss-sha512\": {\"public_key_pem\": " +
           in_quotes(published.rsa_public_pem) + "}\n  },\n  \"vectors\": [\n" + vectors +
           "\n  ]\n}\n";
}

std::string text_at(const simdjson::dom::element& object, std::string_view key) {
    return std::string{object[key].get_string().value()};
}

Published read() {
    simdjson::dom::parser parser;
    const auto file = parser.load(path_of_file());
    Published read{
        .rsa_public_pem = text_at(file["keys"]["rsa-pss-sha512"].value(), "public_key_pem"),
        .all = {}};
    for (const simdjson::dom::element row : file["vectors"].get_array()) {
        const std::string target = text_at(row, "target");
        const std::size_t mark = std::min(target.find('?'), target.size());
        Vector vector{.name = text_at(row, "name"),
                      .algorithm = text_at(row, "key"),
                      .method = text_at(row, "method"),
                      .host = text_at(row, "host"),
                      .path = target.substr(0, mark),
                      .query = mark == target.size() ? "" : target.substr(mark + 1),
                      .headers = {},
                      .body = text_at(row, "body"),
                      .components = "",
                      .base = text_at(row, "signature_base"),
                      .input = text_at(row, "signature_input"),
                      .signature = text_at(row, "signature")};
        for (const simdjson::dom::element pair : row["headers"].get_array()) {
            vector.headers.emplace_back(pair.at(0).get_string().value(),
                                        pair.at(1).get_string().value());
        }
        read.all.push_back(std::move(vector));
    }
    return read;
}

std::unique_ptr<const Verifier> verifier_of(const Published& published,
                                            const std::string& algorithm) {
    if (algorithm == "hmac-sha256") {
        const vault::Secret secret{vectors::hmac_secret};
        return Verifier::of(
            {.algorithm = core::Algorithm::hmac_sha256, .public_key = {}, .secret = {}}, &secret);
    }
    const bool rsa = algorithm == "rsa-pss-sha512";
    const std::string_view key = rsa ? published.rsa_public_pem : vectors::ed25519_point;
    return Verifier::of(*parse_public_key(key), nullptr);
}

TEST(MessageVectors, are_what_this_server_would_build_and_accept) {
    if (const char* update = std::getenv("UPDATE"); update != nullptr && *update == '1') {
        std::ofstream{path_of_file()} << json_of(make());
    }
    const Published published = read();
    EXPECT_EQ(published.all.size(), 12U) << "UPDATE=1 writes the file anew";
    for (const Vector& vector : published.all) {
        SCOPED_TRACE(vector.algorithm + ": " + vector.name);
        const auto seen = read_message_signature(vector.request());
        ASSERT_TRUE(seen);
        EXPECT_FALSE(seen->missing);
        EXPECT_EQ(seen->base, vector.base);
        EXPECT_EQ(seen->key, vectors::key_name);
        EXPECT_EQ(seen->algorithm, vector.algorithm);
        EXPECT_TRUE(check_body(vector.request()));
        EXPECT_TRUE(verifier_of(published, vector.algorithm)
                        ->verify(std::array{std::string_view{seen->base}}, seen->signature,
                                 RsaScheme::pss_sha512));
    }
}

// RSA-PSS draws salt, so its signatures are others each time.
TEST(MessageVectors, are_the_same_whenever_they_are_made) {
    const Published published = read();
    const Published made = make();
    ASSERT_EQ(published.all.size(), made.all.size()) << "UPDATE=1 writes the file anew";
    for (std::size_t i = 0; i < made.all.size(); ++i) {
        EXPECT_EQ(published.all[i].base, made.all[i].base);
        if (made.all[i].algorithm == "rsa-pss-sha512") continue;
        EXPECT_EQ(published.all[i].signature, made.all[i].signature);
    }
}

// docs/api/signing.md shows one of them as its worked example.
TEST(MessageVectors, are_what_the_page_shows) {
    std::string file = path_of_file();
    file.replace(file.rfind("vectors/"), std::string::npos, "signing.md");
    std::stringstream page;
    page << std::ifstream{file}.rdbuf();
    const auto shows = [&](const std::string& text) { return page.str().contains(text); };
    const Published published = read();
    const auto example = std::ranges::find_if(published.all, [](const Vector& vector) {
        return vector.algorithm == "ed25519" && vector.name == "an order";
    });
    ASSERT_NE(example, published.all.end());
    EXPECT_TRUE(shows("Signature-Input: " + example->input + "\n"));
    EXPECT_TRUE(shows("Signature: " + example->signature + "\n"));
    EXPECT_TRUE(shows("    " + example->body + "\n"));
    std::stringstream base{example->base};
    for (std::string line; std::getline(base, line);) EXPECT_TRUE(shows("    " + line + "\n"));
}

}  // namespace
}  // namespace api
