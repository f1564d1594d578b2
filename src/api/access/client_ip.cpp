#include "api/access/client_ip.hpp"

#include <algorithm>

namespace api {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_forwarded_for(const Header& header) {
    return std::ranges::equal(header.name, std::string_view{"x-forwarded-for"}, {}, lower);
}

bool is_trusted(const Request& request, core::IpAddress ip) {
    return std::ranges::any_of(request.trusted_proxies, [&](const core::IpRange& range) {
        return core::contains(range, ip);
    });
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace

// From the socket outwards, one hop after the other, as long as each one's word counts.
std::expected<core::IpAddress, core::Reject> client_ip(const Request& request) {
    core::IpAddress hop = request.proxied.value_or(request.peer);
    if (request.peer_uid || !is_trusted(request, hop)) return hop;
    for (std::size_t i = request.headers.size(); i-- > 0;) {
        if (!is_forwarded_for(request.headers[i])) continue;
        std::string_view list = request.headers[i].value;
        for (std::size_t comma = 0; comma != list.npos; list = list.substr(0, comma)) {
            comma = list.rfind(',');
            const auto entry =
                core::parse_ip(trimmed(comma == list.npos ? list : list.substr(comma + 1)));
            if (!entry) return std::unexpected(core::Reject::malformed_request);
            hop = *entry;
            if (!is_trusted(request, hop)) return hop;
        }
    }
    return hop;
}

}  // namespace api
