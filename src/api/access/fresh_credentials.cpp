// The half of credentials.hpp that makes keys.
#include <array>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>

#include "api/access/checked_secret.hpp"
#include "api/access/credentials.hpp"
#include "api/access/openssl.hpp"
#include "base/check.hpp"

namespace api {
namespace {

std::string all_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    CHECK(size > 0);
    return {data, static_cast<std::size_t>(size)};
}

vault::Secret private_pem(EVP_PKEY* key) {
    const OpenBio bio{BIO_new(BIO_s_secmem())};
    CHECK(bio != nullptr && PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0,
                                                          nullptr, nullptr) == 1);
    return vault::Secret::take(all_of(bio.get()));
}

OpenKey public_key_of(const core::Credential& credential) {
    const base::Bytes& bytes = credential.public_key;
    if (credential.algorithm == core::Algorithm::ed25519) {
        return OpenKey{
            EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes.data(), bytes.size())};
    }
    const std::uint8_t* at = bytes.data();
    return OpenKey{d2i_PUBKEY(nullptr, &at, static_cast<long>(bytes.size()))};
}

}  // namespace

std::string format_public_key_pem(const core::Credential& credential) {
    CHECK(credential.algorithm != core::Algorithm::hmac_sha256);
    const OpenKey key = public_key_of(credential);
    const OpenBio bio{BIO_new(BIO_s_mem())};
    CHECK(key != nullptr && bio != nullptr && PEM_write_bio_PUBKEY(bio.get(), key.get()) == 1);
    return all_of(bio.get());
}

vault::Secret make_hmac_secret(core::Environment environment, Randomness& randomness) {
    return make_checked_secret(environment == core::Environment::live ? "ps_live_" : "ps_test_",
                               randomness);
}

KeyPair make_ed25519_pair(Randomness& randomness) {
    std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed{};
    randomness.fill(seed);
    const OpenKey key{
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size())};
    sodium_memzero(seed.data(), seed.size());
    CHECK(key != nullptr);
    base::Bytes point(crypto_sign_PUBLICKEYBYTES);
    std::size_t size = point.size();
    CHECK(EVP_PKEY_get_raw_public_key(key.get(), point.data(), &size) == 1);
    return {{.algorithm = core::Algorithm::ed25519, .public_key = std::move(point), .secret = {}},
            private_pem(key.get())};
}

KeyPair make_rsa_pair() {
    const OpenKey key{EVP_RSA_gen(2048)};
    CHECK(key != nullptr);
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key.get(), &der);
    CHECK(size > 0);
    base::Bytes bytes(der, der + size);
    OPENSSL_free(der);
    return {{.algorithm = core::Algorithm::rsa, .public_key = std::move(bytes), .secret = {}},
            private_pem(key.get())};
}

}  // namespace api
