// Internet addresses and ranges, compared as numbers.
//
//     parse_ip("10.0.0.7")               is the same address as "::ffff:10.0.0.7"
//     parse_cidr("10.0.0.0/8")           contains it
//     parse_cidr("10.0.0.1/8")           host_bits: the range is written 10.0.0.0/8
//
// IPv4 lives inside IPv6 (::ffff:0:0/96), so that one comparison serves both and a v4-mapped
// address can never slip past a v4 rule.
#pragma once

#include <boost/describe.hpp>
#include <compare>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/int128.hpp"

namespace core {

struct IpAddress {
    std::uint64_t high{};
    std::uint64_t low{};

    friend constexpr auto operator<=>(const IpAddress&, const IpAddress&) = default;
};
BOOST_DESCRIBE_STRUCT(IpAddress, (), (high, low))

// All addresses whose first `bits` (0..128) equal those of `first`.
struct IpRange {
    IpAddress first;
    std::uint8_t bits{128};

    friend constexpr auto operator<=>(const IpRange&, const IpRange&) = default;
};
BOOST_DESCRIBE_STRUCT(IpRange, (), (first, bits))

enum class IpError { not_an_address, prefix_out_of_range, host_bits };

constexpr bool is_v4(IpAddress ip) { return ip.high == 0 && ip.low >> 32 == 0xffff; }
bool contains(const IpRange& range, IpAddress ip);

// Canonical text only: no leading zeros, no zone, IPv6 in any of its legal spellings.
std::expected<IpAddress, IpError> parse_ip(std::string_view text);
// An address alone is the range of that one address.
std::expected<IpRange, IpError> parse_cidr(std::string_view text);
std::string format(IpAddress ip);          // "10.0.0.7", "2001:db8::1"
std::string format(const IpRange& range);  // "10.0.0.0/8"; the prefix is left out for one address

}  // namespace core
