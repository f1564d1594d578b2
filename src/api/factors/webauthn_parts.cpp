#include "api/factors/webauthn_parts.hpp"

#include <algorithm>
#include <simdjson.h>

#include "api/factors/cbor_shape.hpp"

namespace api {
namespace webauthn {
namespace {

// Far more than browsers and authenticators send.
constexpr std::size_t client_data_bytes_max = 4'096;
constexpr std::size_t authenticator_data_bytes_max = 4'096;
constexpr std::size_t credential_id_bytes_max = 1'023;

constexpr std::size_t head_bytes = 32 + 1 + 4;
constexpr std::size_t model_bytes = 16;  // which kind of authenticator it says it is

std::unexpected<PasskeyFault> wrong(PasskeyFault fault) { return std::unexpected(fault); }

// What follows the head is as the flags say: a passkey, a map of extensions, both or nothing.
bool tail_is_sound(const AuthenticatorData& said, base::BytesView tail) {
    if (said.has_passkey()) {
        if (tail.size() < model_bytes + 2) return false;
        const std::size_t id =
            static_cast<std::size_t>(tail[model_bytes]) << 8 | tail[model_bytes + 1];
        tail = tail.subspan(model_bytes + 2);
        if (id == 0 || id > credential_id_bytes_max || id > tail.size()) return false;
        tail = tail.subspan(id);
    }
    return are_plain_cbor(tail, std::size_t{said.has_passkey()} + said.has_extensions());
}

}  // namespace

Judged judge_client_data(const RelyingParty& party, std::string_view type, const Digest& challenge,
                         base::BytesView client_data) {
    if (client_data.size() > client_data_bytes_max) {
        return wrong(PasskeyFault::malformed_client_data);
    }
    simdjson::dom::parser parser;
    simdjson::dom::object said;
    const simdjson::padded_string json{base::as_text(client_data)};
    if (parser.parse(json).get(said) != simdjson::SUCCESS) {
        return wrong(PasskeyFault::malformed_client_data);
    }
    const auto text = [&](const char* name) { return said[name].get_string(); };
    std::string_view said_type, said_challenge, said_origin;
    if (text("type").get(said_type) != simdjson::SUCCESS ||
        text("challenge").get(said_challenge) != simdjson::SUCCESS ||
        text("origin").get(said_origin) != simdjson::SUCCESS) {
        return wrong(PasskeyFault::malformed_client_data);
    }
    if (said_type != type) return wrong(PasskeyFault::wrong_type);
    if (said_challenge != base::format_base64url(challenge)) {
        return wrong(PasskeyFault::wrong_challenge);
    }
    if (std::ranges::find(party.origins, said_origin) == party.origins.end()) {
        return wrong(PasskeyFault::wrong_origin);
    }
    const auto frame = said["crossOrigin"];
    bool is_framed = false;
    const bool says_frame = frame.error() != simdjson::NO_SUCH_FIELD;
    if (says_frame && frame.get(is_framed) != simdjson::SUCCESS) {
        return wrong(PasskeyFault::malformed_client_data);
    }
    if (is_framed || said["topOrigin"].error() != simdjson::NO_SUCH_FIELD) {
        return wrong(PasskeyFault::cross_origin);
    }
    return {};
}

std::expected<AuthenticatorData, PasskeyFault> parse_authenticator_data(base::BytesView bytes) {
    if (bytes.size() < head_bytes || bytes.size() > authenticator_data_bytes_max) {
        return wrong(PasskeyFault::malformed_authenticator_data);
    }
    AuthenticatorData said{.party_hash = bytes.first(32), .flags = bytes[32], .sign_counter = 0};
    for (const std::uint8_t byte : bytes.subspan(33, 4)) {
        said.sign_counter = said.sign_counter << 8 | byte;
    }
    if (!tail_is_sound(said, bytes.subspan(head_bytes))) {
        return wrong(PasskeyFault::malformed_authenticator_data);
    }
    return said;
}

Judged judge_presence(const RelyingParty& party, const AuthenticatorData& said) {
    if (!std::ranges::equal(said.party_hash, sha256(party.id))) {
        return wrong(PasskeyFault::wrong_relying_party);
    }
    if (!said.user_is_present()) return wrong(PasskeyFault::user_not_present);
    if (!said.user_is_verified()) return wrong(PasskeyFault::user_not_verified);
    return {};
}

}  // namespace webauthn

std::string_view name_of(PasskeyFault fault) {
    switch (fault) {
        case PasskeyFault::malformed_client_data:
            return "malformed_client_data";
        case PasskeyFault::wrong_type:
            return "wrong_type";
        case PasskeyFault::wrong_challenge:
            return "wrong_challenge";
        case PasskeyFault::wrong_origin:
            return "wrong_origin";
        case PasskeyFault::cross_origin:
            return "cross_origin";
        case PasskeyFault::malformed_attestation:
            return "malformed_attestation";
        case PasskeyFault::unsupported_attestation:
            return "unsupported_attestation";
        case PasskeyFault::malformed_authenticator_data:
            return "malformed_authenticator_data";
        case PasskeyFault::wrong_relying_party:
            return "wrong_relying_party";
        case PasskeyFault::user_not_present:
            return "user_not_present";
        case PasskeyFault::user_not_verified:
            return "user_not_verified";
        case PasskeyFault::wrong_credential:
            return "wrong_credential";
        case PasskeyFault::unsupported_algorithm:
            return "unsupported_algorithm";
        case PasskeyFault::weak_key:
            return "weak_key";
        case PasskeyFault::wrong_signature:
            return "wrong_signature";
    }
    return {};
}

}  // namespace api
