#include <filesystem>
#include <fmt/format.h>
#include <memory>

#include "app/commands.hpp"
#include "app/recovery.hpp"
#include "base/described_json.hpp"
#include "base/result.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/invariants.hpp"
#include "core/exchange/snapshot.hpp"
#include "engine/records.hpp"
#include "journal/posix_disk.hpp"
#include "journal/reader.hpp"

namespace app {
namespace {

using Done = std::expected<void, std::string>;

// A journal that is only looked at: nothing on the disk is made or changed.
struct Opened {
    std::unique_ptr<journal::PosixDisk> disk;
    std::unique_ptr<journal::Reader> reader;
};

std::expected<Opened, std::string> open_journal(const std::string& data) {
    const std::filesystem::path folder = std::filesystem::path{data} / "journal";
    if (!std::filesystem::exists(folder)) {
        return std::unexpected(fmt::format("There is no journal in {}.", data));
    }
    Opened opened;
    opened.disk = std::make_unique<journal::PosixDisk>(folder.string());
    auto reader = journal::Reader::open(*opened.disk, {});
    if (!reader) return std::unexpected(reader.error().sentence);
    opened.reader = *std::move(reader);
    return opened;
}

// Calls `visit` with each record of the journal; an error where it is damaged.
template <class Visit>
Done each_record(journal::Reader& reader, Visit&& visit) {
    while (true) {
        const auto frame = reader.next();
        if (!frame) return std::unexpected(frame.error().sentence);
        if (!*frame) return {};
        Done done;
        (*frame)->each_record([&](const journal::RecordView& view) {
            if (!done) return;
            const auto record = engine::read_record(view.bytes);
            if (record) return visit(*record);
            done = std::unexpected(fmt::format(
                "Record {} is none that this program knows; use the version that wrote it.",
                view.sequence));
        });
        TRY_OK(done);
    }
}

Done verify(const std::string& data) {
    TRY(const Opened opened, open_journal(data));
    const auto& reader = opened.reader;
    core::State state;
    TRY_OK(
        each_record(*reader, [&state](const core::Record& record) { core::apply(state, record); }));
    const journal::Statistics& statistics = reader->statistics();
    const core::Digest digest = core::digest(state);
    if (const auto broken = core::broken_invariant(state); !broken.empty()) {
        return std::unexpected(
            fmt::format("The journal is whole, but it is not true that {}.", broken));
    }
    fmt::print(
        "The journal is whole.\n"
        "  records   {} in {} frames of {} segments, {} seals\n"
        "  sequence  {} to {}\n"
        "  chain     {}\n"
        "  state     {:016x}{:016x}, {} invariants hold\n",
        statistics.records, statistics.frames, statistics.segments, statistics.seals,
        statistics.first_sequence, statistics.last_sequence,
        base::format_hex(reader->cursor().chain), digest.high, digest.low,
        core::invariants().size());
    if (const std::size_t torn = reader->tail().torn.size(); torn > 0) {
        fmt::print(
            "  tail      {} bytes of a frame that was never finished and of which nobody was "
            "told; the next start sets them aside\n",
            torn);
    }
    return {};
}

Done dump(const std::string& data, std::uint64_t from) {
    TRY(const Opened opened, open_journal(data));
    const auto& reader = opened.reader;
    std::string line;
    return each_record(*reader, [&](const core::Record& record) {
        if (record.stamp.sequence.value < from) return;
        line.clear();
        base::append_json(line, record);
        fmt::print("{}\n", line);
    });
}

int tell(const Done& done) {
    if (done) return 0;
    fmt::print(stderr, "{}\n", done.error());
    return 1;
}

}  // namespace

void add_journal_commands(CLI::App& line, int& exit_code) {
    auto* journal_line = line.add_subcommand("journal", "Look into the journal, with no server");
    journal_line->require_subcommand(1);
    auto data = std::make_shared<std::string>();
    auto from = std::make_shared<std::uint64_t>(0);
    auto* verify_line = journal_line->add_subcommand(
        "verify", "Check every checksum and the chain, replay all, check the books");
    verify_line->add_option("--data", *data, "The folder of the exchange")->required();
    verify_line->callback([data, &exit_code] { exit_code = tell(verify(*data)); });
    auto* dump_line = journal_line->add_subcommand("dump", "Every record as one line of JSON");
    dump_line->add_option("--data", *data, "The folder of the exchange")->required();
    dump_line->add_option("--from", *from, "The first sequence to show");
    dump_line->callback([data, from, &exit_code] { exit_code = tell(dump(*data, *from)); });
}

}  // namespace app
