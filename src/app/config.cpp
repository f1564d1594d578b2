#include "app/config.hpp"

#include <algorithm>
#include <boost/describe.hpp>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <sstream>
#include <toml++/toml.h>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "core/types/ip.hpp"
#include "links/mail/message.hpp"

namespace app {
namespace {

using Told = std::expected<void, std::string>;

// One key of the file: what it is called, what it does, how it is read and written.
struct Setting {
    std::string_view name;  // "journal.segment_mib"
    std::string_view about;
    std::function<std::string(const Config&)> write;
    std::function<Told(Config&, const toml::node&)> read;
};

template <class Number>
Setting number(std::string_view name, std::string_view about, Number Config::* member,
               std::int64_t least, std::int64_t most) {
    return {
        name, about, [member](const Config& config) { return std::to_string(config.*member); },
        [=](Config& config, const toml::node& node) -> Told {
            const auto value = node.value_exact<std::int64_t>();
            if (!value) return std::unexpected("a whole number belongs here");
            if (*value < least || *value > most) {
                return std::unexpected(fmt::format("from {} to {}, not {}", least, most, *value));
            }
            config.*member = static_cast<Number>(*value);
            return {};
        }};
}

// A rule of the house, on or off.
Setting rule(std::string_view name, std::string_view about, bool core::HouseRules::* member) {
    return {name, about,
            [member](const Config& config) { return config.rules.*member ? "true" : "false"; },
            [member](Config& config, const toml::node& node) -> Told {
                const auto value = node.value_exact<bool>();
                if (!value) return std::unexpected("true or false belongs here");
                config.rules.*member = *value;
                return {};
            }};
}

Setting rule_minutes(std::string_view name, std::string_view about,
                     core::Duration core::HouseRules::* member, std::int64_t most) {
    constexpr std::int64_t minute = core::minutes(1).ns;
    return {
        name, about,
        [=](const Config& config) { return std::to_string((config.rules.*member).ns / minute); },
        [=](Config& config, const toml::node& node) -> Told {
            const auto value = node.value_exact<std::int64_t>();
            if (!value) return std::unexpected("a whole number of minutes belongs here");
            if (*value < 1 || *value > most) {
                return std::unexpected(fmt::format("from 1 to {}, not {}", most, *value));
            }
            config.rules.*member = core::minutes(*value);
            return {};
        }};
}

Told read_keys_max(Config& config, const toml::node& node) {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < 1 || *value > 1'000) {
        return std::unexpected("a whole number from 1 to 1000 belongs here");
    }
    config.rules.keys_max = static_cast<std::uint16_t>(*value);
    return {};
}

Told read_public_url(Config& config, const toml::node& node) {
    const auto text = node.value_exact<std::string>();
    const bool is_url = text && (text->starts_with("https://") || text->starts_with("http://")) &&
                        text->find('/', text->find("://") + 3) == std::string::npos;
    if (!is_url) {
        return std::unexpected("an origin such as \"https://exchange.example\" belongs here");
    }
    config.public_url = *text;
    return {};
}

std::string list_text(const std::vector<std::string>& items) {
    std::string text = "[";
    for (const std::string& item : items)
        text += fmt::format("{}\"{}\"", text == "[" ? "" : ", ", item);
    return text + "]";
}

Setting texts(std::string_view name, std::string_view about,
              std::vector<std::string> Config::* member,
              std::function<Told(const std::string&)> check) {
    return {name, about, [member](const Config& config) { return list_text(config.*member); },
            [=](Config& config, const toml::node& node) -> Told {
                const toml::array* list = node.as_array();
                if (list == nullptr) return std::unexpected("a list of texts belongs here");
                std::vector<std::string> items;
                for (const toml::node& item : *list) {
                    const auto text = item.value_exact<std::string>();
                    if (!text) return std::unexpected("a list of texts belongs here");
                    TRY_OK(check(*text));
                    items.push_back(*text);
                }
                config.*member = std::move(items);
                return {};
            }};
}

Setting text(std::string_view name, std::string_view about, std::string Config::* member,
             std::function<Told(const std::string&)> check) {
    return {name, about,
            [member](const Config& config) { return fmt::format("\"{}\"", config.*member); },
            [=](Config& config, const toml::node& node) -> Told {
                const auto value = node.value_exact<std::string>();
                if (!value) return std::unexpected("a text belongs here");
                if (!value->empty()) TRY_OK(check(*value));
                config.*member = *value;
                return {};
            }};
}

Told read_environment(Config& config, const toml::node& node) {
    const auto text = node.value_exact<std::string>();
    if (text == "live") {
        config.environment = core::Environment::live;
    } else if (text == "test") {
        config.environment = core::Environment::test;
    } else {
        return std::unexpected("\"live\" or \"test\" belongs here");
    }
    return {};
}

Told read_cluster(Config& config, const toml::node& node) {
    const auto text = node.value_exact<std::string>();
    const auto bytes = base::parse_hex(text.value_or(""));
    if (!bytes || bytes->size() != config.cluster.size()) {
        return std::unexpected("32 hexadecimal digits belong here, as `postern init` drew them");
    }
    std::ranges::copy(*bytes, config.cluster.begin());
    return {};
}

Told check_listen(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    if (colon != std::string::npos && colon > 0 && colon + 1 < text.size()) return {};
    return std::unexpected(
        fmt::format("\"{}\" is no address and port such as 127.0.0.1:8420", text));
}

Told check_proxy_protocol(const std::string& text) {
    if (text == "off" || text == "v2") return {};
    return std::unexpected(fmt::format("\"off\" or \"v2\" belongs here, not \"{}\"", text));
}

Told check_range(const std::string& text) {
    if (core::parse_cidr(text)) return {};
    return std::unexpected(fmt::format("\"{}\" is no address or range such as 10.0.0.0/8", text));
}

Told check_line(const std::string& text) {
    const bool fine = text.size() <= 1'000 && text.find_first_of("\"\\\r\n\t") == text.npos;
    return fine ? Told{} : Told{std::unexpected("a line without quotes belongs here")};
}

Told check_mail_server(const std::string& text) {
    const bool fine = check_listen(text) && text.find_first_of("/@?# \"\\") == text.npos;
    return fine ? Told{}
                : Told{std::unexpected("a host and port such as mail.example:587 belongs here")};
}

Told check_mail_from(const std::string& text) {
    if (links::is_mail_address(text)) return {};
    return std::unexpected("an address such as no-reply@exchange.example belongs here");
}

Told read_mail_tls(Config& config, const toml::node& node) {
    const auto text = node.value_exact<std::string>();
    if (text && boost::describe::enum_from_string(text->c_str(), config.mail_tls)) return {};
    return std::unexpected("\"starttls\", \"tls\" or \"none\" belongs here");
}

bool is_here(std::string_view server) {
    return server.starts_with("127.") || server.starts_with("localhost:") ||
           server.starts_with("[::1]:");
}

// A password must not cross a network that anybody may listen to.
Told check_mail(const Config& config) {
    if (config.mail_server.empty()) return {};
    if (config.mail_from.empty()) {
        return std::unexpected("mail.from: name the address that notices come from");
    }
    if (config.mail_user.empty() != config.mail_password_file.empty()) {
        return std::unexpected("mail.user and mail.password_file: both or neither");
    }
    if (!config.mail_user.empty() && config.mail_tls == links::MailTls::none &&
        !is_here(config.mail_server)) {
        return std::unexpected("mail.tls: a password needs \"starttls\" or \"tls\"");
    }
    return {};
}

// A listener for proxies that no proxy may use would only puzzle.
Told check_proxies(const Config& config) {
    if (config.proxy_protocol.size() > config.listen.size()) {
        return std::unexpected("http.proxy_protocol: more words than http.listen has addresses");
    }
    const bool spoken =
        std::ranges::find(config.proxy_protocol, "v2") != config.proxy_protocol.end();
    if (spoken && config.trusted_proxies.empty()) {
        return std::unexpected(
            "http.proxy_protocol: with \"v2\" name the proxies in http.trusted_proxies");
    }
    return {};
}

const std::vector<Setting>& settings() {
    static const std::vector<Setting> all = {
        {"environment",
         "\"live\" or \"test\". A key of one never works in the other; test money exists only in "
         "test.",
         [](const Config& c) {
             return c.environment == core::Environment::live ? "\"live\"" : "\"test\"";
         },
         read_environment},
        {"cluster",
         "The name of this exchange's journal. Never change it: a journal of another name is "
         "refused.",
         [](const Config& c) { return fmt::format("\"{}\"", base::format_hex(c.cluster)); },
         read_cluster},
        texts("http.listen", "Addresses and ports that answer HTTP.", &Config::listen,
              check_listen),
        {"http.public_url", "Under which address browsers see this server: passkeys belong to it.",
         [](const Config& c) { return fmt::format("\"{}\"", c.public_url); }, read_public_url},
        texts("http.proxy_protocol",
              "What comes first on each of these addresses, in their order: \"off\" (HTTP at once; "
              "so for those left out) or \"v2\" (the PROXY protocol's header, and trusted proxies "
              "only).",
              &Config::proxy_protocol, check_proxy_protocol),
        texts(
            "http.trusted_proxies",
            "Addresses and ranges of your own proxies. Of them alone X-Forwarded-For is believed: "
            "its right-most address that is not in this list counts as the caller's.",
            &Config::trusted_proxies, check_range),
        number("http.threads", "Threads that serve connections.", &Config::threads, 1, 64),
        number("http.connections_max", "Connections at once; more are answered 503.",
               &Config::connections_max, 1, 1'000'000),
        number("engine.expected_orders",
               "Open orders whose memory is made at the start, 200 bytes each; more than these "
               "find room as they come.",
               &Config::expected_orders, 0, 100'000'000),
        number("journal.segment_mib", "Size of one journal file; two are made ahead of need.",
               &Config::segment_mib, 1, 1'024),
        number("journal.snapshot_records", "A snapshot after so many records ...",
               &Config::snapshot_records, 1'000, 1'000'000'000),
        number("journal.snapshot_minutes", "... or after so many minutes with any.",
               &Config::snapshot_minutes, 1, 1'440),
        number("recovery.cancel_only_seconds",
               "After a crash markets take cancels only for so long, so that customers can look "
               "first.",
               &Config::cancel_only_seconds, 0, 86'400),
        number("limits.weight_per_minute",
               "Binance dialect: request weight of an account (signed) or address (unsigned).",
               &Config::weight_per_minute, 100, 100'000'000),
        number("limits.orders_per_10_seconds", "Binance dialect: new orders of an account.",
               &Config::orders_per_10_seconds, 1, 10'000'000),
        number("limits.orders_per_day", "Binance dialect: new orders of an account per UTC day.",
               &Config::orders_per_day, 1, 1'000'000'000),
        number("limits.native_per_second", "/v1: requests per second of a key, on average.",
               &Config::native_per_second, 1, 1'000'000),
        number("limits.native_burst", "/v1: requests at once.", &Config::native_burst, 1,
               10'000'000),
        rule("access.api_access_automatic",
             "Whether a verified customer's application for API access is approved at once.",
             &core::HouseRules::api_access_automatic),
        rule("access.two_persons",
             "Whether decisions of staff about rights need a second person (four eyes).",
             &core::HouseRules::two_persons),
        rule("access.ip_list_required", "Whether every key needs a list of addresses.",
             &core::HouseRules::ip_list_required),
        rule("access.withdraw_without_hmac", "Whether HMAC keys may not withdraw.",
             &core::HouseRules::withdraw_without_hmac),
        rule("access.withdraw_by_ip_list", "Whether keys that withdraw need a list of addresses.",
             &core::HouseRules::withdraw_by_ip_list),
        {"access.keys_max", "Keys of one customer, revoked and expired ones not counted.",
         [](const Config& c) { return std::to_string(c.rules.keys_max); }, read_keys_max},
        rule_minutes("access.session_idle_minutes", "A session ends when unused for so long ...",
                     &core::HouseRules::session_idle, 1'440),
        rule_minutes("access.session_minutes", "... and after so long in any case.",
                     &core::HouseRules::session_most, 43'200),
        text("mail.server",
             "Host and port of the mail server that takes notices to people. Empty: none are sent.",
             &Config::mail_server, check_mail_server),
        {"mail.tls",
         "\"starttls\" (as port 587 has it), \"tls\" from the first byte (port 465), or \"none\".",
         [](const Config& c) {
             return fmt::format("\"{}\"", boost::describe::enum_to_string(c.mail_tls, "none"));
         },
         read_mail_tls},
        text("mail.from", "The address that notices come from.", &Config::mail_from,
             check_mail_from),
        text("mail.user", "Who signs in to the mail server; empty: nobody.", &Config::mail_user,
             check_line),
        text("mail.password_file", "A file of mode 0400 with that user's password.",
             &Config::mail_password_file, check_line),
        text("mail.certificates",
             "A PEM file with who may vouch for the mail server; empty: the system's list.",
             &Config::mail_certificates, check_line),
        text("sumsub.secret_file",
             "A file of mode 0400 with the secret that Sumsub signs its messages with; empty: they "
             "are not expected.",
             &Config::sumsub_secret_file, check_line),
    };
    return all;
}

std::string at_line(const std::string& name, const toml::node& node, std::string_view key,
                    std::string_view what) {
    return fmt::format("{}, line {}: {}: {}", name, node.source().begin.line, key, what);
}

// Reads one table; `prefix` is "journal." inside [journal].
Told read_table(Config& config, const toml::table& table, const std::string& prefix,
                const std::string& name) {
    for (const auto& [key, node] : table) {
        const std::string full = prefix + std::string{key.str()};
        if (const toml::table* inner = node.as_table(); inner != nullptr && prefix.empty()) {
            TRY_OK(read_table(config, *inner, full + ".", name));
            continue;
        }
        const auto found = std::ranges::find(settings(), full, &Setting::name);
        if (found == settings().end()) {
            return std::unexpected(at_line(name, node, full, "there is no such setting"));
        }
        if (const Told read = found->read(config, node); !read) {
            return std::unexpected(at_line(name, node, full, read.error()));
        }
    }
    return {};
}

}  // namespace

std::filesystem::path config_file(const std::filesystem::path& folder) {
    return folder / "postern.toml";
}

std::expected<Config, std::string> parse_config(const std::string& text, const std::string& name) {
    Config config;
    try {
        const toml::table table = toml::parse(text);
        TRY_OK(read_table(config, table, "", name));
    } catch (const toml::parse_error& error) {
        return std::unexpected(
            fmt::format("{}, line {}: {}", name, error.source().begin.line, error.description()));
    }
    if (config.listen.empty()) return std::unexpected(name + ": http.listen: name one address");
    if (const Told fits = check_proxies(config); !fits) {
        return std::unexpected(name + ": " + fits.error());
    }
    if (const Told fits = check_mail(config); !fits) {
        return std::unexpected(name + ": " + fits.error());
    }
    return config;
}

std::expected<Config, std::string> read_config(const std::filesystem::path& file) {
    std::ifstream in{file};
    if (!in) {
        return std::unexpected(
            fmt::format("There is no exchange in {}: {} is missing. `postern init DIR` makes one.",
                        file.parent_path().string(), file.filename().string()));
    }
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    return parse_config(text, file.string());
}

std::string config_text(const Config& config) {
    std::string text = "# Postern's configuration. Restart the server after a change.\n";
    std::string section;
    for (const Setting& setting : settings()) {
        const std::size_t dot = setting.name.find('.');
        const std::string in{dot == std::string_view::npos ? "" : setting.name.substr(0, dot)};
        if (in != section) text += fmt::format("\n[{}]\n", section = in);
        const auto key =
            dot == std::string_view::npos ? setting.name : setting.name.substr(dot + 1);
        text += fmt::format("\n# {}\n{} = {}\n", setting.about, key, setting.write(config));
    }
    return text;
}

}  // namespace app
