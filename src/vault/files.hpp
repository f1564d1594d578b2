// Files that only their owner may read, durably.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace vault {

// A new file with these bytes and this mode, on the disk with its name when this returns.
// Error: a sentence; EEXIST is one too.
[[nodiscard]] std::expected<void, std::string> create_file(const std::filesystem::path& file,
                                                           std::string_view bytes, unsigned mode);

}  // namespace vault
