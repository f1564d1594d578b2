// The configuration: one struct, read once. Every key is explained in the file that `init` writes.
//
//     auto config = read_config("/var/lib/postern/postern.toml");
//     if (!config) say(config.error());   // "postern.toml, line 7: threads: from 1 to 64, not 0"
//
// An unknown key is refused: a misspelt limit that is silently ignored protects nobody.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "core/types/access.hpp"
#include "core/types/onboarding.hpp"
#include "links/mail/smtp.hpp"

namespace app {

struct Config {
    core::Environment environment{core::Environment::live};
    std::array<std::uint8_t, 16> cluster{};  // names this exchange's journal; drawn by `init`

    std::vector<std::string> listen{"127.0.0.1:8420"};
    std::string public_url{"http://localhost:8420"};  // as browsers and passkeys know the server
    std::vector<std::string> proxy_protocol{};        // "off" or "v2" for each of `listen`
    std::vector<std::string> trusted_proxies{};
    unsigned threads{1};
    std::size_t connections_max{10'000};

    std::uint64_t expected_orders{100'000};

    std::uint64_t segment_mib{64};
    std::uint64_t snapshot_records{1'000'000};
    std::uint64_t snapshot_minutes{5};
    std::uint32_t cancel_only_seconds{30};

    std::int64_t weight_per_minute{6'000};
    std::int64_t orders_per_10_seconds{100};
    std::int64_t orders_per_day{200'000};
    std::int64_t native_per_second{100};
    std::int64_t native_burst{1'000};

    core::HouseRules rules;

    std::string mail_server{};  // "mail.example:587"; empty: no mail
    links::MailTls mail_tls{links::MailTls::starttls};
    std::string mail_from{};
    std::string mail_user{};
    std::string mail_password_file{};
    std::string mail_certificates{};

    std::string sumsub_secret_file{};  // empty: Sumsub's messages are not expected
};

std::filesystem::path config_file(const std::filesystem::path& folder);

// Errors are sentences for the operator, with the line.
[[nodiscard]] std::expected<Config, std::string> read_config(const std::filesystem::path& file);
[[nodiscard]] std::expected<Config, std::string> parse_config(const std::string& text,
                                                              const std::string& name);

// The file that `init` writes: every key with its explanation and this value.
std::string config_text(const Config& config);

}  // namespace app
