// What is kept of a passkey, sealed in the vault: which one it is and how its signatures are
// verified. Its sign counter is no secret and is judged by the core.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "vault/secret.hpp"

namespace api {

// The numbers of COSE (RFC 9053, RFC 8812).
enum class PasskeyAlgorithm : std::int32_t {
    es256 = -7,
    eddsa = -8,  // Ed25519
    rs256 = -257,
};
BOOST_DESCRIBE_ENUM(PasskeyAlgorithm, es256, eddsa, rs256)

struct Passkey {
    base::Bytes credential_id;  // at most 1023 bytes, chosen by the authenticator
    PasskeyAlgorithm algorithm{};
    base::Bytes public_key;  // ES256: x, y. EdDSA: the point. RS256: 256 bytes of n, 3 of e

    friend bool operator==(const Passkey&, const Passkey&) = default;
};
BOOST_DESCRIBE_STRUCT(Passkey, (), (credential_id, algorithm, public_key))

// As sealed: a version, 1, and the described struct (docs/formats/factors.md).
vault::Secret format_passkey(const Passkey& passkey);
std::optional<Passkey> parse_passkey(const vault::Secret& sealed);

}  // namespace api
