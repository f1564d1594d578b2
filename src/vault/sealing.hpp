// Sealing: bytes under a key, bound to what they are. XChaCha20-Poly1305; docs/formats/vault.md.
//
//     sealed = version (1) | nonce (24) | ciphertext | tag (16)
//
// `label` is authenticated with them: a sealed text opens only under the label it was sealed with,
// so a row copied over another opens neither.
#pragma once

#include <optional>

#include "vault/secret.hpp"

namespace vault {

inline constexpr std::size_t key_bytes = 32;
inline constexpr std::uint8_t seal_version = 1;

base::Bytes seal(const Secret& key, base::BytesView label, base::BytesView text);
// Nothing unless every byte is as it was sealed, under this key and label.
std::optional<Secret> unseal(const Secret& key, base::BytesView label, base::BytesView sealed);

}  // namespace vault
