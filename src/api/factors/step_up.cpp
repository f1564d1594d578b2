#include "api/factors/step_up.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "api/access/signatures.hpp"
#include "base/letters.hpp"
#include "base/result.hpp"

namespace api {
namespace {

constexpr std::size_t header_bytes_max = 16'384;
constexpr std::size_t signature_bytes = 64;

using Parsed = std::expected<StepUp, ChallengeFault>;
constexpr std::unexpected malformed{ChallengeFault::malformed};

struct Field {
    std::string_view name;
    std::string_view value;
};

// Cuts off what stands before the next ";".
std::string_view take_part(std::string_view& rest) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view part = base::trimmed(rest.substr(0, end), " ");
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

// Reads fields into those that are asked for, whose values are empty before. All must be there.
bool take_fields(std::string_view rest, std::span<Field> fields) {
    std::size_t filled = 0;
    while (!rest.empty()) {
        const std::string_view part = take_part(rest);
        const std::size_t equals = part.find('=');
        if (equals == part.npos || equals + 1 == part.size()) return false;
        const auto field = std::ranges::find(fields, part.substr(0, equals), &Field::name);
        if (field == fields.end() || !field->value.empty()) return false;
        field->value = part.substr(equals + 1);
        ++filled;
    }
    return filled == fields.size();
}

std::expected<base::Bytes, ChallengeFault> bytes_of(const Field& field) {
    auto bytes = base::parse_base64(field.value);
    if (!bytes) return malformed;
    return *std::move(bytes);
}

template <class Answer>
Parsed parse_code(std::string_view rest) {
    std::array<Field, 2> fields{{{"id", {}}, {"code", {}}}};
    if (!take_fields(rest, fields)) return malformed;
    return StepUp{fields[0].value, Answer{fields[1].value}};
}

Parsed parse_passkey_answer(std::string_view rest) {
    std::array<Field, 5> fields{{{"id", {}},
                                 {"credential", {}},
                                 {"client_data", {}},
                                 {"authenticator_data", {}},
                                 {"signature", {}}}};
    if (!take_fields(rest, fields)) return malformed;
    Assertion assertion;
    TRY(assertion.credential_id, bytes_of(fields[1]));
    TRY(assertion.client_data, bytes_of(fields[2]));
    TRY(assertion.authenticator_data, bytes_of(fields[3]));
    TRY(assertion.signature, bytes_of(fields[4]));
    return StepUp{fields[0].value, PasskeyAnswer{std::move(assertion)}};
}

Parsed parse_approval(std::string_view rest) {
    std::array<Field, 3> fields{{{"id", {}}, {"key", {}}, {"signature", {}}}};
    if (!take_fields(rest, fields)) return malformed;
    const auto key = core::parse_key_name(fields[1].value);
    if (!key) return malformed;
    TRY(base::Bytes signature, bytes_of(fields[2]));
    if (signature.size() != signature_bytes) return malformed;
    return StepUp{fields[0].value, ApproverAnswer{*key, std::move(signature)}};
}

}  // namespace

Parsed parse_step_up(std::string_view header) {
    if (header.size() > header_bytes_max) return malformed;
    const std::string_view method = take_part(header);
    if (method == "totp") return parse_code<TotpAnswer>(header);
    if (method == "recovery") return parse_code<RecoveryAnswer>(header);
    if (method == "passkey") return parse_passkey_answer(header);
    if (method == "approver") return parse_approval(header);
    return malformed;
}

std::string approval_text(std::string_view challenge_id, core::Fingerprint request) {
    return "postern-approval-1\n" + std::string{challenge_id} + "\n" + format_request_hash(request);
}

bool is_approval(const core::Credential& approver, std::string_view challenge_id,
                 core::Fingerprint request, base::BytesView signature) {
    if (approver.algorithm != core::Algorithm::ed25519) return false;
    const auto verifier = Verifier::of(approver, nullptr);
    const std::string text = approval_text(challenge_id, request);
    const std::array<std::string_view, 1> payload{text};
    return verifier && verifier->verify(payload, signature, RsaScheme::pss_sha512);
}

}  // namespace api
