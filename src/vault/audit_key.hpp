// The key that the house signs its records with: DIR/audit.key, an Ed25519 seed beside the master
// key, mode 0400. Its public half is what a stranger needs to verify an audit pack.
//
//     TRY(const AuditKey key, read_audit_key(folder));
//     const Signature signature = key.sign(base::as_bytes(text));
//     is_signed_by(key.public_key(), base::as_bytes(text), signature)   // true
//
// Threads  any.
#pragma once

#include <array>

#include "vault/key_file.hpp"

namespace vault {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class AuditKey {
  public:
    explicit AuditKey(const Secret& seed);  // 32 bytes

    const PublicKey& public_key() const { return public_key_; }
    Signature sign(base::BytesView bytes) const;

  private:
    PublicKey public_key_{};
    Secret secret_key_;
};

bool is_signed_by(const PublicKey& key, base::BytesView bytes, const Signature& signature);

std::filesystem::path audit_key_file(const std::filesystem::path& folder);
// As those of the master key.
[[nodiscard]] std::expected<void, std::string> create_audit_key(
    const std::filesystem::path& folder);
[[nodiscard]] std::expected<AuditKey, std::string> read_audit_key(
    const std::filesystem::path& folder);

}  // namespace vault
