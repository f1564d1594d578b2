#include "gateways/http/proxy_header.hpp"

#include <algorithm>

namespace gateways::http {
namespace {

constexpr std::string_view signature{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::size_t fixed_bytes = 16;

constexpr unsigned command_proxy = 1;  // 0: LOCAL
constexpr unsigned family_unknown = 0;
constexpr unsigned family_v4 = 1;
constexpr unsigned family_v6 = 2;
constexpr unsigned family_path = 3;

std::uint64_t number(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
    return number;
}

// Both addresses and both ports, or both paths.
std::size_t address_bytes(unsigned family) {
    switch (family) {
        case family_v4:
            return 12;
        case family_v6:
            return 36;
        case family_path:
            return 216;
        default:
            return 0;
    }
}

std::optional<core::IpAddress> source_of(unsigned family, std::string_view addresses) {
    if (family == family_v4) {
        return core::IpAddress{.high = 0,
                               .low = 0xffff'0000'0000u | number(addresses.substr(0, 4))};
    }
    if (family == family_v6) {
        return core::IpAddress{.high = number(addresses.substr(0, 8)),
                               .low = number(addresses.substr(8, 8))};
    }
    return std::nullopt;
}

}  // namespace

std::expected<ProxyHeader, ProxyFault> read_proxy_header(std::string_view arrived) {
    const std::size_t compared = std::min(arrived.size(), signature.size());
    if (arrived.substr(0, compared) != signature.substr(0, compared)) {
        return std::unexpected(ProxyFault::no_header);
    }
    if (arrived.size() < fixed_bytes) return ProxyHeader{};
    const auto version = static_cast<unsigned>(number(arrived.substr(12, 1))) >> 4;
    const auto command = static_cast<unsigned>(number(arrived.substr(12, 1))) & 15;
    const auto family = static_cast<unsigned>(number(arrived.substr(13, 1))) >> 4;
    const auto transport = static_cast<unsigned>(number(arrived.substr(13, 1))) & 15;
    const std::size_t length = number(arrived.substr(14, 2));
    const bool understood =
        version == 2 && command <= command_proxy && family <= family_path && transport <= 2;
    if (!understood) return std::unexpected(ProxyFault::bad_header);
    if (fixed_bytes + length > proxy_header_bytes_max) return std::unexpected(ProxyFault::too_long);
    // A proxy that calls for itself may say anything of addresses; nobody reads it.
    const bool named = command == command_proxy && family != family_unknown;
    if (named && length < address_bytes(family)) return std::unexpected(ProxyFault::bad_header);
    if (arrived.size() < fixed_bytes + length) return ProxyHeader{};
    ProxyHeader header{.bytes = fixed_bytes + length};
    if (named) header.source = source_of(family, arrived.substr(fixed_bytes, length));
    return header;
}

}  // namespace gateways::http
