#include "api/access/signatures.hpp"

#include <array>
#include <mutex>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>
#include <variant>

#include "api/access/openssl.hpp"
#include "base/check.hpp"

namespace api {
namespace {

using Payload = std::span<const std::string_view>;

std::string joined(Payload payload) {
    std::size_t size = 0;
    for (const std::string_view part : payload) size += part.size();
    std::string text;
    text.reserve(size);
    for (const std::string_view part : payload) text += part;
    return text;
}

// Keeps a keyed context: starting it anew costs a third of keying a fresh one. The mutex is held
// for the hashing alone and is shared by the requests of one key only.
class Hmac {
  public:
    explicit Hmac(base::BytesView secret) : context_{EVP_MAC_CTX_new(algorithm())} {
        std::array digest{'S', 'H', 'A', '2', '5', '6', '\0'};
        const std::array parameters{
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
            OSSL_PARAM_construct_end()};
        CHECK(EVP_MAC_init(context_.get(), secret.data(), secret.size(), parameters.data()) == 1);
    }

    bool verify(Payload payload, base::BytesView signature) const {
        if (signature.size() != 32) return false;
        std::array<std::uint8_t, 32> mac{};
        {
            const std::lock_guard lock{mutex_};
            CHECK(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1);
            for (const std::string_view part : payload) {
                const base::BytesView bytes = base::as_bytes(part);
                CHECK(EVP_MAC_update(context_.get(), bytes.data(), bytes.size()) == 1);
            }
            std::size_t size = 0;
            CHECK(EVP_MAC_final(context_.get(), mac.data(), &size, mac.size()) == 1);
        }
        return sodium_memcmp(mac.data(), signature.data(), mac.size()) == 0;
    }

  private:
    static EVP_MAC* algorithm() {
        static EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        CHECK(hmac != nullptr);
        return hmac;
    }

    mutable std::mutex mutex_;
    OpenMac context_;
};

class Ed25519 {
  public:
    explicit Ed25519(base::BytesView key) {
        CHECK(key.size() == key_.size());
        std::copy(key.begin(), key.end(), key_.begin());
    }

    bool verify(Payload payload, base::BytesView signature) const {
        if (signature.size() != crypto_sign_BYTES) return false;
        const std::string text = joined(payload);
        const base::BytesView bytes = base::as_bytes(text);
        return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(),
                                           key_.data()) == 0;
    }

  private:
    std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> key_{};
};

class Rsa {
  public:
    explicit Rsa(OpenKey key) : key_{std::move(key)} {}

    bool verify(Payload payload, base::BytesView signature, RsaScheme scheme) const {
        const OpenDigest context{EVP_MD_CTX_new()};
        if (context == nullptr || !begin(context.get(), scheme)) return false;
        for (const std::string_view part : payload) {
            if (EVP_DigestVerifyUpdate(context.get(), part.data(), part.size()) != 1) return false;
        }
        return EVP_DigestVerifyFinal(context.get(), signature.data(), signature.size()) == 1;
    }

    std::size_t signature_bytes() const {
        return static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
    }

  private:
    bool begin(EVP_MD_CTX* context, RsaScheme scheme) const {
        EVP_PKEY_CTX* how = nullptr;  // belongs to the context
        switch (scheme) {
            case RsaScheme::pkcs1_sha256:
                return EVP_DigestVerifyInit(context, &how, EVP_sha256(), nullptr, key_.get()) ==
                           1 &&
                       EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PADDING) == 1;
            case RsaScheme::pss_sha512:
                return EVP_DigestVerifyInit(context, &how, EVP_sha512(), nullptr, key_.get()) ==
                           1 &&
                       EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1 &&
                       EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) == 1;
        }
        return false;
    }

    OpenKey key_;  // only read, so any number of threads may verify with it
};

OpenKey rsa_key(base::BytesView der) {
    const std::uint8_t* at = der.data();
    OpenKey key{d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()))};
    if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return nullptr;
    return key;
}

}  // namespace

struct Verifier::Impl {
    core::Algorithm algorithm{};
    std::variant<std::monostate, Hmac, Ed25519, Rsa> kind;

    bool fits(std::size_t bytes) const {
        if (const auto* rsa = std::get_if<Rsa>(&kind)) return bytes == rsa->signature_bytes();
        return bytes == (std::holds_alternative<Hmac>(kind) ? 32 : crypto_sign_BYTES);
    }

    bool verify(Payload payload, base::BytesView signature, RsaScheme scheme) const {
        if (const auto* hmac = std::get_if<Hmac>(&kind)) return hmac->verify(payload, signature);
        if (const auto* ed = std::get_if<Ed25519>(&kind)) return ed->verify(payload, signature);
        if (const auto* rsa = std::get_if<Rsa>(&kind)) {
            return rsa->verify(payload, signature, scheme);
        }
        return false;
    }
};

