// The house, put together: reads the configuration's folder, builds the parts, wires them in
// sight, runs.
//
//     auto exchange = Exchange::open("/var/lib/postern", config);   // recovers
//     if (!exchange) { say(exchange.error()); return 1; }
//     (*exchange)->serve();                                         // callers get through now
//     ...
//     (*exchange)->stop();
#pragma once

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

#include "app/config.hpp"
#include "core/types/command.hpp"
#include "engine/engine.hpp"
#include "vault/vault.hpp"
#include "views/live.hpp"

namespace app {

class Exchange {
  public:
    // Errors are sentences with the next step. The folder stays locked until the exchange is gone.
    [[nodiscard]] static std::expected<std::unique_ptr<Exchange>, std::string> open(
        const std::filesystem::path& folder, const Config& config);
    ~Exchange();  // stops

    [[nodiscard]] std::expected<void, std::string> serve();
    void stop();

    std::uint16_t port() const;
    const views::Live& live() const;
    vault::Vault& vault();

    // A command of the house itself, decided and durable when it returns. For the first steps of a
    // new exchange, before anybody can call.
    engine::Reply command(core::Command command);
    // The same on behalf of somebody.
    engine::Reply command(core::Command command, const core::Envelope& envelope);
    // What the journal knows of an e-mail address.
    core::Fingerprint login_of(std::string_view email) const;

  private:
    struct Parts;
    explicit Exchange(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

// Makes a new exchange's folder: configuration, master key, nothing else. Refuses one that is
// there already.
[[nodiscard]] std::expected<void, std::string> init(const std::filesystem::path& folder,
                                                    Config config);

}  // namespace app
