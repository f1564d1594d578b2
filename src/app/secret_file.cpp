#include "app/secret_file.hpp"

#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>

namespace app {

std::expected<vault::Secret, std::string> read_secret_file(std::string_view key,
                                                           const std::filesystem::path& file) {
    struct stat about{};
    if (::stat(file.c_str(), &about) != 0) {
        return std::unexpected(fmt::format("{}: {} cannot be read.", key, file.string()));
    }
    if ((about.st_mode & 0377) != 0) {
        return std::unexpected(fmt::format(
            "{}: {} must be readable by the server alone; chmod 0400 it.", key, file.string()));
    }
    std::ifstream in{file};
    std::string text;
    if (!std::getline(in, text) || text.empty()) {
        return std::unexpected(fmt::format("{}: {} is empty.", key, file.string()));
    }
    return vault::Secret::take(std::move(text));
}

}  // namespace app
