// Where random bits come from: the machine's in a server, seeded ones in a test.
#pragma once

#include <cstdint>
#include <span>

#include "core/types/order.hpp"

namespace api {

class Randomness {
  public:
    virtual ~Randomness() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;

    std::uint64_t word();
};

// The kernel's. Any thread.
class SystemRandomness final : public Randomness {
  public:
    void fill(std::span<std::uint8_t> bytes) override;
};

// Twenty-two base-62 digits of 128 random bits: what an order is called when its owner does not
// say.
core::ClientOrderId draw_client_order_id(Randomness& randomness);

}  // namespace api
