// Nonces of signed reads: single use per key while their request could still be accepted. Writes
// are judged in the core, where two gateways cannot be raced against each other.
//
//     nonces.use(key, nonce, now)   -> fresh, used or full
//
// A nonce is remembered for at least `kept` and at most twice that, then its whole generation goes
// at once. Full means that no more can be remembered: the request is refused as unavailable,
// because an unremembered nonce could be replayed.
//
// Threads: any, at once. Memory: at most `capacity` of 32 bytes. Cost: about 50 ns.
#pragma once

#include <cstddef>
#include <memory>

#include "core/types/command.hpp"
#include "core/types/time.hpp"

namespace api {

enum class NonceUse : std::uint8_t { fresh, used, full };

class Nonces {
  public:
    explicit Nonces(core::Duration kept = core::seconds(61), std::size_t capacity = 1'000'000);
    ~Nonces();

    NonceUse use(core::KeyId key, core::Fingerprint nonce, core::Timestamp now);

  private:
    struct Shard;

    core::Duration kept_;
    std::size_t generation_max_;
    std::unique_ptr<Shard[]> shards_;
};

}  // namespace api
