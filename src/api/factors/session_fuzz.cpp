#include <string>

#include "api/factors/cross_site.hpp"
#include "api/factors/session_token.hpp"
#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

namespace {

const std::string& good_token() {
    static const std::string token = [] {
        api::SeededRandomness randomness{1};
        const auto made = api::make_session_token(core::Environment::test, randomness);
        return std::string{made.reveal_text()};
    }();
    return token;
}

}  // namespace

// Whatever the bytes: reading ends, what is found is a token and lies in them; and one good cookie
// among them is found, unless another of its name stands there.
FUZZ_TARGET(session, bytes) {
    const std::string_view text = base::as_text(bytes);
    for (const auto found : {api::session_in_cookie(text), api::session_in_authorization(text)}) {
        if (!found) continue;
        CHECK(api::parse_session_token(*found));
        CHECK(text.find(*found) != text.npos);
    }
    const std::string cookies = std::string{text} + ";__Host-postern=" + good_token();
    const auto found = api::session_in_cookie(cookies);
    CHECK(found ? *found == good_token() : text.find("__Host-postern") != text.npos);
    CHECK(!api::is_csrf_token(good_token(), text));
    (void)api::is_own_origin(text, text);
}
