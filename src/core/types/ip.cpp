#include "core/types/ip.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace core {
namespace {

constexpr std::uint64_t v4_prefix = std::uint64_t{0xffff} << 32;

// A decimal number of 0..max without leading zeros.
std::optional<unsigned> parse_number(std::string_view text, unsigned max) {
    if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return {};
    unsigned number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return {};
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    if (number > max) return {};
    return number;
}

std::optional<std::uint32_t> parse_v4(std::string_view text) {
    std::uint32_t ip = 0;
    for (int part = 0; part < 4; ++part) {
        const std::size_t dot = part < 3 ? text.find('.') : text.size();
        if (dot == std::string_view::npos) return {};
        const auto number = parse_number(text.substr(0, dot), 255);
        if (!number) return {};
        ip = ip << 8 | *number;
        text.remove_prefix(part < 3 ? dot + 1 : dot);
    }
    return ip;
}

std::optional<std::uint16_t> parse_group(std::string_view text) {
    if (text.empty() || text.size() > 4) return {};
    std::uint16_t group = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), group, 16);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return group;
}

struct Groups {
    std::array<std::uint16_t, 8> values{};
    std::size_t count{};
};

// "2001:db8:a" or "ffff:10.0.0.7": groups without "::"; an IPv4 tail counts as two.
std::optional<Groups> parse_groups(std::string_view text) {
    Groups groups;
    if (text.empty()) return groups;
    while (true) {
        const std::size_t colon = text.find(':');
        const std::string_view part = text.substr(0, colon);
        if (colon == std::string_view::npos && part.find('.') != std::string_view::npos) {
            const auto v4 = parse_v4(part);
            if (!v4 || groups.count > 6) return {};
            groups.values[groups.count++] = static_cast<std::uint16_t>(*v4 >> 16);
            groups.values[groups.count++] = static_cast<std::uint16_t>(*v4);
            return groups;
        }
        const auto group = parse_group(part);
        if (!group || groups.count == 8) return {};
        groups.values[groups.count++] = *group;
        if (colon == std::string_view::npos) return groups;
        text.remove_prefix(colon + 1);
    }
}

std::optional<IpAddress> parse_v6(std::string_view text) {
    const std::size_t gap = text.find("::");
    const auto head = parse_groups(text.substr(0, gap));
    if (!head) return {};
    Groups tail;
    if (gap != std::string_view::npos) {
        const auto rest = parse_groups(text.substr(gap + 2));
        if (!rest || head->count + rest->count > 7) return {};
        tail = *rest;
    } else if (head->count != 8) {
        return {};
    }
    std::array<std::uint16_t, 8> all{};
    for (std::size_t i = 0; i < head->count; ++i) all[i] = head->values[i];
    for (std::size_t i = 0; i < tail.count; ++i) all[8 - tail.count + i] = tail.values[i];
    IpAddress ip;
    for (std::size_t i = 0; i < 4; ++i) ip.high = ip.high << 16 | all[i];
    for (std::size_t i = 4; i < 8; ++i) ip.low = ip.low << 16 | all[i];
    return ip;
}

// The address with all bits after the first `bits` cleared.
IpAddress masked(IpAddress ip, unsigned bits) {
    const auto keep = [](unsigned count) {
        return count == 0 ? 0 : ~std::uint64_t{0} << (64 - count);
    };
    return {ip.high & keep(bits < 64 ? bits : 64), ip.low & keep(bits > 64 ? bits - 64 : 0)};
}

std::string format_v6(IpAddress ip) {
    std::array<std::uint16_t, 8> groups{};
    for (std::size_t i = 0; i < 4; ++i) {
        groups[i] = static_cast<std::uint16_t>(ip.high >> (48 - 16 * i));
        groups[4 + i] = static_cast<std::uint16_t>(ip.low >> (48 - 16 * i));
    }
    std::size_t gap = 8;
    std::size_t gap_length = 1;  // one zero group alone is not shortened (RFC 5952)
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t end = i;
        while (end < 8 && groups[end] == 0) ++end;
        if (end - i > gap_length) {
            gap = i;
            gap_length = end - i;
        }
    }
    std::string text;
    for (std::size_t i = 0; i < 8; ++i) {
        if (i == gap) {
            text += "::";
            i += gap_length - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        std::array<char, 4> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + 4, groups[i], 16).ptr;
        text.append(digits.data(), end);
    }
    return text;
}

}  // namespace

bool contains(const IpRange& range, IpAddress ip) { return masked(ip, range.bits) == range.first; }

std::expected<IpAddress, IpError> parse_ip(std::string_view text) {
    if (const auto v4 = parse_v4(text)) return IpAddress{0, v4_prefix | *v4};
    if (const auto v6 = parse_v6(text)) return *v6;
    return std::unexpected(IpError::not_an_address);
}

std::expected<IpRange, IpError> parse_cidr(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto first = parse_ip(text.substr(0, slash));
    if (!first) return std::unexpected(first.error());
    if (slash == std::string_view::npos) return IpRange{*first, 128};
    const bool v4 = text.substr(0, slash).find(':') == std::string_view::npos;
    const auto prefix = parse_number(text.substr(slash + 1), v4 ? 32 : 128);
    if (!prefix) return std::unexpected(IpError::prefix_out_of_range);
    const unsigned bits = v4 ? *prefix + 96 : *prefix;
    if (masked(*first, bits) != *first) return std::unexpected(IpError::host_bits);
    return IpRange{*first, static_cast<std::uint8_t>(bits)};
}

std::string format(IpAddress ip) {
    if (!is_v4(ip)) return format_v6(ip);
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        text += std::to_string(ip.low >> shift & 255);
        if (shift > 0) text += '.';
    }
    return text;
}

std::string format(const IpRange& range) {
    if (range.bits == 128) return format(range.first);
    const bool v4 = is_v4(range.first) && range.bits >= 96;
    return format(range.first) + '/' + std::to_string(v4 ? range.bits - 96 : range.bits);
}

}  // namespace core
