// Public keys as customers bring them, in whatever form their tools write, and fresh keys and
// secrets.
//
//     parse_public_key("-----BEGIN PUBLIC KEY-----\n...")   Ed25519 or RSA, SubjectPublicKeyInfo
//     parse_public_key("ssh-ed25519 AAAAC3Nz... me@home")   OpenSSH
//     parse_public_key("{\"kty\":\"OKP\",...}")             JWK, Ed25519 or RSA
//     parse_public_key("d75a98...")                         Ed25519: 64 hex digits or base64
//
// The same key gives the same bytes whatever the form. Whoever holds the private key should be the
// only one: a private key pasted by mistake is refused, loudly, and is to be thrown away.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "api/access/randomness.hpp"
#include "core/types/access.hpp"
#include "vault/secret.hpp"

namespace api {

enum class CredentialError : std::uint8_t {
    not_a_key,        // none of the forms above, or something behind the key
    private_key,      // never send it to anybody; make a new pair
    wrong_algorithm,  // a key of another kind: EC, DSA, X25519
    weak_point,       // Ed25519: small order, or not the canonical encoding of a point
    rsa_too_small,    // below 2048 bits
    rsa_too_large,    // above 8192 bits, or an exponent that is even or above 32 bits
};
// A sentence for the customer: what is wrong and what to send instead.
std::string_view sentence_for(CredentialError error);

[[nodiscard]] std::expected<core::Credential, CredentialError> parse_public_key(
    std::string_view text);

// A public key in the form that every tool reads: "-----BEGIN PUBLIC KEY-----". Not for HMAC.
std::string format_public_key_pem(const core::Credential& credential);

// "ps_test_" + 43 base62 digits (256 bits) + 6 of the CRC-32C of that. Shown once.
vault::Secret make_hmac_secret(core::Environment environment, Randomness& randomness);

struct KeyPair {
    core::Credential credential;
    vault::Secret private_key_pem;  // PKCS#8
};
KeyPair make_ed25519_pair(Randomness& randomness);
KeyPair make_rsa_pair();  // 2048 bits; the library's own randomness, about 100 ms

}  // namespace api
