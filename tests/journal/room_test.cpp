// A disk that fills up: known two segments before it hurts, and nothing is lost when it does.
#include <cerrno>
#include <gtest/gtest.h>
#include <vector>

#include "journal/segments.hpp"
#include "journal/simulated_disk.hpp"
#include "journal/support.hpp"

namespace journal::testing {
namespace {

constexpr std::uint64_t segment = 64 << 10;  // small_options()

// A journal on a disk of so many segments.
struct Full {
    explicit Full(std::uint64_t segments) { disk.limit(segments * segment); }

    SimulatedDisk disk;
    Remembering seen;
};

TEST(Room, is_plenty_while_the_disk_has_two_segments_to_spare) {
    Full world{10};
    const auto journal = Journal::open(world.disk, small_options(), world.seen);
    ASSERT_TRUE(journal);
    EXPECT_EQ((*journal)->room(), Room::plenty);
    EXPECT_TRUE((*journal)->prepare());
    EXPECT_EQ((*journal)->room(), Room::plenty);
    EXPECT_EQ(world.disk.list("")->size(), 3u);  // the segment and two spares
}

TEST(Room, is_low_with_one_segment_ready_and_none_without) {
    Full world{4};  // one segment, two spares, and one left to others
    auto journal = Journal::open(world.disk, small_options(), world.seen);
    ASSERT_TRUE(journal);
    std::vector<Room> seen;
    while (seen.empty() || seen.back() != Room::none) {
        ASSERT_TRUE((*journal)->prepare());
        if (seen.empty() || seen.back() != (*journal)->room()) seen.push_back((*journal)->room());
        append(**journal);
    }
    EXPECT_EQ(seen, (std::vector{Room::plenty, Room::low, Room::none}));
    EXPECT_EQ(list_segments(world.disk)->size(), 3u);
    const std::uint64_t last = (*journal)->last_sequence();
    (*journal)->stop();

    SimulatedDisk& disk = world.disk;
    Remembering again;
    journal->reset();
    const auto reopened = Journal::open(disk, small_options(), again);
    ASSERT_TRUE(reopened) << reopened.error().sentence;
    EXPECT_EQ(again.last(), last);
    EXPECT_EQ((*reopened)->room(), Room::plenty);  // until it has looked
    EXPECT_TRUE((*reopened)->prepare());
    EXPECT_EQ((*reopened)->room(), Room::none);
    disk.limit(10 * segment);
    EXPECT_TRUE((*reopened)->prepare());
    EXPECT_EQ((*reopened)->room(), Room::plenty);
}

TEST(Room, a_disk_too_small_for_one_segment_refuses_the_start) {
    SimulatedDisk disk;
    disk.limit(segment - 1);
    Remembering seen;
    const auto journal = Journal::open(disk, small_options(), seen);
    ASSERT_FALSE(journal);
    EXPECT_NE(journal.error().sentence.find("No space left on device"), std::string::npos);
    EXPECT_EQ(disk.list("")->size(), 0u);
}

TEST(Room, a_full_disk_spoils_a_snapshot_and_nothing_else) {
    Full world{2};
    const auto journal = Journal::open(world.disk, small_options(), world.seen);
    ASSERT_TRUE(journal);
    const Position position = append(**journal);
    const base::Bytes state(2 * segment);
    const auto written = (*journal)->write_snapshot(state, position);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ENOSPC);
    EXPECT_EQ(world.disk.list("snapshots")->size(), 0u);
    append(**journal);
}

}  // namespace
}  // namespace journal::testing
