#include "api/factors/authenticator_for_tests.hpp"
#include "api/factors/cbor_shape.hpp"
#include "base/fuzz.hpp"

namespace {

const api::RelyingParty house{"x.example", "Postern", {"https://x.example"}};
const api::Digest challenge{};

api::tests::Told told(const char* type, std::uint8_t flags) {
    return {.type = type, .challenge = base::format_base64url(challenge), .flags = flags};
}

// Changes up to two bytes of something good, as the input says: 3 bytes for each.
base::Bytes changed(base::Bytes good, base::BytesView how) {
    for (int i = 0; i < 2 && how.size() >= 3; ++i, how = how.subspan(3)) {
        const std::size_t at = static_cast<std::size_t>(how[0] << 8 | how[1]);
        good[at % good.size()] = how[2];
    }
    return good;
}

}  // namespace

// Whatever the bytes, as client data, attestation, authenticator data, key or extensions: reading
// ends, and what is signed cannot be changed unnoticed.
FUZZ_TARGET(webauthn, bytes) {
    using namespace api;
    const base::Bytes any{bytes.begin(), bytes.end()};
    static const tests::Authenticator authenticator;
    static const Registration registration =
        authenticator.registration(told("webauthn.create", 0x45));
    static const Assertion assertion = authenticator.assertion(told("webauthn.get", 0x05));
    static const Passkey passkey = verify_registration(house, challenge, registration)->passkey;

    CHECK(!verify_registration(house, challenge, {any, registration.attestation_object}));
    (void)!verify_registration(house, challenge, {registration.client_data, any});
    const auto wrapped = [&](std::uint8_t flags, const base::Bytes& tail) {
        const base::Bytes data =
            tests::joined({tests::authenticator_head(told("webauthn.create", flags)), tail});
        const base::Bytes object = tests::attestation_object("none", tests::cbor_head(5, 0), data);
        (void)!verify_registration(house, challenge, {registration.client_data, object});
    };
    wrapped(0x45, any);
    wrapped(0x45, tests::attested(base::Bytes{1}, any));
    wrapped(0xc5, tests::attested(base::Bytes{1}, tests::joined({authenticator.cose_key(), any})));
    (void)!verify_registration(
        house, challenge,
        {registration.client_data, changed(registration.attestation_object, bytes)});

    // Verifying costs 0.2 ms: not each time.
    if (bytes.size() % 8 != 0) return;
    Assertion other = assertion;
    other.client_data = changed(other.client_data, bytes);
    CHECK(other.client_data == assertion.client_data ||
          !verify_assertion(house, challenge, passkey, other));
    other = assertion;
    other.authenticator_data = changed(other.authenticator_data, bytes);
    CHECK(other.authenticator_data == assertion.authenticator_data ||
          !verify_assertion(house, challenge, passkey, other));
    other.authenticator_data = any;
    CHECK(!verify_assertion(house, challenge, passkey, other));
    other = assertion;
    other.signature = any;
    CHECK(!verify_assertion(house, challenge, passkey, other));
}
