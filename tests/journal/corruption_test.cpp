// Goal: no changed bit is ever served. A change in a frame that was followed by another is refused
// with its place; a change in the last frame, which cannot be told from a torn write, is set aside
// and told; a changed snapshot is passed over.
//
// Method: a small journal of two segments in memory; every bit of it flipped, one at a time.
#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "base/prng.hpp"
#include "journal/reader.hpp"
#include "journal/segments.hpp"
#include "journal/simulated_disk.hpp"
#include "journal/support.hpp"

namespace journal::testing {
namespace {

// How the last run ended.
enum class Ending { killed, idle, stopped };

constexpr std::uint64_t records = 9;

Options tiny_options() {
    Options options = small_options();
    options.segment_bytes = 20 << 10;
    return options;
}

// segment 1: opening, 1-2, 3, 4-6, then 4 KiB of zeros; segment 2: opening, 7 (two blocks), 8-9,
// perhaps a seal, zeros.
std::unique_ptr<SimulatedDisk> small_journal(Ending ending) {
    auto disk = std::make_unique<SimulatedDisk>();
    Remembering seen;
    const auto journal = Journal::open(*disk, tiny_options(), seen);
    EXPECT_TRUE(journal);
    for (const std::uint64_t count : {2UL, 1UL, 3UL}) append(**journal, count);
    (*journal)->seal();
    append(**journal, 1);
    append(**journal, 2);
    if (ending == Ending::idle) (*journal)->seal();
    if (ending == Ending::stopped) (*journal)->stop();
    return disk;
}

// A stretch of a segment that is good or bad as a whole.
struct Stretch {
    std::uint64_t segment{};
    std::size_t begin{};
    std::size_t end{};
    std::uint64_t last_sequence{};
    bool is_last_frame{};
    bool is_end{};  // the zeros after the last frame
};

std::vector<Stretch> stretches(SimulatedDisk& disk) {
    std::vector<Stretch> found;
    const auto reader = Reader::open(disk, {});
    EXPECT_TRUE(reader);
    const std::size_t size = tiny_options().segment_bytes;
    std::uint64_t last_sequence = 0;
    while (true) {
        const auto frame = (*reader)->next();
        EXPECT_TRUE(frame) << frame.error().sentence;
        if (!frame || !*frame) break;
        const Header& header = (*frame)->header;
        const bool opens = header.kind == Kind::opening;
        if (opens && !found.empty() && found.back().end < size) {
            found.push_back({header.segment - 1, found.back().end, size, last_sequence});
        }
        const std::size_t begin = opens ? 0 : found.back().end;
        last_sequence = header.last_sequence;
        found.push_back({header.segment, begin, begin + (*frame)->stored_bytes, last_sequence});
    }
    found.back().is_last_frame = true;
    const Stretch last = found.back();
    found.push_back({last.segment, last.end, size, last_sequence, false, true});
    return found;
}

class Corruption : public ::testing::TestWithParam<Ending> {};

void expect_refused(const std::expected<Recovered, OpenError>& result, const Stretch& at) {
    ASSERT_FALSE(result) << "a damaged journal was accepted";
    EXPECT_EQ(result.error().reason, OpenError::Reason::corrupted);
    EXPECT_EQ(result.error().offset, at.begin);
    EXPECT_TRUE(result.error().file.ends_with(segment_name(at.segment)));
}

void expect_set_aside(const std::expected<Recovered, OpenError>& result, const Remembering& seen,
                      const Stretch& at, std::uint64_t last_sequence) {
    ASSERT_TRUE(result) << result.error().sentence;
    EXPECT_TRUE(seen.as_written);
    EXPECT_EQ(seen.last(), last_sequence);
    EXPECT_EQ(result->tail.segment, at.segment);
    EXPECT_EQ(result->tail.offset, at.begin);
    EXPECT_FALSE(result->tail.torn.empty());
}

std::string refusal(SimulatedDisk& disk, const Options& options = tiny_options()) {
    Remembering seen;
    const auto journal = Journal::open(disk, options, seen);
    EXPECT_FALSE(journal);
    return journal ? "" : journal.error().sentence;
}

// Flips every bit of one stretch. `before` is the last sequence of the frames before it.
void flip_every_bit(SimulatedDisk& disk, const Stretch& at, std::uint64_t before) {
    for (std::size_t bit = at.begin * 8; bit < at.end * 8; ++bit) {
        std::uint8_t& byte = disk.bytes_of(segment_name(at.segment))[bit / 8];
        const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
        byte ^= mask;
        Remembering seen;
        const auto result = recover(disk, tiny_options(), seen);
        byte ^= mask;
        if (at.is_last_frame || at.is_end) {
            expect_set_aside(result, seen, at, before);
        } else {
            expect_refused(result, at);
        }
        if (::testing::Test::HasFailure()) FAIL() << "segment " << at.segment << ", bit " << bit;
    }
}

TEST_P(Corruption, every_flipped_bit_is_refused_or_set_aside) {
    const auto disk = small_journal(GetParam());
    const std::vector<Stretch> all = stretches(*disk);
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < all.size() && !HasFailure(); ++i) {
        bytes += all[i].end - all[i].begin;
        const bool is_tail = i + 2 >= all.size();
        // The endings differ in their tail alone; the rest is flipped once.
        if (!is_tail && GetParam() != Ending::idle) continue;
        flip_every_bit(*disk, all[i], i == 0 ? 0 : all[i - 1].last_sequence);
    }
    EXPECT_EQ(bytes, 2 * tiny_options().segment_bytes);
}

TEST(Damage, is_told_with_its_file_and_place_and_the_next_step) {
    const auto disk = small_journal(Ending::idle);
    disk->bytes_of(segment_name(2))[block_bytes + 300] ^= 4;
    Remembering seen;
    const auto result = recover(*disk, tiny_options(), seen);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().sentence,
              "The journal simulated/segment-00000002.journal is damaged at byte 4096, where frame "
              "7 should stand: expected a record that agrees with its checksum, because frame 8 "
              "follows it. Nothing was changed. Restore this file from a backup or a replica and "
              "start again; `postern journal verify` checks the whole journal.");
}

