// Where random numbers come from: names, references, nonces, secrets. A port, so that a test plays
// the same ones again.
//
//     SystemRandomness dice;                      // the operating system's, for real
//     core::KeyName name = random_key_name(dice);
//
// Threads  SystemRandomness: any. SeededRandomness: one.
#pragma once

#include <span>
#include <string>

#include "base/prng.hpp"
#include "core/types/access.hpp"

namespace api {

class Randomness {
  public:
    virtual ~Randomness() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

class SystemRandomness final : public Randomness {
  public:
    void fill(std::span<std::uint8_t> bytes) override;
};

// For tests and simulations only: whoever knows the seed knows all of it.
class SeededRandomness final : public Randomness {
  public:
    explicit SeededRandomness(std::uint64_t seed) : prng_{seed} {}
    void fill(std::span<std::uint8_t> bytes) override;

  private:
    base::Prng prng_;
};

std::uint64_t random_number(Randomness& randomness);
core::KeyName random_key_name(Randomness& randomness);
core::VaultRef random_vault_ref(Randomness& randomness);
// So many base62 digits, each as likely as the others: client order ids, nonces, request ids.
std::string random_base62(Randomness& randomness, int digits);

}  // namespace api
