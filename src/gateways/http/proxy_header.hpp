// The header of the PROXY protocol, version 2: what a proxy says about its caller before the
// caller's own first byte.
//
//     0d 0a 0d 0a 00 0d 0a 51 55 49 54 0a    always the same twelve
//     21                                     version 2; 1: PROXY, 0: LOCAL, the proxy itself calls
//     11                                     1: IPv4, 2: IPv6, 3: a path, 0: unknown; 1: TCP, 2:
//     UDP 00 0c                                  how many bytes follow c0 00 02 01 c6 33 64 01 d4
//     31 01 bb    192.0.2.1 -> 198.51.100.1, ports 54321 -> 443
//
//     const auto header = read_proxy_header(bytes);
//     if (!header) ...        // these bytes are no such header, and never will be
//     if (!header->bytes) ... // so far so good, but more bytes are needed
//     header->source          // 192.0.2.1; nothing for LOCAL, paths and the unknown
//
// What follows the addresses (TLVs) is passed over. Version 1 is not spoken: its end can only be
// guessed. Headers above proxy_header_bytes_max are refused.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string_view>

#include "core/types/ip.hpp"

namespace gateways::http {

enum class ProxyProtocol : std::uint8_t { off, v2 };

inline constexpr std::size_t proxy_header_bytes_max = 2048;

enum class ProxyFault : std::uint8_t {
    no_header,   // something else
    bad_header,  // the signature, and then what version 2 does not know
    too_long,
};

struct ProxyHeader {
    std::size_t bytes{};  // 0 until all of it has arrived
    std::optional<core::IpAddress> source{};
};

[[nodiscard]] std::expected<ProxyHeader, ProxyFault> read_proxy_header(std::string_view arrived);

}  // namespace gateways::http