// The last frame is torn and the one before it has rotted: nothing whole follows the rotten one,
// but something follows, so it was durable once.
TEST(Damage, before_a_torn_frame_is_refused_all_the_same) {
    const auto disk = small_journal(Ending::killed);
    base::Bytes& bytes = disk->bytes_of(segment_name(2));
    bytes[block_bytes + 300] ^= 4;
    bytes[3 * block_bytes + 2] ^= 4;
    EXPECT_NE(refusal(*disk).find("is damaged at byte 4096"), std::string::npos);
}

// The same through the front door: what is set aside is kept, told, cut, and the journal goes on.
TEST_P(Corruption, a_damaged_last_frame_is_kept_told_and_cut) {
    const auto original = small_journal(GetParam());
    const std::vector<Stretch> all = stretches(*original);
    const Stretch& last = all[all.size() - 2];
    ASSERT_TRUE(last.is_last_frame);
    base::Prng prng{7};
    for (std::size_t byte = last.begin; byte < last.end; byte += 5) {
        const auto disk = original->after_power_cut(prng);  // nothing is pending: a copy
        disk->bytes_of(segment_name(last.segment))[byte] ^= 0x10;
        Remembering seen;
        auto journal = Journal::open(*disk, tiny_options(), seen);
        ASSERT_TRUE(journal) << journal.error().sentence;
        const OpenReport report = (*journal)->report();
        EXPECT_FALSE(report.clean);
        EXPECT_GT(report.torn_bytes, header_bytes - 1);
        const std::string kept = report.torn_copy.substr(std::string("simulated/").size());
        EXPECT_EQ(disk->bytes_of(kept).size(), report.torn_bytes);
        append(**journal);
        journal->reset();
        Remembering again;
        const auto reopened = Journal::open(*disk, tiny_options(), again);
        ASSERT_TRUE(reopened) << reopened.error().sentence;
        EXPECT_EQ((*reopened)->report().torn_bytes, 0u);
        EXPECT_EQ(again.last(), seen.last() + 1);
        EXPECT_TRUE(again.as_written);
    }
}

INSTANTIATE_TEST_SUITE_P(Endings, Corruption,
                         ::testing::Values(Ending::killed, Ending::idle, Ending::stopped));

