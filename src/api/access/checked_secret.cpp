#include "api/access/checked_secret.hpp"

#include <sodium.h>

#include "base/bytes.hpp"
#include "base/crc32c.hpp"

namespace api {
namespace {

constexpr std::size_t secret_digits = 43;
constexpr std::size_t checksum_digits = 6;

// As many as always fit into the 128 bits of base::parse_base62.
constexpr std::size_t digits_at_once = 21;

bool are_base62(std::string_view digits) {
    while (!digits.empty()) {
        if (!base::parse_base62(digits.substr(0, digits_at_once))) return false;
        digits.remove_prefix(std::min(digits.size(), digits_at_once));
    }
    return true;
}

std::uint32_t checksum_of(std::string_view text) { return base::crc32c(base::as_bytes(text)); }

}  // namespace

vault::Secret make_checked_secret(std::string_view prefix, Randomness& randomness) {
    std::string digits = random_base62(randomness, secret_digits);
    std::string text;
    text.reserve(prefix.size() + secret_digits + checksum_digits);  // growing would leave copies
    text += prefix;
    text += digits;
    sodium_memzero(digits.data(), digits.size());
    text += base::format_base62(checksum_of(text), checksum_digits);
    return vault::Secret::take(std::move(text));
}

bool is_checked_secret(std::string_view prefix, std::string_view text) {
    if (text.size() != prefix.size() + secret_digits + checksum_digits) return false;
    if (!text.starts_with(prefix)) return false;
    const std::string_view before = text.substr(0, text.size() - checksum_digits);
    if (!are_base62(before.substr(prefix.size()))) return false;
    const auto checksum = base::parse_base62(text.substr(before.size()));
    return checksum && *checksum == checksum_of(before);
}

}  // namespace api
