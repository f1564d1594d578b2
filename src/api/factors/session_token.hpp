// What a logged-in person shows with each request: 256 random bits as a text, in a cookie or as a
// bearer token.
//
//     const vault::Secret token = make_session_token(Environment::test, randomness);
//         // st_test_ + 43 base62 digits + 6 of the CRC-32C of that, as all our secrets
//     session_cookie(token.reveal_text())
//         // __Host-postern=st_test_...; Path=/; Secure; HttpOnly; SameSite=Strict
//     session_in_cookie(request.header("cookie"))        // "st_test_...", or nothing
//     session_fingerprint(token)                         // what the journal keeps
//
// The token is shown once, at login. A session is found by its fingerprint, so that comparing takes
// no account of the token's characters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/access/randomness.hpp"
#include "core/types/command.hpp"
#include "vault/secret.hpp"

namespace api {

vault::Secret make_session_token(core::Environment environment, Randomness& randomness);

// Of which environment the token is; nothing for what has not the shape or the wrong checksum.
std::optional<core::Environment> parse_session_token(std::string_view text);

core::Fingerprint session_fingerprint(std::string_view token);

// The value of Set-Cookie. A browser gives such a cookie back to this host alone, over TLS (or to
// localhost), to no script, and with no request that another site began.
std::string session_cookie(std::string_view token);
// The one that takes it away again.
std::string ended_session_cookie();

// The token in a Cookie header. Nothing if there is none, or more than one: then somebody else put
// one there, and which of them is ours cannot be told.
std::optional<std::string_view> session_in_cookie(std::string_view cookies);

// The token of "Authorization: Bearer st_test_...". Nothing for other schemes and other texts.
std::optional<std::string_view> session_in_authorization(std::string_view authorization);

}  // namespace api
