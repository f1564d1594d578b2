// The header with which a caller answers a challenge:
//
//     Postern-Step-Up: totp;id=ch_…;code=123456
//     Postern-Step-Up: recovery;id=ch_…;code=7K3M-Q9XV-0BTR-H2WE
//     Postern-Step-Up: passkey;id=ch_…;credential=…;authenticator_data=…;client_data=…;signature=…
//     Postern-Step-Up: approver;id=ch_…;key=pk_test_…;signature=…
//
// Fields come in any order, each once, none besides. Bytes are base64url (base64 is taken too).
// The passkey's are what navigator.credentials.get() gave for passkey_challenge(id). An approver
// signs approval_text() with the Ed25519 key of another host.
//
// Only read here, not judged: first ask Challenges::check(id, ...), then whether the answer is
// right. A StepUp is a view into the header's text, but for what was decoded.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <variant>

#include "api/factors/challenges.hpp"
#include "api/factors/webauthn.hpp"
#include "core/access/key_name.hpp"

namespace api {

struct TotpAnswer {
    std::string_view code;
};
struct RecoveryAnswer {
    std::string_view code;
};
struct PasskeyAnswer {
    Assertion assertion;
};
struct ApproverAnswer {
    core::NamedKey key;
    base::Bytes signature;  // 64 bytes
};
using StepUpAnswer = std::variant<TotpAnswer, RecoveryAnswer, PasskeyAnswer, ApproverAnswer>;

struct StepUp {
    std::string_view challenge_id;
    StepUpAnswer answer;
};

// Error: malformed, whatever is wrong with it.
[[nodiscard]] std::expected<StepUp, ChallengeFault> parse_step_up(std::string_view header);

// "postern-approval-1\n", the challenge's id, "\n", the request's hash in hex.
std::string approval_text(std::string_view challenge_id, core::Fingerprint request);

// Whether this key approved this request. Keys other than Ed25519 approve nothing.
bool is_approval(const core::Credential& approver, std::string_view challenge_id,
                 core::Fingerprint request, base::BytesView signature);

}  // namespace api
