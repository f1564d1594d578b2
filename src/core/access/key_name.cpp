#include "core/access/key_name.hpp"

#include "base/bytes.hpp"
#include "base/crc32c.hpp"

namespace core {
namespace {

constexpr std::size_t prefix_length = 8;
constexpr int name_digits = 22;
constexpr int checksum_digits = 6;
constexpr std::size_t length = prefix_length + name_digits + checksum_digits;

std::string_view prefix_of(Environment environment) {
    switch (environment) {
        case Environment::live:
            return "pk_live_";
        case Environment::test:
            return "pk_test_";
    }
    return {};
}

std::uint32_t checksum_of(std::string_view text) { return base::crc32c(base::as_bytes(text)); }

}  // namespace

std::string format_key_name(Environment environment, KeyName name) {
    const base::Uint128 number = static_cast<base::Uint128>(name.high) << 64 | name.low;
    std::string text{prefix_of(environment)};
    text += base::format_base62(number, name_digits);
    text += base::format_base62(checksum_of(text), checksum_digits);
    return text;
}

std::expected<NamedKey, Reject> parse_key_name(std::string_view text) {
    const auto malformed = std::unexpected(Reject::key_malformed);
    if (text.size() != length) return malformed;
    const bool live = text.starts_with(prefix_of(Environment::live));
    if (!live && !text.starts_with(prefix_of(Environment::test))) return malformed;

    const std::string_view before = text.substr(0, length - checksum_digits);
    const auto checksum = base::parse_base62(text.substr(before.size()));
    if (!checksum || *checksum != checksum_of(before)) return malformed;
    const auto number = base::parse_base62(before.substr(prefix_length));
    if (!number) return malformed;

    return NamedKey{
        live ? Environment::live : Environment::test,
        {static_cast<std::uint64_t>(*number >> 64), static_cast<std::uint64_t>(*number)}};
}

}  // namespace core
