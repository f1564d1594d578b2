// The ten-line signature of /v1. docs/api/signing.md has it with test vectors.
//
//     v1                            Postern-Key        pk_test_...
//     pk_test_...                   Postern-Timestamp  1700000000000
//     1700000000000                 Postern-Nonce      8 to 64 of A-Za-z0-9_-
//     3fX9...                       Postern-Signature  HMAC in hex, Ed25519 and RSA-PSS in base64
//     POST
//     127.0.0.1:8420                the Host header as sent
//     /v1/orders?validate_only=true the request target as sent
//     9f86d0...                     SHA-256 of the body in hex; of nothing for no body
//
// Joined by "\n", none at the end. None of the eight can hold a line break, so no two requests
// share a text.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "api/access/http.hpp"
#include "core/types/rejection.hpp"

namespace api {

// The four headers, as views into the request.
struct NativeSigned {
    std::string_view key;
    std::string_view timestamp;
    std::string_view nonce;
    std::string_view signature;
};

// Whether the request tries to be a signed one at all.
bool carries_native_signature(const Request& request);

// Rejects  signature_missing_component with the header's name; malformed_field for a nonce that is
//          no nonce or a timestamp that is no number.
[[nodiscard]] std::expected<NativeSigned, core::Rejection> read_native_signature(
    const Request& request);

// 8 to 64 of A-Za-z0-9_-, in this scheme and in message_signature.hpp's.
bool is_nonce(std::string_view text);

// What a client must sign for this request. Built from the request alone; headers that are missing
// leave their line empty.
std::string canonical_text(const Request& request);
// SHA-256 of it in hex: told to whoever is refused, so that he can find the difference.
std::string canonical_sha256(const Request& request);

}  // namespace api
