// The pieces that registration and assertion share. For the webauthn*.cpp files of this folder.
#pragma once

#include <memory>

#include "api/factors/webauthn.hpp"

namespace api::webauthn {

using Judged = std::expected<void, PasskeyFault>;

// type, challenge, origin, frame.
Judged judge_client_data(const RelyingParty& party, std::string_view type, const Digest& challenge,
                         base::BytesView client_data);

// What an authenticator says and signs:
//
//     relying party's hash:32  flags:1  sign counter:4, big end first  and by the flags: passkey,
//     extensions
struct AuthenticatorData {
    base::BytesView party_hash;
    std::uint8_t flags{};
    std::uint32_t sign_counter{};

    bool user_is_present() const { return flags & 0x01; }
    bool user_is_verified() const { return flags & 0x04; }
    bool is_backed_up() const { return flags & 0x10; }
    bool has_passkey() const { return flags & 0x40; }
    bool has_extensions() const { return flags & 0x80; }
};
std::expected<AuthenticatorData, PasskeyFault> parse_authenticator_data(base::BytesView bytes);

Judged judge_presence(const RelyingParty& party, const AuthenticatorData& said);

template <auto free>
struct FreedByFido {
    void operator()(auto* object) const { free(&object); }
};

}  // namespace api::webauthn
