// What a page hands to the browser's passkey functions, as JSON:
//
//     navigator.credentials.create({publicKey:
//         PublicKeyCredential.parseCreationOptionsFromJSON(creation_options(...))})
//
// Always asked for: a verified user, no attestation, ES256, EdDSA or RS256.
#pragma once

#include <span>
#include <string>

#include "api/factors/webauthn.hpp"

namespace api {

// Whom the passkey is for. The handle says nothing of the person and goes to the authenticator.
struct PasskeyUser {
    base::Bytes handle;        // 1 to 64 bytes, the same for all passkeys of a person
    std::string name;          // what they log in with
    std::string display_name;  // for people
};

// `known` are the person's passkeys so far: an authenticator that has one makes no second.
std::string creation_options(const RelyingParty& party, const Digest& challenge,
                             const PasskeyUser& user, std::span<const Passkey> known);

// `known` are those that may answer.
std::string request_options(const RelyingParty& party, const Digest& challenge,
                            std::span<const Passkey> known);

}  // namespace api
