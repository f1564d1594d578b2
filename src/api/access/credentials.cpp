#include "api/access/credentials.hpp"

#include <algorithm>
#include <array>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <simdjson.h>
#include <sodium.h>

#include "api/access/openssl.hpp"
#include "base/check.hpp"
#include "base/letters.hpp"
#include "base/result.hpp"

namespace api {
namespace {

using Parsed = std::expected<core::Credential, CredentialError>;

constexpr std::size_t text_bytes_max = 16'384;
constexpr int rsa_bits_min = 2048;
constexpr int rsa_bits_max = 8192;

std::unexpected<CredentialError> wrong(CredentialError error) { return std::unexpected(error); }

constexpr std::string_view blanks = " \t\r\n";

Parsed ed25519(base::BytesView point) {
    if (point.size() != crypto_core_ed25519_BYTES) return wrong(CredentialError::not_a_key);
    // Canonical, on the curve, of the large prime order: a signature under a point of small order
    // verifies for anybody.
    if (crypto_core_ed25519_is_valid_point(point.data()) != 1) {
        return wrong(CredentialError::weak_point);
    }
    return core::Credential{.algorithm = core::Algorithm::ed25519,
                            .public_key = {point.begin(), point.end()},
                            .secret = {}};
}

base::Bytes to_der(EVP_PKEY* key) {
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    CHECK(size > 0);
    base::Bytes bytes(der, der + size);
    OPENSSL_free(der);
    return bytes;
}

OpenNumber number_of(EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    return OpenNumber{number};
}

Parsed rsa(EVP_PKEY* key) {
    const OpenNumber modulus = number_of(key, OSSL_PKEY_PARAM_RSA_N);
    const OpenNumber exponent = number_of(key, OSSL_PKEY_PARAM_RSA_E);
    if (!modulus || !exponent) return wrong(CredentialError::not_a_key);
    const int bits = BN_num_bits(modulus.get());
    if (bits < rsa_bits_min) return wrong(CredentialError::rsa_too_small);
    const bool sound = BN_is_odd(modulus.get()) && BN_is_odd(exponent.get()) &&
                       !BN_is_one(exponent.get()) && BN_num_bits(exponent.get()) <= 32;
    if (bits > rsa_bits_max || !sound) return wrong(CredentialError::rsa_too_large);
    return core::Credential{
        .algorithm = core::Algorithm::rsa, .public_key = to_der(key), .secret = {}};
}

Parsed public_key(EVP_PKEY* key) {
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) return rsa(key);
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519) {
        return wrong(CredentialError::wrong_algorithm);
    }
    std::array<std::uint8_t, crypto_core_ed25519_BYTES> point{};
    std::size_t size = point.size();
    if (EVP_PKEY_get_raw_public_key(key, point.data(), &size) != 1) {
        return wrong(CredentialError::not_a_key);
    }
    return ed25519(point);
}

bool is_private_der(base::BytesView der) {
    const std::uint8_t* at = der.data();
    const OpenKey key{d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size()))};
    return key != nullptr;
}

// All of it is one SubjectPublicKeyInfo.
Parsed parse_der(base::BytesView der) {
    const std::uint8_t* at = der.data();
    const OpenKey key{d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()))};
    if (key != nullptr && at == der.data() + der.size()) return public_key(key.get());
    if (is_private_der(der)) return wrong(CredentialError::private_key);
    return wrong(CredentialError::not_a_key);
}

std::optional<base::Bytes> parse_wrapped_base64(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits),
                         [](char c) { return !blanks.contains(c); });
    return base::parse_base64(digits);
}

Parsed parse_pem(std::string_view text) {
    constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----";
    constexpr std::string_view end = "-----END PUBLIC KEY-----";
    if (!text.starts_with(begin) || !text.ends_with(end) ||
        text.size() < begin.size() + end.size()) {
        return wrong(CredentialError::not_a_key);
    }
    text.remove_prefix(begin.size());
    text.remove_suffix(end.size());
    const auto der = parse_wrapped_base64(text);
    if (!der) return wrong(CredentialError::not_a_key);
    return parse_der(*der);
}

// A length of four bytes, big end first, and as many bytes.
std::optional<base::BytesView> take_string(base::BytesView& rest) {
    if (rest.size() < 4) return std::nullopt;
    const std::size_t size = static_cast<std::size_t>(rest[0]) << 24 |
                             static_cast<std::size_t>(rest[1]) << 16 |
                             static_cast<std::size_t>(rest[2]) << 8 | rest[3];
    rest = rest.subspan(4);
    if (size > rest.size()) return std::nullopt;
    const base::BytesView taken = rest.first(size);
    rest = rest.subspan(size);
    return taken;
}

// "ssh-ed25519 AAAA... comment", on one line.
Parsed parse_openssh(std::string_view text) {
    constexpr std::string_view kind = "ssh-ed25519";
    if (text.find_first_of("\r\n") != std::string_view::npos) {
        return wrong(CredentialError::not_a_key);
    }
    if (text.substr(0, text.find(' ')) != kind) return wrong(CredentialError::wrong_algorithm);
    text = base::trimmed(text.substr(kind.size()), blanks);
    const auto blob = base::parse_base64(text.substr(0, text.find(' ')));
    if (!blob) return wrong(CredentialError::not_a_key);
    base::BytesView rest{*blob};
    const auto name = take_string(rest);
    const auto point = take_string(rest);
    if (!name || base::as_text(*name) != kind || !point || !rest.empty()) {
        return wrong(CredentialError::not_a_key);
    }
    return ed25519(*point);
}

