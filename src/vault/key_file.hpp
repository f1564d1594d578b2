// 32 secret bytes in a file of their own: one line of 64 hex digits, mode 0400.
//
//     create_key_file("DIR/audit.key")
//     read_key_file("DIR/audit.key", "an audit key", "It is made by `postern init`.")
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "vault/secret.hpp"

namespace vault {

// Fresh random bytes, durable with their name. Error: a sentence for the operator; an existing file
// is never replaced.
[[nodiscard]] std::expected<void, std::string> create_key_file(const std::filesystem::path& file);

// Error: a sentence that says what is wrong and what to do: missing (`when_missing` says what
// then), readable by others, not ours, not `what`.
[[nodiscard]] std::expected<Secret, std::string> read_key_file(const std::filesystem::path& file,
                                                               std::string_view what,
                                                               std::string_view when_missing);

}  // namespace vault
