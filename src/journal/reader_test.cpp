// What `postern journal verify` and the views are told, and the bytes as they are documented.
#include "journal/reader.hpp"

#include <atomic>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <thread>

#include "journal/journal.hpp"
#include "journal/posix_disk.hpp"
#include "journal/support.hpp"

namespace journal {
namespace {

using testing::append;
using testing::Directory;
using testing::Remembering;
using testing::small_options;

std::unique_ptr<Journal> opened(Disk& disk, const Options& options = small_options()) {
    Remembering seen;
    auto journal = Journal::open(disk, options, seen);
    EXPECT_TRUE(journal) << journal.error().sentence;
    return *std::move(journal);
}

// Reads to the end; the sequences of the records it met.
std::vector<std::uint64_t> read_all(Reader& reader) {
    std::vector<std::uint64_t> sequences;
    while (true) {
        const auto frame = reader.next();
        EXPECT_TRUE(frame) << frame.error().sentence;
        if (!frame || !*frame) return sequences;
        (*frame)->each_record([&](const RecordView& record) {
            EXPECT_EQ(base::as_text(record.bytes), testing::record_text(record.sequence));
            sequences.push_back(record.sequence);
        });
    }
}

TEST(Reader, counts_what_it_verifies) {
    const Directory directory;
    PosixDisk disk{directory.path()};
    const auto journal = opened(disk);
    for (int i = 0; i < 30; ++i) append(*journal, 2);
    journal->stop();
    const auto reader = *Reader::open(disk, {});
    EXPECT_EQ(read_all(*reader).size(), 60u);
    const Statistics& statistics = reader->statistics();
    EXPECT_EQ(statistics.records, 60u);
    EXPECT_EQ(statistics.first_sequence, 1u);
    EXPECT_EQ(statistics.last_sequence, 60u);
    EXPECT_EQ(statistics.seals, 1u);
    EXPECT_EQ(statistics.last_kind, Kind::stop_seal);
    EXPECT_EQ(statistics.last_time_ns, 60'000);
    EXPECT_EQ(statistics.segments, list_segments(disk)->size());
    EXPECT_EQ(statistics.frames, 30 + statistics.segments + 1);
    EXPECT_EQ(reader->cursor().chain, journal->chain());
    EXPECT_EQ(reader->cluster(), small_options().cluster);
    EXPECT_TRUE(reader->tail().torn.empty());
}

TEST(Reader, begins_with_the_segment_of_the_record_that_is_wanted) {
    const Directory directory;
    PosixDisk disk{directory.path()};
    const auto journal = opened(disk);
    for (int i = 0; i < 60; ++i) append(*journal, 2);
    for (const std::uint64_t after : {0UL, 1UL, 40UL, 77UL, 119UL, 120UL, 500UL}) {
        const auto reader = *Reader::open(disk, {.cluster = {}, .after_sequence = after});
        const auto sequences = read_all(*reader);
        ASSERT_FALSE(sequences.empty());
        EXPECT_LE(sequences.front(), std::min<std::uint64_t>(after + 1, 120));
        EXPECT_EQ(sequences.back(), 120u);
        EXPECT_TRUE(after < 119 || sequences.front() > 60);
    }
}

TEST(Reader, finds_nothing_in_an_empty_directory) {
    const Directory directory;
    PosixDisk disk{directory.path()};
    const auto reader = Reader::open(disk, {});
    ASSERT_TRUE(reader);
    EXPECT_TRUE(read_all(**reader).empty());
    EXPECT_EQ((*reader)->tail().segment, 0u);
}

// Snapshots and spares are made beside the appends, and a reader looks on.
TEST(Journal, lets_other_threads_make_room_and_snapshots_and_read) {
    const Directory directory;
    PosixDisk disk{directory.path()};
    auto journal = opened(disk);
    const Position first = append(*journal);
    std::atomic<bool> done = false;
    std::thread beside([&] {
        while (!done) {
            EXPECT_TRUE(journal->prepare());
            EXPECT_TRUE(journal->write_snapshot(base::as_bytes("state 1"), first));
            EXPECT_EQ(journal->room(), Room::plenty);
            read_all(**Reader::open(disk, {}));
        }
    });
    for (int i = 0; i < 200; ++i) append(*journal, 3);
    done = true;
    beside.join();
    journal.reset();
    Remembering seen;
    ASSERT_TRUE(Journal::open(disk, small_options(), seen));
    EXPECT_EQ(seen.snapshot_sequence, 1u);
    EXPECT_EQ(seen.last(), 601u);
}

base::Bytes bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The example of docs/formats/journal.md, to the byte. A difference here is a new format version.
TEST(Format, is_the_one_that_is_documented) {
    const Directory directory;
    PosixDisk disk{directory.path()};
    Options options;
    for (std::uint8_t i = 0; i < 16; ++i) options.cluster[i] = static_cast<std::uint8_t>(0xC0 + i);
    options.schema.fill(0x5C);
    options.segment_bytes = 64 << 10;
    const auto journal = opened(disk, options);
    FrameBuffer frame;
    std::uint64_t sequence = 0;
    for (const std::string_view text : {"hello", "world!"}) {
        frame.begin_record(++sequence, 1'700'000'000'000'000'000);
        frame.bytes().insert(frame.bytes().end(), text.begin(), text.end());
        frame.end_record();
    }
    journal->append(frame);
    journal->seal();
    const base::Bytes file = bytes_of(directory.path() + "/segment-00000001.journal");
    ASSERT_EQ(file.size(), 65'536u);
    const auto hex = [&file](std::size_t at, std::size_t length) {
        return base::format_hex(base::BytesView(file).subspan(at, length));
    };
    EXPECT_EQ(hex(0, 176),
              "504f535445524e4a0100010030000000c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
              "0100000000000000010000000000000001000000000000000000000000000000"
              "0000000000000000000000000000000000000000000000000000000000000000"
              "000000000000000000000000000000000000000000000000000000008fb5854f"
              "2800000037ebd3045c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c"
              "5c5c5c5c5c5c5c5c0000010000000000");
    EXPECT_EQ(hex(4096, 155),
              "504f535445524e4a010002001b000000c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
              "0100000000000000020000000000000001000000000000000200000000000000"
              "00002a36fe9c97170200000000000000447a5c2c855796dc4772560edd3d618f"
              "9a1332925f87fd51a30e5f494728ec0d000000000000000000000000c7d0f515"
              "05000000a1b1174e68656c6c6f060000004b2e4369776f726c6421");
    EXPECT_EQ(hex(8192, 128),
              "504f535445524e4a0100030000000000c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
              "0100000000000000030000000000000003000000000000000200000000000000"
              "00002a36fe9c971700000000000000008a322fc1f5b538fa286dbdbd6a6ef98e"
              "2ff5d3c5fc63509d7d8025b03ecba4d3000000000000000000000000a75b3487");
    EXPECT_EQ(base::format_hex(journal->chain()),
              "6aee38f1096558ed3be0aad19e8e4d143903c4afe4bf7cf62e39c59b4dae9cf5");
}

}  // namespace
}  // namespace journal
