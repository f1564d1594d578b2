// The verifiers of the keys in use, built on first use from the key and the vault.
//
//     const auto verifier = verifiers.of(key);     // nullptr: the vault has no such secret
//     const auto next = verifiers.next_of(key);    // while the key is rotated; else nullptr
//
// At most `capacity` are kept; the one unused for longest in its part goes first. A verifier is
// kept with the credential it was made from and is made anew when the key's credential differs, so
// a rotated key cannot be verified with what it was. heed(), told of
// every event, frees the secrets of keys that rotated or are over at once.
//
// Threads: any, at once. Cost: about 50 ns when kept; otherwise one vault look-up.
#pragma once

#include <cstddef>
#include <memory>

#include "api/access/signatures.hpp"
#include "core/types/event.hpp"

namespace vault {
class Vault;
}

namespace api {

class Verifiers {
  public:
    explicit Verifiers(const vault::Vault& vault, std::size_t capacity = 16'384);
    ~Verifiers();

    std::shared_ptr<const Verifier> of(const core::Key& key);
    // Of the credential that takes over. Asked after of(), which forgets it once it has.
    std::shared_ptr<const Verifier> next_of(const core::Key& key);
    void drop(core::KeyId key);
    // Drops what the event makes worthless: the old credential, those of a key that is over.
    void heed(const core::Event& event);
    std::size_t size() const;

  private:
    struct Shard;
    struct Slot;
    Shard& shard(core::KeyId key) const;
    std::shared_ptr<const Verifier> find_or_make(Slot slot, const core::Credential& credential);

    const vault::Vault& vault_;
    std::size_t shard_capacity_;
    std::unique_ptr<Shard[]> shards_;
};

}  // namespace api
