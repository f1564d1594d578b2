// Whether a request with a cookie was meant by the page it seems to come from, and not slipped to
// the browser by another site. Two proofs, both asked for when a cookie would change something.
//
//     csrf_token(session)                      // told to the page at login, sent back in a header
//     is_csrf_token(session, request.header("postern-csrf"))
//     is_own_origin(request.header("origin"), request.header("host"))
//
// The token is derived from the session's (HMAC-SHA-256), so nothing is remembered, and it ends
// with the session. A bearer token needs neither: no browser sends one by itself.
#pragma once

#include <string>
#include <string_view>

namespace api {

// 43 characters of base64url.
std::string csrf_token(std::string_view session_token);
// In constant time.
bool is_csrf_token(std::string_view session_token, std::string_view given);

// Whether Origin is a page of this very host and port, over TLS, or a plain one of this machine
// itself. Not for "null" and not for an absent Origin: browsers send it with all that may change
// something.
bool is_own_origin(std::string_view origin, std::string_view host);

}  // namespace api
