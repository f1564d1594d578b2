#include "api/access/nonces.hpp"

#include <boost/unordered/unordered_flat_set.hpp>
#include <mutex>
#include <utility>

#include "base/hash.hpp"

namespace api {
namespace {

constexpr std::size_t shard_count = 16;

struct Used {
    core::KeyId key;
    core::Fingerprint nonce;

    friend bool operator==(const Used&, const Used&) = default;
};

// A nonce is the caller's choice, but its fingerprint is of SHA-256: nobody steers it cheaply.
struct UsedHash {
    using is_avalanching = void;
    std::size_t operator()(const Used& used) const {
        return base::fold(used.nonce.low ^ used.key.value, 0x9E3779B97F4A7C15);
    }
};

using Generation = boost::unordered_flat_set<Used, UsedHash>;

}  // namespace

struct Nonces::Shard {
    std::mutex mutex;
    Generation current, previous;
    core::Timestamp begun{};  // of the current generation

    void advance(core::Duration kept, core::Timestamp now) {
        if (now - begun < kept) return;
        // After a pause of two generations nothing of the old one matters either.
        previous = now - begun < core::Duration{2 * kept.ns} ? std::move(current) : Generation{};
        current = Generation{};
        begun = now;
    }
};

Nonces::Nonces(core::Duration kept, std::size_t capacity)
    : kept_{kept},
      generation_max_{capacity / (2 * shard_count) + 1},
      shards_{std::make_unique<Shard[]>(shard_count)} {}

Nonces::~Nonces() = default;

NonceUse Nonces::use(core::KeyId key, core::Fingerprint nonce, core::Timestamp now) {
    const Used used{key, nonce};
    Shard& shard = shards_[nonce.high % shard_count];
    const std::lock_guard lock{shard.mutex};
    shard.advance(kept_, now);
    if (shard.current.contains(used) || shard.previous.contains(used)) return NonceUse::used;
    if (shard.current.size() >= generation_max_) return NonceUse::full;
    shard.current.insert(used);
    return NonceUse::fresh;
}

}  // namespace api
