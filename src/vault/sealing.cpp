#include "vault/sealing.hpp"

#include <algorithm>
#include <sodium.h>

#include "base/check.hpp"

namespace vault {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t head_bytes = 1 + nonce_bytes;
static_assert(key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

base::Bytes versioned(base::BytesView label) {
    base::Bytes bytes(1 + label.size());
    bytes[0] = seal_version;
    std::ranges::copy(label, bytes.begin() + 1);
    return bytes;
}

}  // namespace

base::Bytes seal(const Secret& key, base::BytesView label, base::BytesView text) {
    CHECK(key.size() == key_bytes);
    const base::Bytes bound = versioned(label);
    base::Bytes sealed(head_bytes + text.size() + tag_bytes);
    sealed[0] = seal_version;
    std::uint8_t* nonce = sealed.data() + 1;
    randombytes_buf(nonce, nonce_bytes);
    unsigned long long length = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + head_bytes, &length, text.data(),
                                               text.size(), bound.data(), bound.size(), nullptr,
                                               nonce, key.reveal().data());
    CHECK(head_bytes + length == sealed.size());
    return sealed;
}

std::optional<Secret> unseal(const Secret& key, base::BytesView label, base::BytesView sealed) {
    CHECK(key.size() == key_bytes);
    if (sealed.size() < head_bytes + tag_bytes || sealed[0] != seal_version) return std::nullopt;
    const base::Bytes bound = versioned(label);
    const base::BytesView nonce = sealed.subspan(1, nonce_bytes);
    const base::BytesView text = sealed.subspan(head_bytes);
    bool genuine = false;
    Secret secret = Secret::made_by(text.size() - tag_bytes, [&](std::span<std::uint8_t> out) {
        genuine = crypto_aead_xchacha20poly1305_ietf_decrypt(
                      out.data(), nullptr, nullptr, text.data(), text.size(), bound.data(),
                      bound.size(), nonce.data(), key.reveal().data()) == 0;
    });
    if (!genuine) return std::nullopt;
    return secret;
}

}  // namespace vault
