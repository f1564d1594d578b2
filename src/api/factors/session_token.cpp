#include "api/factors/session_token.hpp"

#include <algorithm>

#include "api/access/checked_secret.hpp"
#include "api/access/digest.hpp"
#include "base/letters.hpp"

namespace api {
namespace {

using base::trimmed;

constexpr std::string_view cookie_name = "__Host-postern";
constexpr std::string_view cookie_rules = "; Path=/; Secure; HttpOnly; SameSite=Strict";

std::string_view prefix_of(core::Environment environment) {
    return environment == core::Environment::live ? "st_live_" : "st_test_";
}

}  // namespace

vault::Secret make_session_token(core::Environment environment, Randomness& randomness) {
    return make_checked_secret(prefix_of(environment), randomness);
}

std::optional<core::Environment> parse_session_token(std::string_view text) {
    for (const auto environment : {core::Environment::live, core::Environment::test}) {
        if (is_checked_secret(prefix_of(environment), text)) return environment;
    }
    return std::nullopt;
}

core::Fingerprint session_fingerprint(std::string_view token) {
    return fingerprint({"postern session", token});
}

std::string session_cookie(std::string_view token) {
    return std::string{cookie_name} + "=" + std::string{token} + std::string{cookie_rules};
}

std::string ended_session_cookie() {
    return std::string{cookie_name} + "=" + std::string{cookie_rules} + "; Max-Age=0";
}

std::optional<std::string_view> session_in_cookie(std::string_view cookies) {
    std::optional<std::string_view> found;
    while (!cookies.empty()) {
        const std::size_t end = std::min(cookies.find(';'), cookies.size());
        const std::string_view pair = cookies.substr(0, end);
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
        const std::size_t equals = pair.find('=');
        if (equals == pair.npos || trimmed(pair.substr(0, equals)) != cookie_name) continue;
        if (found) return std::nullopt;
        found = trimmed(pair.substr(equals + 1));
    }
    if (!found || !parse_session_token(*found)) return std::nullopt;
    return found;
}

std::optional<std::string_view> session_in_authorization(std::string_view authorization) {
    const std::size_t space = authorization.find(' ');
    if (space == authorization.npos || !base::same_word(authorization.substr(0, space), "bearer")) {
        return std::nullopt;
    }
    const std::string_view token = trimmed(authorization.substr(space));
    if (!parse_session_token(token)) return std::nullopt;
    return token;
}

}  // namespace api
