// What a body must be, by its Content-Digest field (RFC 9530).
//
//     Content-Digest: sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:
//
//     check_content_digest(field, body)   // nothing, or what is wrong
//     content_digest(body)                // "sha-256=:...:"
//
// Every digest of a known algorithm (sha-256, sha-512) must be the body's; one of them at least
// must be there; others are passed over.
#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace api {

enum class DigestFault : std::uint8_t { not_a_digest, no_known_algorithm, differs };

[[nodiscard]] std::expected<void, DigestFault> check_content_digest(std::string_view field,
                                                                    std::string_view body);
std::string content_digest(std::string_view body);

}  // namespace api
