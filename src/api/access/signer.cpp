#include "api/access/signer.hpp"

#include <array>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "api/access/openssl.hpp"
#include "base/check.hpp"

namespace api {
namespace {

// A key under a passphrase is refused instead of asked for at the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

OpenKey private_key(const vault::Secret& pem) {
    const OpenBio bio{BIO_new_mem_buf(pem.reveal().data(), static_cast<int>(pem.size()))};
    if (bio == nullptr) return nullptr;
    return OpenKey{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)};
}

// Ed25519 hashes by itself; RSA as the scheme says.
bool begin(EVP_MD_CTX* context, EVP_PKEY* key, RsaScheme scheme) {
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519) {
        return EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key) == 1;
    }
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) return false;
    EVP_PKEY_CTX* how = nullptr;
    if (scheme == RsaScheme::pkcs1_sha256) {
        return EVP_DigestSignInit(context, &how, EVP_sha256(), nullptr, key) == 1 &&
               EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PADDING) == 1;
    }
    return EVP_DigestSignInit(context, &how, EVP_sha512(), nullptr, key) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace

std::string sign_hmac(const vault::Secret& secret, std::string_view payload) {
    std::array<std::uint8_t, 32> mac{};
    std::size_t size = 0;
    const base::BytesView key = secret.reveal();
    const base::BytesView text = base::as_bytes(payload);
    CHECK(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(), key.size(),
                    text.data(), text.size(), mac.data(), mac.size(), &size) != nullptr);
    return base::format_hex(mac);
}

std::string sign_with_pem(const vault::Secret& private_key_pem, std::string_view payload,
                          RsaScheme scheme) {
    const OpenKey key = private_key(private_key_pem);
    const OpenDigest context{EVP_MD_CTX_new()};
    if (key == nullptr || context == nullptr || !begin(context.get(), key.get(), scheme)) return "";
    const base::BytesView text = base::as_bytes(payload);
    base::Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())));
    std::size_t size = signature.size();
    if (EVP_DigestSign(context.get(), signature.data(), &size, text.data(), text.size()) != 1) {
        return "";
    }
    signature.resize(size);
    return base::format_base64(signature);
}

}  // namespace api
