// The public name of a key as people and programs see it: 36 characters.
//
//     pk_test_ 3q8Xk0…22 base62 digits of 128 bits… ZpQ1aB
//     ^prefix  ^the name                            ^CRC-32C of the 30 characters before, base62
//
// The checksum covers the prefix too, so a mistyped name is refused before any look-up, and one
// that belongs to the other environment is told apart from one that is mistyped.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "core/types/access.hpp"
#include "core/types/reject.hpp"

namespace core {

struct NamedKey {
    Environment environment{};
    KeyName name;

    friend bool operator==(const NamedKey&, const NamedKey&) = default;
};

std::string format_key_name(Environment environment, KeyName name);

// Errors   key_malformed: not of that shape, or the checksum is wrong.
[[nodiscard]] std::expected<NamedKey, Reject> parse_key_name(std::string_view text);

}  // namespace core
