// How people are told what happened: the doors that the configuration names, each with its outbox.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "links/notices/notifier.hpp"
#include "vault/vault.hpp"

namespace app {

class Notices {
  public:
    struct Options {
        const std::filesystem::path& folder;
        const Config& config;
        views::Past past;
        core::Sequence journal_end;
        const views::Live& live;
        const vault::Vault& vault;
        std::function<core::Timestamp()> now;
    };
    // Errors are sentences for the operator.
    [[nodiscard]] static std::expected<std::unique_ptr<Notices>, std::string> open(Options options);

    void start();
    void follow(const views::Backlog::Records& records);
    void stop();

  private:
    struct Door {
        std::unique_ptr<links::Receiver> receiver;
        std::unique_ptr<links::Notifier> notifier;
    };
    std::vector<Door> doors_;
};

}  // namespace app
