// Sealed secrets, and later personal data: what must survive a restart but may appear neither in
// the journal nor in a log. DIR/vault.db, wrapped under DIR/master.key.
//
//     auto vault = Vault::open(dir);                              // or a sentence for the operator
//     auto ref = (*vault)->seal(customer.subject, SecretKind::hmac_secret, secret);
//     // ... CreateKey with *ref goes to the journal ...
//     auto secret = (*vault)->open(*ref);
//     (*vault)->forget(customer.subject);                         // all of it, for ever
//
// Each subject has a key of its own; forgetting a subject is forgetting that key, so that copies
// of the file are worth nothing either once the wrapped key is gone from them.
// Format: docs/formats/vault.md.
//
// Order    a seal is durable before it returns, so it comes before the record that names it.
//          What a crash left without a record is an orphan: see sweep().
// Errors   a wrong master key, a damaged or foreign file: open(dir) refuses with a sentence.
//          One damaged row: VaultError::damaged for that row, the others still open.
// Threads  any; one at a time inside. Cost: seal and forget one fsync; open about 20 us.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/types/fingerprint.hpp"
#include "vault/secret.hpp"

namespace vault {

// Numbers are in sealed rows: never reused.
enum class SecretKind : std::uint8_t {
    hmac_secret = 1,
    password_hash = 2,
    totp_seed = 3,
    passkey = 4,       // credential id and public key
    profile = 5,       // name and e-mail address of a person
    onboarding = 6,    // what a customer says of himself for KYC or KYB
    document = 7,      // a scan, an extract
    policy = 8,        // the body of a policy: not secret, but kept with what must not change
    comment = 9,       // what staff wrote to a customer
    api_answers = 10,  // what a customer means to do with the API
};

// A sealed row without its content.
struct Sealed {
    core::VaultRef ref;
    core::VaultRef subject;
    SecretKind kind{};
};

enum class VaultError : std::uint8_t {
    not_found,  // never sealed, or forgotten
    damaged,    // the bytes are not the ones that were sealed here
    disk,       // could not be read or written
};

class Vault {
  public:
    // Opens DIR/vault.db, or makes it; DIR/master.key must be there (create_master_key).
    [[nodiscard]] static std::expected<std::unique_ptr<Vault>, std::string> open(
        const std::filesystem::path& folder);
    ~Vault();

    // The first seal for a subject makes its key. The reference is random and says nothing.
    [[nodiscard]] std::expected<core::VaultRef, VaultError> seal(core::VaultRef subject,
                                                                 SecretKind kind,
                                                                 const Secret& secret);
    [[nodiscard]] std::expected<Secret, VaultError> open(core::VaultRef ref) const;

    // The newest secret of a kind that was sealed for a subject.
    [[nodiscard]] std::expected<Secret, VaultError> open_latest(core::VaultRef subject,
                                                                SecretKind kind) const;

    // 32 bytes that follow from the master key and this purpose, and tell nothing of either: for
    // keyed hashes of what strangers could guess (e-mail addresses), and for tokens of our own.
    Secret derived_key(std::string_view purpose) const;

    // Destroys the subject's key and all that was sealed for it.
    [[nodiscard]] std::expected<void, VaultError> forget(core::VaultRef subject);

    // Removes every secret that no record names, and keys of subjects without secrets.
    // To be called at start, when recovery knows all references. Gives the number removed.
    using IsNamed = std::function<bool(const Sealed&)>;
    [[nodiscard]] std::expected<std::size_t, VaultError> sweep(const IsNamed& is_named);

  private:
    struct Impl;
    explicit Vault(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace vault
