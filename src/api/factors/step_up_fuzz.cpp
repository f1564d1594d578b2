#include <string>

#include "api/factors/step_up.hpp"
#include "base/check.hpp"
#include "base/fuzz.hpp"

namespace {

const api::Challenges& challenges() {
    static const api::Challenges all{vault::Secret{base::Bytes(api::challenge_key_bytes, 1)}};
    return all;
}

}  // namespace

// Whatever the bytes: reading ends; what is read has an id that stands in them; nobody guesses a
// challenge; and a good answer is read whatever its code.
FUZZ_TARGET(step_up, bytes) {
    const std::string_view text = base::as_text(bytes);
    if (const auto parsed = api::parse_step_up(text)) {
        CHECK(!parsed->challenge_id.empty());
        CHECK(text.find(parsed->challenge_id) != text.npos);
    }
    CHECK(!challenges().check(text, "customer 1", {}, {}));
    CHECK(!challenges().check("ch_" + base::format_base64url(bytes), "customer 1", {}, {}));

    const std::string code = base::format_base64url(bytes);
    const std::string header = "totp;id=ch_x;code=" + code;
    const auto parsed = api::parse_step_up(header);
    CHECK(parsed ? std::get<api::TotpAnswer>(parsed->answer).code == code
                 : code.empty() || code.size() > 10'000);
    for (const char* method : {"passkey;", "approver;", "recovery;"}) {
        (void)!api::parse_step_up(method + std::string{text});
    }
}
