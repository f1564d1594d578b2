// Journals of every format ever shipped, kept in this folder: each must still be read and make the
// state that it made then. UPDATE=1 records the newest anew, which is right only as long as no
// release has written its format.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

#include "core/exchange/invariants.hpp"
#include "core/exchange/snapshot.hpp"
#include "core_house/house.hpp"
#include "engine/records.hpp"
#include "golden/recorder.hpp"
#include "journal/posix_disk.hpp"
#include "journal/reader.hpp"

namespace golden {
namespace {

const std::string folder = GOLDEN;
const std::string newest = folder + "/journal-1";
constexpr std::uint64_t seed = 130;  // one whose journal has every command and event

std::vector<core::Record> records_of(const std::string& directory) {
    journal::PosixDisk disk{directory};
    auto reader = journal::Reader::open(disk, {}).value();
    std::vector<core::Record> records;
    while (const auto frame = reader->next().value()) {
        frame->each_record([&](const journal::RecordView& view) {
            records.push_back(engine::read_record(view.bytes).value());
        });
    }
    EXPECT_EQ(reader->statistics().last_kind, journal::Kind::stop_seal);
    return records;
}

std::string text_of(const core::Digest& digest) {
    return std::to_string(digest.high) + "." + std::to_string(digest.low) + "\n";
}

std::string digest_of(const std::vector<core::Record>& records) {
    core::State state;
    for (const core::Record& record : records) core::apply(state, record);
    return text_of(core::digest(state));
}

std::string kept_text(const std::string& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

class Golden : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        if (std::getenv("UPDATE") == nullptr) return;
        std::filesystem::remove_all(newest);
        record_journal(newest, seed);
        std::ofstream{newest + ".digest"} << digest_of(records_of(newest));
    }
};

TEST_F(Golden, journal_makes_the_state_that_it_made_when_it_was_written) {
    EXPECT_EQ(digest_of(records_of(newest)), kept_text(newest + ".digest"));
}

TEST_F(Golden, journal_has_every_command_and_every_event) {
    std::set<std::size_t> commands;
    std::set<std::size_t> events;
    for (const core::Record& record : records_of(newest)) {
        commands.insert(record.command.index());
        for (const core::Event& event : record.events) events.insert(event.index());
    }
    EXPECT_EQ(commands.size(), std::variant_size_v<core::Command>);
    EXPECT_EQ(events.size(), std::variant_size_v<core::Event>);
}

// New rules may answer anew; then this is the list of answers that changed, to be looked at.
TEST_F(Golden, journal_would_be_decided_again_as_it_was) {
    core::State state;
    for (const core::Record& record : records_of(newest)) {
        EXPECT_EQ(core_house::decided_otherwise(state, record), "")
            << "record " << record.stamp.sequence.value;
        core::apply(state, record);
        ASSERT_EQ(core::broken_invariant(state), "");
    }
}

TEST_F(Golden, journal_makes_the_same_state_from_a_snapshot_and_the_rest) {
    const auto records = records_of(newest);
    core::State state;
    for (std::size_t i = 0; i < records.size() / 2; ++i) core::apply(state, records[i]);
    base::Bytes snapshot;
    core::encode_state(snapshot, state);
    core::State again;
    ASSERT_TRUE(core::decode_state(snapshot, again));
    for (std::size_t i = records.size() / 2; i < records.size(); ++i) {
        core::apply(again, records[i]);
    }
    EXPECT_EQ(text_of(core::digest(again)), kept_text(newest + ".digest"));
}

TEST_F(Golden, journal_is_small_enough_to_keep) {
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{newest}) {
        if (entry.is_regular_file()) bytes += entry.file_size();
    }
    EXPECT_LE(bytes, 1280u << 10);
}

}  // namespace
}  // namespace golden
