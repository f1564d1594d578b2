// Who a person is: what the vault keeps as SecretKind::profile, sealed for the user's subject.
//
//     vault.seal(subject, vault::SecretKind::profile, format_profile({email, name}));
//     const auto profile = parse_profile(*vault.open_latest(subject, vault::SecretKind::profile));
//
// {"email":"alice@example.org","name":"Alice"}
#pragma once

#include <optional>
#include <string>

#include "vault/secret.hpp"

namespace api {

struct Profile {
    std::string email;
    std::string name;
};

vault::Secret format_profile(const Profile& profile);
// Nothing for what format_profile() did not make.
std::optional<Profile> parse_profile(const vault::Secret& sealed);

}  // namespace api
