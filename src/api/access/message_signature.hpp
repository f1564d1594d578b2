// HTTP Message Signatures (RFC 9421) of /v1, beside the ten-line scheme. docs/api/signing.md has
// them with an example; docs/api/vectors/message_signatures.json has vectors.
//
//     Content-Digest: sha-256=:...:
//     Signature-Input: sig=("@method" "@authority" "@path" "@query" "content-digest");
//         created=1700000000;keyid="pk_test_...";nonce="n-0123456789";tag="postern"
//     Signature: sig=:...:
//
// What is signed is the signature base, one line per covered component:
//
//     "@method": POST
//     "@authority": 127.0.0.1:8420
//     ...
//     "@signature-params": ("@method" ...);created=1700000000;...
//
// Of several signatures the one with tag="postern" counts. Components are the four above and plain
// header fields; those of which a server behind a proxy cannot know the truth (@scheme,
// @target-uri) and those with parameters (;sf, ;bs, ;key, ;req) are refused.
//
// The authority is the Host header in lower case, without ":80" and ":443": TLS ends at a proxy, so
// either may be the default port of the client's scheme.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "api/access/http.hpp"
#include "base/bytes.hpp"
#include "core/types/rejection.hpp"
#include "core/types/time.hpp"

namespace api {

// Nothing of it is believed before the signature verified over the base.
struct MessageSigned {
    std::string base;
    base::Bytes signature;
    std::string key;        // keyid
    std::string algorithm;  // alg; empty where it is not said
    std::string nonce;
    std::optional<core::Timestamp> created{};
    std::optional<core::Timestamp> expires{};
    // The first thing that had to be covered or said, and is not.
    std::optional<core::Rejection> missing{};
};

// Whether the request uses this scheme: it has a Signature-Input.
bool carries_message_signature(const Request& request);

// Rejects  malformed_field for fields that cannot be read and components that are not served;
//          signature_missing_component for a tag, keyid or Signature that is not there and for a
//          covered field that the request does not have.
[[nodiscard]] std::expected<MessageSigned, core::Rejection> read_message_signature(
    const Request& request);

// The base alone; of the signature with that label, or of the one that counts, or of the first.
[[nodiscard]] std::expected<std::string, core::Rejection> signature_base(
    const Request& request, std::string_view label = {});

// SHA-256 in hex of the base, or of nothing where none can be built.
std::string signature_base_sha256(const Request& request);

// Whether the body is the one that the Content-Digest field, where there is one, describes.
core::Verdict check_body(const Request& request);

// The key that a request names in either scheme, proved or not; empty for none.
std::string named_key(const Request& request);

}  // namespace api
