// Second factors of the person who asks: authenticator apps, recovery codes, passkeys.
//
//     POST /v1/factors/totp                     a secret, as text and as QR code: pending
//     POST /v1/factors/{factor_id}/confirm      its first code: it counts
//     POST /v1/factors/recovery_codes           ten codes, shown once
//     POST /v1/factors/passkeys/options, POST /v1/factors/passkeys
//
// Where a factor is enrolled, another one needs it. Secrets are sealed before the command that
// names them; what is refused after that is an orphan, swept at the next start.
#pragma once

#include "api/operations/handlers.hpp"
#include "api/operations/json_writer.hpp"

namespace api {

void tell(Json& json, const core::Factor& factor);

namespace handlers {

// factors_operations.cpp
Answer<Told> list_factors(const Call& call);
void add_totp(const Call& call, Tell then);
void confirm_factor(const Call& call, Tell then);
void remove_factor(const Call& call, Tell then);
void add_recovery_codes(const Call& call, Tell then);
// factors_operations_passkeys.cpp
Answer<Told> passkey_options(const Call& call);
void add_passkey(const Call& call, Tell then);

}  // namespace handlers
}  // namespace api
