#include "api/access/client_ip.hpp"

#include <algorithm>

#include "base/letters.hpp"

namespace api {
namespace {

bool is_forwarded_for(const Header& header) {
    return base::same_word(header.name, "x-forwarded-for");
}

bool is_trusted(const Request& request, core::IpAddress ip) {
    return std::ranges::any_of(request.trusted_proxies, [&](const core::IpRange& range) {
        return core::contains(range, ip);
    });
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
                core::parse_ip(base::trimmed(comma == list.npos ? list : list.substr(comma + 1)));
            if (!entry) return std::unexpected(core::Reject::malformed_request);
            hop = *entry;
            if (!is_trusted(request, hop)) return hop;
        }
    }
    return hop;
}

}  // namespace api