// Larger damage than a bit: whatever is overwritten, the start is refused, unless the damage runs
// to the very end; and then every record before it is there as it was written.
TEST(Damage, that_leaves_the_last_frame_whole_is_always_refused) {
    const auto original = small_journal(Ending::killed);
    const std::vector<Stretch> all = stretches(*original);
    const Stretch& last = all[all.size() - 2];
    base::Prng prng{11};
    int accepted = 0;
    for (int round = 0; round < 5'000; ++round) {
        const auto disk = original->after_power_cut(prng);
        const std::uint64_t segment = 1 + prng.below(2);
        base::Bytes& bytes = disk->bytes_of(segment_name(segment));
        const std::size_t begin = prng.below(bytes.size());
        const std::size_t end = begin + std::min(bytes.size() - begin, 1 + prng.below(9'000));
        const bool zeros = prng.one_in(2);
        const base::Bytes before = bytes;
        for (std::size_t i = begin; i < end; ++i) {
            bytes[i] = zeros ? std::uint8_t{0} : static_cast<std::uint8_t>(prng.next());
        }
        if (bytes == before) continue;
        Remembering seen;
        const auto result = recover(*disk, tiny_options(), seen);
        if (!result) continue;
        ++accepted;
        EXPECT_TRUE(seen.as_written);
        EXPECT_EQ(segment, 2u);
        EXPECT_GT(end, last.begin);
        for (const Stretch& at : all) {
            const bool is_before = at.segment == 2 && at.end <= begin;
            EXPECT_TRUE(!is_before || seen.last() >= at.last_sequence);
        }
    }
    EXPECT_GT(accepted, 0);
}

TEST(Damage, a_missing_segment_is_named) {
    const auto disk = small_journal(Ending::stopped);
    disk->forget(segment_name(1));
    EXPECT_NE(refusal(*disk).find("segment-00000001.journal is missing"), std::string::npos);
}

TEST(Damage, a_shortened_segment_is_refused) {
    for (const std::size_t size : {0UL, 100UL, 4096UL, 16384UL, 20000UL}) {
        const auto disk = small_journal(Ending::stopped);
        disk->bytes_of(segment_name(2)).resize(size);
        EXPECT_NE(refusal(*disk).find("segment-00000002.journal is damaged"), std::string::npos);
    }
}

TEST(Damage, segments_that_changed_places_are_refused) {
    const auto disk = small_journal(Ending::stopped);
    std::swap(disk->bytes_of(segment_name(1)), disk->bytes_of(segment_name(2)));
    EXPECT_NE(refusal(*disk).find("expected a frame of segment 1"), std::string::npos);
}

// Whole in itself, with a good checksum, but not what followed here: written by another hand.
TEST(Damage, a_rewritten_last_frame_is_refused_by_the_chain) {
    const auto disk = small_journal(Ending::killed);
    const auto all = stretches(*disk);
    const Stretch& last = all[all.size() - 2];
    base::Bytes& bytes = disk->bytes_of(segment_name(last.segment));
    const auto frame = read_frame(base::BytesView(bytes).subspan(last.begin));
    ASSERT_TRUE(frame);
    Header header = frame->header;
    header.previous[5] ^= 1;
    write_header(header, std::span(bytes).subspan(last.begin).first<header_bytes>());
    EXPECT_NE(refusal(*disk).find("expected a frame that follows chain"), std::string::npos);
}

TEST(Damage, another_cluster_or_schema_or_format_is_refused_naming_both) {
    const auto disk = small_journal(Ending::stopped);
    Options other_cluster = tiny_options();
    other_cluster.cluster.fill(0xEE);
    const std::string cluster = refusal(*disk, other_cluster);
    EXPECT_NE(cluster.find("c0c0c0c0"), std::string::npos);
    EXPECT_NE(cluster.find("eeeeeeee"), std::string::npos);

    Options other_schema = tiny_options();
    other_schema.schema.fill(0xDD);
    const std::string schema = refusal(*disk, other_schema);
    EXPECT_NE(schema.find("5c5c5c5c"), std::string::npos);
    EXPECT_NE(schema.find("dddddddd"), std::string::npos);

    base::Bytes& bytes = disk->bytes_of(segment_name(1));
    Header header = read_frame(bytes)->header;
    header.version = 9;
    write_header(header, std::span(bytes).first<header_bytes>());
    EXPECT_NE(refusal(*disk).find("journal format 9, and this program knows format 1"),
              std::string::npos);
}

TEST(Damage, records_of_an_older_known_schema_are_read_and_a_new_segment_begun) {
    const auto disk = small_journal(Ending::stopped);
    Options newer = tiny_options();
    newer.older_schemas = {newer.schema};
    newer.schema.fill(0xDD);
    Remembering seen;
    auto journal = Journal::open(*disk, newer, seen);
    ASSERT_TRUE(journal) << journal.error().sentence;
    EXPECT_EQ(seen.last(), records);
    EXPECT_TRUE(disk->has(segment_name(3)));
    append(**journal);
    journal->reset();
    EXPECT_NE(refusal(*disk).find("dddddddd"), std::string::npos);  // the old program says so
}

// A journal with three snapshots, each as of one more record.
std::unique_ptr<SimulatedDisk> journal_with_snapshots() {
    auto disk = std::make_unique<SimulatedDisk>();
    Remembering seen;
    const auto journal = Journal::open(*disk, tiny_options(), seen);
    for (std::uint64_t sequence = 1; sequence <= 5; ++sequence) {
        const Position position = append(**journal);
        const std::string state = "state " + std::to_string(sequence);
        EXPECT_TRUE((*journal)->write_snapshot(base::as_bytes(state), position));
    }
    append(**journal);
    return disk;
}

const std::string newest = "snapshots/00000000000000000005.snapshot";

TEST(Snapshots, the_newest_is_used_and_three_are_kept) {
    const auto disk = journal_with_snapshots();
    Remembering seen;
    const auto journal = Journal::open(*disk, tiny_options(), seen);
    ASSERT_TRUE(journal);
    EXPECT_EQ(seen.snapshot_sequence, 5u);
    EXPECT_EQ(seen.last(), 6u);
    EXPECT_EQ((*journal)->report().records_replayed, 1u);
    EXPECT_EQ(find_snapshots(*disk)->size(), 3u);
}

TEST(Snapshots, every_flipped_bit_makes_it_passed_over_and_told) {
    const auto disk = journal_with_snapshots();
    const std::size_t bits = disk->bytes_of(newest).size() * 8;
    for (std::size_t bit = 0; bit < bits; ++bit) {
        std::uint8_t& byte = disk->bytes_of(newest)[bit / 8];
        const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
        byte ^= mask;
        Remembering seen;
        const auto result = recover(*disk, tiny_options(), seen);
        ASSERT_TRUE(result) << result.error().sentence;
        EXPECT_EQ(seen.snapshot_sequence, 4u);
        EXPECT_EQ(seen.last(), 6u);
        ASSERT_EQ(result->report.snapshots_passed_over.size(), 1u);
        EXPECT_TRUE(result->report.snapshots_passed_over[0].starts_with(newest));
        byte ^= mask;
    }
}

TEST(Snapshots, when_none_can_be_read_the_journal_is_replayed_from_the_beginning) {
    const auto disk = journal_with_snapshots();
    Remembering seen;
    seen.takes_snapshots = false;
    const auto result = recover(*disk, tiny_options(), seen);
    ASSERT_TRUE(result);
    EXPECT_EQ(seen.last(), 6u);
    EXPECT_TRUE(seen.as_written);
    EXPECT_EQ(result->report.snapshots_passed_over.size(), 3u);
    EXPECT_EQ(result->report.records_replayed, 6u);
}

// Durable records are gone, and only the snapshot knows: the last frame was damaged before its
// seal, or somebody removed the newest segments.
TEST(Snapshots, one_from_beyond_the_end_proves_a_loss_and_refuses) {
    const auto disk = std::make_unique<SimulatedDisk>();
    {
        Remembering seen;
        const auto journal = Journal::open(*disk, tiny_options(), seen);
        append(**journal);
        const Position position = append(**journal);
        ASSERT_TRUE((*journal)->write_snapshot(base::as_bytes("state 2"), position));
    }
    disk->bytes_of(segment_name(1))[2 * block_bytes + 9] ^= 1;
    EXPECT_NE(refusal(*disk).find("ends with sequence 1, but the snapshot"), std::string::npos);
    disk->forget(segment_name(1));
    EXPECT_NE(refusal(*disk).find("ends with sequence 0, but the snapshot"), std::string::npos);
}

// A long journal is read from its snapshot's segment on; a short one is verified whole.
TEST(Snapshots, spare_a_long_journal_its_beginning) {
    const auto disk = journal_with_snapshots();
    {
        Remembering seen;
        const auto journal = Journal::open(*disk, tiny_options(), seen);
        for (int i = 0; i < 10; ++i) append(**journal);
        const std::string state = "state " + std::to_string((*journal)->last_sequence());
        ASSERT_TRUE((*journal)->write_snapshot(base::as_bytes(state), (*journal)->position()));
    }
    disk->bytes_of(segment_name(1))[5'000] ^= 1;
    EXPECT_NE(refusal(*disk).find("segment-00000001.journal is damaged"), std::string::npos);
    Options from_snapshot = tiny_options();
    from_snapshot.verify_bytes = 0;
    Remembering seen;
    const auto journal = Journal::open(*disk, from_snapshot, seen);
    ASSERT_TRUE(journal) << journal.error().sentence;
    EXPECT_EQ(seen.snapshot_sequence, 16u);
}

}  // namespace
}  // namespace journal::testing
