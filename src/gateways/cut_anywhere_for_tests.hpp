// What a reader of bytes says must not depend on where they are cut. For fuzz programs only.
//
//     check_cuts<Transcript>(stream, seed, 60);    // whole, byte by byte, in pieces of 1 to 60
//
// A Transcript has hear(bytes), false when it listens no more, and told(), what it heard.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "base/prng.hpp"

namespace gateways {

template <class Transcript>
void check_cuts(std::string_view stream, std::uint64_t seed, std::size_t longest) {
    Transcript whole;
    whole.hear(stream);

    Transcript in_bytes;
    for (const char& byte : stream) {
        if (!in_bytes.hear({&byte, 1})) break;
    }
    CHECK(in_bytes.told() == whole.told());

    base::Prng prng{seed};
    Transcript in_pieces;
    for (std::string_view rest = stream; !rest.empty();) {
        const std::size_t size = std::min(rest.size(), 1 + prng.below(longest));
        if (!in_pieces.hear(rest.substr(0, size))) break;
        rest.remove_prefix(size);
    }
    CHECK(in_pieces.told() == whole.told());
}

}  // namespace gateways
