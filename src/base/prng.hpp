// Seeded pseudo-random numbers (xoshiro256**): the same seed gives the same numbers anywhere.
// For simulations and benchmarks; never for secrets.
#pragma once

#include <array>
#include <cstdint>

#include "base/int128.hpp"

namespace base {

class Prng {
  public:
    explicit Prng(std::uint64_t seed) {
        for (std::uint64_t& word : state_) word = spread(seed);
    }

    std::uint64_t next() {
        const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    // A number of 0 .. count-1; count is at least 1.
    std::uint64_t below(std::uint64_t count) {
        return static_cast<std::uint64_t>((static_cast<Uint128>(next()) * count) >> 64);
    }
    // A number of first .. last, both included.
    std::int64_t between(std::int64_t first, std::int64_t last) {
        return first +
               static_cast<std::int64_t>(below(static_cast<std::uint64_t>(last - first) + 1));
    }
    bool one_in(std::uint64_t count) { return below(count) == 0; }

  private:
    static std::uint64_t rotate(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }
    static std::uint64_t spread(std::uint64_t& seed) {  // splitmix64
        std::uint64_t z = (seed += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace base
