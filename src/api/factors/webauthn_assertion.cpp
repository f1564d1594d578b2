// The half of webauthn.hpp that knows a passkey again.
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include "api/factors/webauthn_parts.hpp"
#include "base/check.hpp"
#include "base/result.hpp"

namespace api {
namespace {

using webauthn::AuthenticatorData;

std::unexpected<PasskeyFault> wrong(PasskeyFault fault) { return std::unexpected(fault); }

using OpenAssertion = std::unique_ptr<fido_assert_t, webauthn::FreedByFido<fido_assert_free>>;

// What libfido2 is to verify; nullptr for what it cannot read.
OpenAssertion open_assertion(const RelyingParty& party, const Assertion& said) {
    fido_init(0);
    OpenAssertion assertion{fido_assert_new()};
    CHECK(assertion != nullptr);
    fido_assert_t* const it = assertion.get();
    const Digest hash = sha256(base::as_text(said.client_data));
    const bool taken =
        fido_assert_set_count(it, 1) == FIDO_OK &&
        fido_assert_set_rp(it, party.id.c_str()) == FIDO_OK &&
        fido_assert_set_clientdata_hash(it, hash.data(), hash.size()) == FIDO_OK &&
        fido_assert_set_authdata_raw(it, 0, said.authenticator_data.data(),
                                     said.authenticator_data.size()) == FIDO_OK &&
        fido_assert_set_sig(it, 0, said.signature.data(), said.signature.size()) == FIDO_OK &&
        fido_assert_set_up(it, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_uv(it, FIDO_OPT_TRUE) == FIDO_OK;
    return taken ? std::move(assertion) : nullptr;
}

// The three kinds of key have the same four functions, but for their names.
template <auto make, auto free, auto read>
bool is_signed(const fido_assert_t* assertion, const Passkey& passkey) {
    auto* key = make();
    CHECK(key != nullptr);
    const bool good =
        read(key, passkey.public_key.data(), passkey.public_key.size()) == FIDO_OK &&
        fido_assert_verify(assertion, 0, static_cast<int>(passkey.algorithm), key) == FIDO_OK;
    free(&key);
    return good;
}

bool is_signed_by(const Passkey& passkey, const fido_assert_t* assertion) {
    switch (passkey.algorithm) {
        case PasskeyAlgorithm::es256:
            return is_signed<es256_pk_new, es256_pk_free, es256_pk_from_ptr>(assertion, passkey);
        case PasskeyAlgorithm::eddsa:
            return is_signed<eddsa_pk_new, eddsa_pk_free, eddsa_pk_from_ptr>(assertion, passkey);
        case PasskeyAlgorithm::rs256:
            return is_signed<rs256_pk_new, rs256_pk_free, rs256_pk_from_ptr>(assertion, passkey);
    }
    return false;
}

}  // namespace

std::expected<Asserted, PasskeyFault> verify_assertion(const RelyingParty& party,
                                                       const Digest& challenge,
                                                       const Passkey& passkey,
                                                       const Assertion& assertion) {
    TRY_OK(webauthn::judge_client_data(party, "webauthn.get", challenge, assertion.client_data));
    TRY(const AuthenticatorData said,
        webauthn::parse_authenticator_data(assertion.authenticator_data));
    if (said.has_passkey()) return wrong(PasskeyFault::malformed_authenticator_data);
    TRY_OK(webauthn::judge_presence(party, said));
    if (assertion.credential_id != passkey.credential_id) {
        return wrong(PasskeyFault::wrong_credential);
    }
    const OpenAssertion opened = open_assertion(party, assertion);
    if (!opened || !is_signed_by(passkey, opened.get())) {
        return wrong(PasskeyFault::wrong_signature);
    }
    return Asserted{said.sign_counter, said.is_backed_up()};
}

}  // namespace api
