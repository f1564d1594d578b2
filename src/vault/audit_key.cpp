#include "vault/audit_key.hpp"

#include <sodium.h>

#include "base/check.hpp"
#include "base/result.hpp"

namespace vault {

static_assert(sizeof(PublicKey) == crypto_sign_PUBLICKEYBYTES);
static_assert(sizeof(Signature) == crypto_sign_BYTES);

AuditKey::AuditKey(const Secret& seed)
    : secret_key_{Secret::made_by(crypto_sign_SECRETKEYBYTES, [&](std::span<std::uint8_t> bytes) {
          CHECK(sodium_init() >= 0);
          CHECK(seed.size() == crypto_sign_SEEDBYTES);
          crypto_sign_seed_keypair(public_key_.data(), bytes.data(), seed.reveal().data());
      })} {}

Signature AuditKey::sign(base::BytesView bytes) const {
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(),
                         secret_key_.reveal().data());
    return signature;
}

bool is_signed_by(const PublicKey& key, base::BytesView bytes, const Signature& signature) {
    CHECK(sodium_init() >= 0);
    return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(), key.data()) ==
           0;
}

std::filesystem::path audit_key_file(const std::filesystem::path& folder) {
    return folder / "audit.key";
}

std::expected<void, std::string> create_audit_key(const std::filesystem::path& folder) {
    return create_key_file(audit_key_file(folder));
}

std::expected<AuditKey, std::string> read_audit_key(const std::filesystem::path& folder) {
    TRY(const Secret seed,
        read_key_file(audit_key_file(folder), "an audit key",
                      "It is made by `postern init` and at the first start; for an existing "
                      "exchange bring back the copy, so that its checkpoints go on."));
    return AuditKey{seed};
}

}  // namespace vault
