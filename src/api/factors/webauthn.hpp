// Passkeys: what a browser answers to navigator.credentials.create() and .get(), and whether to
// believe it. W3C Web Authentication, by libfido2, with the checks of ours that it leaves out.
//
//     const RelyingParty house{"x.example", "Postern", {"https://x.example"}};
//     auto made = verify_registration(house, passkey_challenge(id), registration);
//         // made->passkey to the vault, made->sign_counter to the core
//     auto shown = verify_assertion(house, passkey_challenge(id), passkey, assertion);
//         // shown->sign_counter to the core
//
// Checked here: type, challenge, origin and frame in the client data; the relying party's hash,
// that somebody was present and was verified (PIN, finger, face); the signature. Whether the
// challenge was ours: Challenges. Whether the counter went back, as that of a copied authenticator
// does: the core. Zero in both means that this authenticator does not count.
//
// Attestation  "none", and "packed" signed by the new key itself. Who made the authenticator is
//              nobody's business here.
// Errors       the first in the order of PasskeyFault.
// Cost         verification 0.2 to 0.7 ms.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "api/access/digest.hpp"
#include "api/factors/passkey.hpp"

namespace api {

// Whose passkeys they are.
struct RelyingParty {
    std::string id;                    // a host name without port: "x.example", or "localhost"
    std::string name;                  // for people
    std::vector<std::string> origins;  // exactly as browsers write them: "https://x.example:8443"
};

enum class PasskeyFault : std::uint8_t {
    malformed_client_data,
    wrong_type,
    wrong_challenge,
    wrong_origin,
    cross_origin,  // a page within another's frame
    malformed_attestation,
    unsupported_attestation,
    malformed_authenticator_data,
    wrong_relying_party,
    user_not_present,
    user_not_verified,
    wrong_credential,  // an assertion of another passkey
    unsupported_algorithm,
    weak_key,
    wrong_signature,
};
std::string_view name_of(PasskeyFault fault);  // "wrong_origin"

// As in the browser's answer, decoded from its base64url.
struct Registration {
    base::Bytes client_data;  // clientDataJSON
    base::Bytes attestation_object;
};
struct Assertion {
    base::Bytes credential_id;
    base::Bytes client_data;  // clientDataJSON
    base::Bytes authenticator_data;
    base::Bytes signature;
};

struct Registered {
    Passkey passkey;
    std::uint32_t sign_counter{};
    bool is_backed_up{};  // lives on more than one device, so that losing one is no loss
};
struct Asserted {
    std::uint32_t sign_counter{};
    bool is_backed_up{};
};

[[nodiscard]] std::expected<Registered, PasskeyFault> verify_registration(
    const RelyingParty& party, const Digest& challenge, const Registration& registration);

[[nodiscard]] std::expected<Asserted, PasskeyFault> verify_assertion(const RelyingParty& party,
                                                                     const Digest& challenge,
                                                                     const Passkey& passkey,
                                                                     const Assertion& assertion);

}  // namespace api
