// postern audit key, export, verify: evidence, with no server.
#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <memory>

#include "api/operations/numbers.hpp"
#include "app/commands.hpp"
#include "base/result.hpp"
#include "vault/audit_key.hpp"
#include "views/audit/pack.hpp"

namespace app {
namespace {

using Done = std::expected<void, std::string>;

struct ExportWords {
    std::string data;
    std::string key;
    std::string from;
    std::string to;
    std::uint64_t customer{};
    std::string out;
};

core::Timestamp now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(since).count()};
}

std::expected<std::optional<core::Timestamp>, std::string> read_time(const std::string& option,
                                                                     const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto time = api::parse_time(text);
    if (!time) {
        return std::unexpected(
            fmt::format("{} wants a time like 2026-11-20T10:00:00.000Z, not '{}'.", option, text));
    }
    return time;
}

Done show_key(const std::string& data) {
    TRY(const vault::AuditKey key, vault::read_audit_key(data));
    fmt::print("{}\n", base::format_hex(key.public_key()));
    return {};
}

Done export_pack(const ExportWords& words) {
    if (words.key.empty() && words.customer == 0) {
        return std::unexpected("Name whose evidence you want: --key or --customer.");
    }
    TRY(const auto from, read_time("--from", words.from));
    TRY(const auto to, read_time("--to", words.to));
    TRY(const views::Exported told,
        views::export_pack({.data = words.data,
                            .key = words.key,
                            .customer = core::CustomerId{words.customer},
                            .from = from,
                            .to = to,
                            .out = words.out,
                            .now = now()}));
    fmt::print(
        "{}: {} records, {} policies accepted, {} approvals under {} checkpoints, {} rows of the "
        "access log.\n",
        words.out, told.records, told.policies, told.approvals, told.checkpoints, told.access_rows);
    if (told.not_yet_sealed > 0) {
        fmt::print(
            "{} of the records came after the last checkpoint and are not yet sealed: export again "
            "in a minute, or after a clean stop.\n",
            told.not_yet_sealed);
    }
    return {};
}

Done verify_pack(const std::string& pack, const std::string& key_text) {
    std::optional<vault::PublicKey> key;
    if (!key_text.empty()) {
        const auto bytes = base::parse_hex(key_text);
        if (!bytes || bytes->size() != key.emplace().size()) {
            return std::unexpected("--public-key wants the 64 hex digits of `postern audit key`.");
        }
        std::ranges::copy(*bytes, key->begin());
    }
    TRY(const views::Proved proved, views::verify_pack(pack, key));
    fmt::print("{}\n", proved.sentence());
    return {};
}

int tell(const Done& done) {
    if (done) return 0;
    fmt::print(stderr, "{}\n", done.error());
    return 1;
}

void add_export(CLI::App& audit, int& exit_code) {
    auto* line = audit.add_subcommand(
        "export", "What a key did, with proofs, as a ZIP file that anybody can verify");
    auto words = std::make_shared<ExportWords>();
    line->add_option("--data", words->data, "The folder of the exchange, running or not")
        ->required();
    line->add_option("--key", words->key, "The key's public name or id");
    line->add_option("--customer", words->customer, "All of this customer, where no key is named");
    line->add_option("--from", words->from, "Nothing older");
    line->add_option("--to", words->to, "Nothing as new or newer");
    line->add_option("--out", words->out, "The file to write")->required();
    line->callback([words, &exit_code] { exit_code = tell(export_pack(*words)); });
}

void add_verify(CLI::App& audit, int& exit_code) {
    auto* line = audit.add_subcommand(
        "verify", "Check such a file, with no server: what it proves, or what is damaged");
    auto pack = std::make_shared<std::string>();
    auto key = std::make_shared<std::string>();
    line->add_option("PACK", *pack, "The ZIP file")->required();
    line->add_option("--public-key", *key, "Whose signature it must be (hex)");
    line->callback([pack, key, &exit_code] { exit_code = tell(verify_pack(*pack, *key)); });
}

void add_key(CLI::App& audit, int& exit_code) {
    auto* line = audit.add_subcommand(
        "key", "The public key under which this exchange signs its records; publish it");
    auto data = std::make_shared<std::string>();
    line->add_option("--data", *data, "The folder of the exchange")->required();
    line->callback([data, &exit_code] { exit_code = tell(show_key(*data)); });
}

}  // namespace

void add_audit_commands(CLI::App& line, int& exit_code) {
    auto* audit = line.add_subcommand("audit", "Evidence: who asked for what, and proof of it");
    audit->require_subcommand(1);
    add_key(*audit, exit_code);
    add_export(*audit, exit_code);
    add_verify(*audit, exit_code);
}

}  // namespace app