std::optional<base::Bytes> member_bytes(const simdjson::dom::object& object, const char* name) {
    std::string_view text;
    if (object[name].get(text) != simdjson::SUCCESS) return std::nullopt;
    return base::parse_base64(text);
}

Parsed rsa_of(base::BytesView n, base::BytesView e) {
    if (n.size() > text_bytes_max || e.size() > 16) return wrong(CredentialError::rsa_too_large);
    const OpenNumber modulus{BN_bin2bn(n.data(), static_cast<int>(n.size()), nullptr)};
    const OpenNumber exponent{BN_bin2bn(e.data(), static_cast<int>(e.size()), nullptr)};
    OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
    CHECK(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1 &&
          OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1);
    OSSL_PARAM* parameters = OSSL_PARAM_BLD_to_param(builder);
    const OpenKeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
    EVP_PKEY* made = nullptr;
    const bool ok = EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters) == 1;
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    const OpenKey key{made};
    return ok ? rsa(key.get()) : wrong(CredentialError::not_a_key);
}

Parsed parse_jwk(std::string_view text) {
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(simdjson::padded_string{text}).get(object) != simdjson::SUCCESS) {
        return wrong(CredentialError::not_a_key);
    }
    if (object["d"].error() == simdjson::SUCCESS) return wrong(CredentialError::private_key);
    std::string_view kind;
    if (object["kty"].get(kind) != simdjson::SUCCESS) return wrong(CredentialError::not_a_key);
    if (kind == "OKP") {
        std::string_view curve;
        if (object["crv"].get(curve) != simdjson::SUCCESS || curve != "Ed25519") {
            return wrong(CredentialError::wrong_algorithm);
        }
        const auto point = member_bytes(object, "x");
        return point ? ed25519(*point) : wrong(CredentialError::not_a_key);
    }
    if (kind != "RSA") return wrong(CredentialError::wrong_algorithm);
    const auto modulus = member_bytes(object, "n");
    const auto exponent = member_bytes(object, "e");
    if (!modulus || !exponent) return wrong(CredentialError::not_a_key);
    return rsa_of(*modulus, *exponent);
}

// Seed and point side by side: how libsodium and others write a private key.
bool is_seed_and_point(base::BytesView bytes) {
    if (bytes.size() != crypto_sign_SECRETKEYBYTES) return false;
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> point{};
    std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
    crypto_sign_seed_keypair(point.data(), secret.data(), bytes.data());
    sodium_memzero(secret.data(), secret.size());
    return std::ranges::equal(point, bytes.subspan(crypto_sign_SEEDBYTES));
}

Parsed parse_bare(std::string_view text) {
    auto bytes = base::parse_hex(text);
    if (!bytes) bytes = parse_wrapped_base64(text);
    if (!bytes) return wrong(CredentialError::not_a_key);
    if (bytes->size() == crypto_core_ed25519_BYTES) return ed25519(*bytes);
    if (is_seed_and_point(*bytes)) return wrong(CredentialError::private_key);
    return parse_der(*bytes);
}

}  // namespace

std::string_view sentence_for(CredentialError error) {
    switch (error) {
        case CredentialError::not_a_key:
            return "This is no public key we can read. Send PEM (BEGIN PUBLIC KEY), OpenSSH, JWK, "
                   "hex or base64, and nothing else with it.";
        case CredentialError::private_key:
            return "This is a private key. Others may have seen it now: throw it away, make a new "
                   "pair and send the public key.";
        case CredentialError::wrong_algorithm:
            return "Keys of this kind are not accepted. Use Ed25519, or RSA of 2048 bits or more.";
        case CredentialError::weak_point:
            return "This Ed25519 key is weak or damaged: signatures under it prove nothing. Make a "
                   "new pair.";
        case CredentialError::rsa_too_small:
            return "RSA keys need at least 2048 bits.";
        case CredentialError::rsa_too_large:
            return "RSA keys may have at most 8192 bits and an odd exponent below 2^32.";
    }
    return {};
}

std::expected<core::Credential, CredentialError> parse_public_key(std::string_view text) {
    CHECK(sodium_init() >= 0);
    text = base::trimmed(text, blanks);
    if (text.empty() || text.size() > text_bytes_max) return wrong(CredentialError::not_a_key);
    const auto has = [&](std::string_view word) { return text.find(word) != text.npos; };
    if (has("PRIVATE KEY") || text.starts_with("PuTTY-User-Key-File")) {
        return wrong(CredentialError::private_key);
    }
    if (text.starts_with("-----")) return parse_pem(text);
    if (text.starts_with("ssh-") || text.starts_with("ecdsa-") || text.starts_with("sk-")) {
        return parse_openssh(text);
    }
    if (text.starts_with('{')) return parse_jwk(text);
    return parse_bare(text);
}

}  // namespace api
