// A State as bytes, its digest, and a State from bytes.
//
// The bytes are canonical: equal states have equal bytes, whatever way they came about. Derived
// tables (indexes, levels, timers of keys) are not written; they follow from what is.
#pragma once

#include <optional>

#include "base/bytes.hpp"
#include "core/exchange/state.hpp"

namespace core {

void encode_state(base::Bytes& out, const State& state);
// False if the bytes end too soon or too late; what is in them is believed: the journal has held
// them to their hash.
bool decode_state(base::BytesView bytes, State& state);

// 128 bits that differ when the states differ (not a defence against people: the journal's chain
// is that). Cost: encodes the state; a second per million orders.
struct Digest {
    std::uint64_t high{};
    std::uint64_t low{};

    friend bool operator==(const Digest&, const Digest&) = default;
};
Digest digest(const State& state);

}  // namespace core
