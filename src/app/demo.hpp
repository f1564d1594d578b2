// A whole small exchange with customers, money and keys, for trying things out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace app {

struct DemoOptions {
    std::optional<std::filesystem::path> folder;       // none: a temporary one, gone afterwards
    std::optional<std::filesystem::path> credentials;  // a copy of DIR/credentials.json
    std::string listen{"127.0.0.1:8420"};
    bool quiet{};
    std::uint64_t seed{1};
};

// Runs until SIGINT or SIGTERM; the exit code.
int run_demo(const DemoOptions& options);

}  // namespace app
