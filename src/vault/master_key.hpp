// The key that wraps all others: DIR/master.key, 32 random bytes as one line of hex, mode 0400.
// Without it the vault is noise; keep a copy where the backups of the vault are not.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "vault/secret.hpp"

namespace vault {

std::filesystem::path master_key_file(const std::filesystem::path& folder);

// Makes the file, durably. Error: a sentence for the operator; an existing file is never replaced.
[[nodiscard]] std::expected<void, std::string> create_master_key(
    const std::filesystem::path& folder);

// Error: a sentence that says what is wrong and what to do: missing, readable by others, not ours,
// not a key.
[[nodiscard]] std::expected<Secret, std::string> read_master_key(
    const std::filesystem::path& folder);

}  // namespace vault
