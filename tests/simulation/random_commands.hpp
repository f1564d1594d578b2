// What people ask of a house: most of it sensible, some of it not.
#pragma once

#include <vector>

#include "base/prng.hpp"
#include "core/exchange/state.hpp"

namespace simulation {

struct Asked {
    core::Command command;
    core::Envelope envelope;
};

// The commands that make a house with three markets and a few customers, rich and poor.
std::vector<Asked> opening(base::Prng& prng, core::Environment environment);

class Crowd {
  public:
    explicit Crowd(base::Prng& prng) : prng_{prng} {}

    // Any command at all, often one that fits the state; sometimes an earlier one once more.
    Asked next(const core::State& state, core::Timestamp now);
    // Small sells of many, and then one who buys them all: more than one record can hold.
    std::vector<Asked> sweep(const core::State& state);

  private:
    Asked fresh(const core::State& state, core::Timestamp now);
    core::Command customers_command(const core::State& state, core::AccountId account,
                                    core::Timestamp now);
    core::Command operators_command(const core::State& state, core::Timestamp now);
    core::PlaceOrder place(const core::State& state);
    core::PlaceOrder strange(core::PlaceOrder order);
    core::Command cancel(const core::State& state, core::AccountId account);
    core::Market market(const core::State& state);
    core::Envelope envelope_of(const core::State& state, core::Timestamp now);
    core::Fingerprint fingerprint(std::uint64_t different) {
        return {prng_.below(different) + 1, 1};
    }

    template <class Id>
    Id some_id(std::uint64_t count) {  // one more than there are, now and then
        return Id{static_cast<typename Id::number_type>(prng_.below(count + 1) +
                                                        (prng_.one_in(30) ? 1 : 0))};
    }

    base::Prng& prng_;
    std::vector<Asked> once_;  // had an idempotency key
    std::uint64_t orders_{};
};

}  // namespace simulation
