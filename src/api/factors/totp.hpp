// Codes of six digits that change every half minute, as authenticator apps make them: RFC 6238
// with SHA-1, six digits, 30 s. By liboath.
//
//     const vault::Secret secret = make_totp_secret(randomness);       // to be sealed at once
//     totp_uri(secret, {.issuer = "Postern", .account = "alice@example.org"})
//         // otpauth://totp/Postern:alice%40example.org?secret=...&issuer=Postern&...
//     matching_step(secret, "287082", now)                             // 1, at 59 s after 1970
//
// A step is a half minute counted from 1970. Codes of the step before, this one and the next are
// taken. Whoever asks must remember the step and refuse it, and all before it, from then on: that
// is what makes a code single-use, and it is decided in the core.
//
// Time     `now` is journal time. No code fits before 1970.
// Cost     2 us; the same whether and where the code fits.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/access/randomness.hpp"
#include "core/types/time.hpp"
#include "vault/secret.hpp"

namespace api {

inline constexpr std::size_t totp_secret_bytes = 20;
inline constexpr std::size_t totp_digits = 6;
inline constexpr core::Duration totp_period = core::seconds(30);

vault::Secret make_totp_secret(Randomness& randomness);

// The step whose code this is; the latest, should two steps have the same. Nothing for six digits
// of another time, and for anything but six digits.
std::optional<std::uint64_t> matching_step(const vault::Secret& secret, std::string_view code,
                                           core::Timestamp now);

// The code of a step: for the demo's printed one, and for tests.
std::uint64_t totp_step_at(core::Timestamp now);
vault::Secret totp_code(const vault::Secret& secret, std::uint64_t step);

struct TotpLabel {
    std::string_view issuer;   // the house
    std::string_view account;  // the person: what they log in with
};
// What a QR code carries into the app. Both names are percent-encoded.
vault::Secret totp_uri(const vault::Secret& secret, TotpLabel label);

// RFC 4648 base32 without padding: for who types the secret by hand.
vault::Secret format_base32(const vault::Secret& secret);

}  // namespace api
