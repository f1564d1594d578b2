#include "api/access/verifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <list>
#include <mutex>

#include "vault/vault.hpp"

namespace api {
namespace {

constexpr std::size_t shard_count = 16;

}  // namespace

// A key's credential, or the one that takes over from it.
struct Verifiers::Slot {
    core::KeyId key;
    bool is_next{};

    std::uint64_t number() const { return key.value * 2 + (is_next ? 1 : 0); }
};

struct Verifiers::Shard {
    struct Kept {
        std::uint64_t slot{};
        core::Credential credential;
        std::shared_ptr<const Verifier> verifier;
    };

    mutable std::mutex mutex;
    std::list<Kept> kept;  // the last used first
    boost::unordered_flat_map<std::uint64_t, std::list<Kept>::iterator> by_slot;

    std::shared_ptr<const Verifier> find(Slot slot, const core::Credential& credential) {
        const std::lock_guard lock{mutex};
        const auto found = by_slot.find(slot.number());
        if (found == by_slot.end()) return nullptr;
        if (found->second->credential != credential) return nullptr;
        kept.splice(kept.begin(), kept, found->second);
        return found->second->verifier;
    }

    void keep(Slot slot, Kept made, std::size_t capacity) {
        const std::lock_guard lock{mutex};
        erase(slot.number());
        // Another credential stands there now, so perhaps the one that took over.
        if (!slot.is_next) erase(Slot{slot.key, true}.number());
        if (kept.size() == capacity) erase(kept.back().slot);
        kept.push_front(std::move(made));
        by_slot.emplace(kept.front().slot, kept.begin());
    }

    void erase(std::uint64_t slot) {
        const auto found = by_slot.find(slot);
        if (found == by_slot.end()) return;
        const auto at = found->second;
        by_slot.erase(found);
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

std::shared_ptr<const Verifier> Verifiers::find_or_make(Slot slot,
                                                        const core::Credential& credential) {
    Shard& mine = shard(slot.key);
    if (auto kept = mine.find(slot, credential)) return kept;

    std::shared_ptr<const Verifier> made;
    if (credential.algorithm == core::Algorithm::hmac_sha256) {
        const auto secret = vault_.open(credential.secret);
        if (!secret) return nullptr;
        made = Verifier::of(credential, &*secret);
    } else {
        made = Verifier::of(credential, nullptr);
    }
    if (made) mine.keep(slot, {slot.number(), credential, made}, shard_capacity_);
    return made;
}

std::shared_ptr<const Verifier> Verifiers::of(const core::Key& key) {
    return find_or_make({key.id, false}, key.credential);
}

std::shared_ptr<const Verifier> Verifiers::next_of(const core::Key& key) {
    if (!key.next) return nullptr;
    return find_or_make({key.id, true}, key.next->credential);
}

void Verifiers::drop(core::KeyId key) {
    Shard& mine = shard(key);
    const std::lock_guard lock{mine.mutex};
    mine.erase(Slot{key, false}.number());
    mine.erase(Slot{key, true}.number());
}

void Verifiers::heed(const core::Event& event) {
    if (const auto* over = std::get_if<core::KeyTakenOver>(&event)) return drop(over->key);
    const auto* changed = std::get_if<core::KeyStatusChanged>(&event);
    if (changed == nullptr) return;
    const bool is_over =
        changed->status == core::KeyStatus::revoked || changed->status == core::KeyStatus::expired;
    if (is_over) drop(changed->key);
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