Verifier::Verifier(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Verifier::~Verifier() = default;

std::unique_ptr<const Verifier> Verifier::of(const core::Credential& credential,
                                             const vault::Secret* secret) {
    auto impl = std::make_unique<Impl>();
    impl->algorithm = credential.algorithm;
    switch (credential.algorithm) {
        case core::Algorithm::hmac_sha256:
            if (secret == nullptr || secret->size() == 0) return nullptr;
            impl->kind.emplace<Hmac>(secret->reveal());
            break;
        case core::Algorithm::ed25519:
            if (credential.public_key.size() != crypto_sign_PUBLICKEYBYTES) return nullptr;
            impl->kind.emplace<Ed25519>(credential.public_key);
            break;
        case core::Algorithm::rsa: {
            OpenKey key = rsa_key(credential.public_key);
            if (key == nullptr) return nullptr;
            impl->kind.emplace<Rsa>(std::move(key));
            break;
        }
    }
    return std::unique_ptr<const Verifier>{new Verifier{std::move(impl)}};
}

core::Algorithm Verifier::algorithm() const { return impl_->algorithm; }

bool Verifier::fits(base::BytesView signature) const { return impl_->fits(signature.size()); }

bool Verifier::verify(Payload payload, base::BytesView signature, RsaScheme scheme) const {
    return impl_->verify(payload, signature, scheme);
}

std::optional<base::Bytes> decode_signature(core::Algorithm algorithm, std::string_view text) {
    switch (algorithm) {
        case core::Algorithm::hmac_sha256:
            return base::parse_hex(text);
        case core::Algorithm::ed25519:
        case core::Algorithm::rsa:
            return base::parse_base64(text);
    }
    return std::nullopt;
}

namespace {

// Verifiers whose keys nobody has.
struct Nobody {
    std::unique_ptr<const Verifier> hmac, ed25519, rsa;

    Nobody() {
        const vault::Secret secret = vault::Secret::random(64);
        hmac = Verifier::of(
            {.algorithm = core::Algorithm::hmac_sha256, .public_key = {}, .secret = {}}, &secret);
        std::array<std::uint8_t, crypto_sign_PUBLICKEYBYTES> point{};
        std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> unused{};
        crypto_sign_keypair(point.data(), unused.data());
        sodium_memzero(unused.data(), unused.size());
        ed25519 = Verifier::of({.algorithm = core::Algorithm::ed25519,
                                .public_key = {point.begin(), point.end()},
                                .secret = {}},
                               nullptr);
        rsa = Verifier::of(
            {.algorithm = core::Algorithm::rsa, .public_key = odd_rsa(), .secret = {}}, nullptr);
        CHECK(hmac && ed25519 && rsa);
    }

    // Any odd number of 2048 bits costs what a modulus costs.
    static base::Bytes odd_rsa() {
        const base::Bytes ones(256, 0xff);
        const OpenNumber modulus{BN_bin2bn(ones.data(), static_cast<int>(ones.size()), nullptr)};
        const OpenNumber exponent{BN_new()};
        CHECK(modulus && exponent && BN_set_word(exponent.get(), RSA_F4) == 1);
        OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
        CHECK(OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1 &&
              OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1);
        OSSL_PARAM* parameters = OSSL_PARAM_BLD_to_param(builder);
        const OpenKeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
        EVP_PKEY* made = nullptr;
        CHECK(EVP_PKEY_fromdata_init(context.get()) == 1 &&
              EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters) == 1);
        const OpenKey key{made};
        OSSL_PARAM_free(parameters);
        OSSL_PARAM_BLD_free(builder);
        std::uint8_t* der = nullptr;
        const int size = i2d_PUBKEY(key.get(), &der);
        CHECK(size > 0);
        base::Bytes bytes(der, der + size);
        OPENSSL_free(der);
        return bytes;
    }
};

const Nobody& nobody() {
    static const Nobody made;
    return made;
}

}  // namespace

void verify_nothing(Payload payload, std::string_view signature, RsaScheme scheme) {
    const Verifier* verifier = nobody().hmac.get();
    if (signature.size() > 64) verifier = nobody().ed25519.get();
    if (signature.size() > 100) verifier = nobody().rsa.get();
    const auto bytes = decode_signature(verifier->algorithm(), signature);
    const bool forged = bytes && verifier->verify(payload, *bytes, scheme);
    CHECK(!forged);  // nobody has these keys
}

void verify_nothing(Payload payload, base::BytesView signature, RsaScheme scheme) {
    const Verifier* verifier = nobody().rsa.get();
    if (signature.size() <= 64) verifier = nobody().ed25519.get();
    if (signature.size() <= 32) verifier = nobody().hmac.get();
    // A length that is not the key's is refused at once; so the bytes are given it.
    base::Bytes bytes{signature.begin(), signature.end()};
    bytes.resize(verifier == nobody().rsa.get()       ? 256
                 : verifier == nobody().ed25519.get() ? crypto_sign_BYTES
                                                      : 32);
    const bool forged = verifier->verify(payload, bytes, scheme);
    CHECK(!forged);  // nobody has these keys
}

}  // namespace api
