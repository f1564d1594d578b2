#include "api/factors/cross_site.hpp"

#include <array>
#include <sodium.h>

#include "base/bytes.hpp"
#include "base/letters.hpp"

namespace api {
namespace {

using base::equal_in_any_case;

constexpr std::string_view csrf_domain = "postern csrf 1";

// "host:443" and "host" are the same place to https.
std::string_view without(std::string_view port, std::string_view authority) {
    if (authority.ends_with(port)) authority.remove_suffix(port.size());
    return authority;
}

bool is_this_machine(std::string_view authority) {
    const auto is_name = [&](std::string_view name) {
        return authority.starts_with(name) &&
               (authority.size() == name.size() || authority[name.size()] == ':');
    };
    return is_name("localhost") || is_name("127.0.0.1") || is_name("[::1]");
}

}  // namespace

std::string csrf_token(std::string_view session_token) {
    crypto_auth_hmacsha256_state state{};
    crypto_auth_hmacsha256_init(&state, base::as_bytes(session_token).data(), session_token.size());
    crypto_auth_hmacsha256_update(&state, base::as_bytes(csrf_domain).data(), csrf_domain.size());
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    sodium_memzero(&state, sizeof state);
    return base::format_base64url(mac);
}

bool is_csrf_token(std::string_view session_token, std::string_view given) {
    const std::string right = csrf_token(session_token);
    return given.size() == right.size() &&
           sodium_memcmp(given.data(), right.data(), right.size()) == 0;
}

bool is_own_origin(std::string_view origin, std::string_view host) {
    constexpr std::string_view tls = "https://";
    constexpr std::string_view plain = "http://";
    if (host.empty()) return false;
    if (origin.starts_with(tls)) {
        return equal_in_any_case(without(":443", origin.substr(tls.size())), without(":443", host));
    }
    if (!origin.starts_with(plain)) return false;
    const std::string_view authority = origin.substr(plain.size());
    return is_this_machine(authority) &&
           equal_in_any_case(without(":80", authority), without(":80", host));
}

}  // namespace api
