// The other side of signatures.hpp: signs as a client does. For our own clients (market maker,
// command line) and for tests.
#pragma once

#include <string>
#include <string_view>

#include "api/access/signatures.hpp"

namespace api {

// HMAC-SHA256 in lower-case hex.
std::string sign_hmac(const vault::Secret& secret, std::string_view payload);
// Ed25519 or RSA by the PKCS#8 PEM of a private key, in base64. Empty when it is no such key.
std::string sign_with_pem(const vault::Secret& private_key_pem, std::string_view payload,
                          RsaScheme scheme);

}  // namespace api
