// What is only ever compared: 128 bits of a hash.
#pragma once

#include <boost/describe.hpp>
#include <compare>
#include <cstdint>

namespace core {

// 128 bits of a SHA-256, or of a keyed hash where strangers could guess what was hashed.
struct Fingerprint {
    std::uint64_t high{};
    std::uint64_t low{};

    friend constexpr auto operator<=>(const Fingerprint&, const Fingerprint&) = default;
    constexpr explicit operator bool() const { return high != 0 || low != 0; }
};
BOOST_DESCRIBE_STRUCT(Fingerprint, (), (high, low))

// A reference into the vault. It names a sealed secret or personal data and says nothing of it.
struct VaultRef {
    std::uint64_t high{};
    std::uint64_t low{};

    friend constexpr auto operator<=>(const VaultRef&, const VaultRef&) = default;
    constexpr explicit operator bool() const { return high != 0 || low != 0; }
};
BOOST_DESCRIBE_STRUCT(VaultRef, (), (high, low))

}  // namespace core
