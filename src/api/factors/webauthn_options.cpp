#include "api/factors/webauthn_options.hpp"

#include "api/factors/challenges.hpp"
#include "base/check.hpp"
#include "base/described_json.hpp"

namespace api {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    base::codec::append_quoted(out, text);
    return out;
}

std::string quoted(base::BytesView bytes) { return '"' + base::format_base64url(bytes) + '"'; }

std::string timeout() { return std::to_string(challenge_life.ns / 1'000'000); }

std::string list_of(std::span<const Passkey> passkeys) {
    std::string out = "[";
    for (const Passkey& passkey : passkeys) {
        if (out.size() > 1) out += ',';
        out +=
            R"({"type":"public-key","id":)" + quoted(base::BytesView{passkey.credential_id}) + "}";
    }
    return out + "]";
}

}  // namespace

std::string creation_options(const RelyingParty& party, const Digest& challenge,
                             const PasskeyUser& user, std::span<const Passkey> known) {
    CHECK(!user.handle.empty() && user.handle.size() <= 64);
    return R"({"rp":{"id":)" + quoted(party.id) + R"(,"name":)" + quoted(party.name) +
           R"(},"user":{"id":)" + quoted(base::BytesView{user.handle}) + R"(,"name":)" +
           quoted(user.name) + R"(,"displayName":)" + quoted(user.display_name) +
           R"(},"challenge":)" + quoted(base::BytesView{challenge}) +
           R"(,"pubKeyCredParams":[{"type":"public-key","alg":-7},{"type":"public-key","alg":-8},)"
           R"({"type":"public-key","alg":-257}],"timeout":)" +
           timeout() + R"(,"excludeCredentials":)" + list_of(known) +
           R"(,"authenticatorSelection":{"residentKey":"preferred","userVerification":"required"},)"
           R"("attestation":"none"})";
}

std::string request_options(const RelyingParty& party, const Digest& challenge,
                            std::span<const Passkey> known) {
    return R"({"challenge":)" + quoted(base::BytesView{challenge}) + R"(,"timeout":)" + timeout() +
           R"(,"rpId":)" + quoted(party.id) + R"(,"allowCredentials":)" + list_of(known) +
           R"(,"userVerification":"required"})";
}

}  // namespace api
