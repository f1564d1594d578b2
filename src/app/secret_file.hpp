// One line of a file that nobody but the server may read: a password, a provider's secret.
//
//     TRY(vault::Secret secret, read_secret_file("mail.password_file", file));
//
// Errors are sentences for the operator, with the configuration's key.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "vault/secret.hpp"

namespace app {

[[nodiscard]] std::expected<vault::Secret, std::string> read_secret_file(
    std::string_view key, const std::filesystem::path& file);

}  // namespace app
