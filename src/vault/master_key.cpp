#include "vault/master_key.hpp"

#include "vault/key_file.hpp"

namespace vault {

std::filesystem::path master_key_file(const std::filesystem::path& folder) {
    return folder / "master.key";
}

std::expected<void, std::string> create_master_key(const std::filesystem::path& folder) {
    return create_key_file(master_key_file(folder));
}

std::expected<Secret, std::string> read_master_key(const std::filesystem::path& folder) {
    return read_key_file(master_key_file(folder), "a master key",
                         "It is made by `postern init`; for an existing vault bring back the copy, "
                         "since nothing else opens it.");
}

}  // namespace vault
