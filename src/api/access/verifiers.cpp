#include "api/access/verifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <list>
#include <mutex>

#include "vault/vault.hpp"

namespace api {
namespace {

constexpr std::size_t shard_count = 16;

struct Kept {
    core::KeyId key;
    core::Credential credential;
    std::shared_ptr<const Verifier> verifier;
};

}  // namespace

struct Verifiers::Shard {
    mutable std::mutex mutex;
    std::list<Kept> kept;  // the last used first
    boost::unordered_flat_map<std::uint64_t, std::list<Kept>::iterator> by_key;

    std::shared_ptr<const Verifier> find(const core::Key& key) {
        const std::lock_guard lock{mutex};
        const auto found = by_key.find(key.id.value);
        if (found == by_key.end()) return nullptr;
        if (found->second->credential != key.credential) return nullptr;
        kept.splice(kept.begin(), kept, found->second);
        return found->second->verifier;
    }

    void keep(Kept made, std::size_t capacity) {
        const std::lock_guard lock{mutex};
        erase(made.key);
        if (kept.size() == capacity) erase(kept.back().key);
        kept.push_front(std::move(made));
        by_key.emplace(kept.front().key.value, kept.begin());
    }

    void erase(core::KeyId key) {
        const auto found = by_key.find(key.value);
        if (found == by_key.end()) return;
        const auto at = found->second;
        by_key.erase(found);
        kept.erase(at);
    }
};

Verifiers::Verifiers(const vault::Vault& vault, std::size_t capacity)
    : vault_{vault},
      shard_capacity_{(capacity + shard_count - 1) / shard_count},
      shards_{std::make_unique<Shard[]>(shard_count)} {}

Verifiers::~Verifiers() = default;

Verifiers::Shard& Verifiers::shard(core::KeyId key) const {
    return shards_[key.value % shard_count];
}

std::shared_ptr<const Verifier> Verifiers::of(const core::Key& key) {
    Shard& mine = shard(key.id);
    if (auto kept = mine.find(key)) return kept;

    std::shared_ptr<const Verifier> made;
    if (key.credential.algorithm == core::Algorithm::hmac_sha256) {
        const auto secret = vault_.open(key.credential.secret);
        if (!secret) return nullptr;
        made = Verifier::of(key.credential, &*secret);
    } else {
        made = Verifier::of(key.credential, nullptr);
    }
    if (made) mine.keep({key.id, key.credential, made}, shard_capacity_);
    return made;
}

void Verifiers::drop(core::KeyId key) {
    Shard& mine = shard(key);
    const std::lock_guard lock{mine.mutex};
    mine.erase(key);
}

std::size_t Verifiers::size() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < shard_count; ++i) {
        const std::lock_guard lock{shards_[i].mutex};
        count += shards_[i].kept.size();
    }
    return count;
}

}  // namespace api
