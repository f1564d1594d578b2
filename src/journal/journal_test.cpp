// The journal on a real directory, on good days.
#include "journal/journal.hpp"

#include <gtest/gtest.h>

#include "journal/support.hpp"

namespace journal {
namespace {

using testing::append;
using testing::Directory;
using testing::Remembering;
using testing::small_options;

struct Opened {
    std::unique_ptr<PosixDisk> disk;
    std::unique_ptr<Journal> journal;
    Remembering seen;
};

std::unique_ptr<Opened> open(const Directory& directory, const Options& options = small_options()) {
    auto opened = std::make_unique<Opened>();
    opened->disk = std::make_unique<PosixDisk>(directory.path());
    auto journal = Journal::open(*opened->disk, options, opened->seen);
    EXPECT_TRUE(journal) << journal.error().sentence;
    if (journal) opened->journal = *std::move(journal);
    return opened;
}

TEST(Journal, gives_back_what_was_appended_after_a_restart) {
    const Directory directory;
    {
        const auto first = open(directory);
        EXPECT_TRUE(first->journal->report().created);
        EXPECT_EQ(first->journal->last_sequence(), 0u);
        for (int i = 0; i < 50; ++i) append(*first->journal, 3);
    }
    const auto second = open(directory);
    EXPECT_FALSE(second->journal->report().created);
    EXPECT_TRUE(second->seen.as_written);
    EXPECT_EQ(second->seen.last(), 150u);
    EXPECT_EQ(second->journal->last_sequence(), 150u);
    EXPECT_EQ(second->journal->report().records_replayed, 150u);
    EXPECT_EQ(second->journal->position().time_ns, 150'000);
}

TEST(Journal, continues_over_many_restarts_and_segments) {
    const Directory directory;
    std::uint64_t expected = 0;
    for (int restart = 0; restart < 20; ++restart) {
        const auto opened = open(directory);
        EXPECT_EQ(opened->seen.last(), expected);
        EXPECT_TRUE(opened->seen.as_written);
        for (int i = 0; i < 10; ++i) append(*opened->journal, 2);
        expected += 20;
        if (restart % 3 == 0) opened->journal->stop();
    }
    PosixDisk disk{directory.path()};
    EXPECT_GT(list_segments(disk)->size(), 5u);
}

TEST(Journal, says_whether_the_last_run_stopped_in_order) {
    const Directory directory;
    {
        const auto opened = open(directory);
        EXPECT_TRUE(opened->journal->report().clean);
        append(*opened->journal);
        opened->journal->stop();
    }
    {
        const auto opened = open(directory);
        EXPECT_TRUE(opened->journal->report().clean);
        append(*opened->journal);
        opened->journal->seal();
    }
    EXPECT_FALSE(open(directory)->journal->report().clean);
}

}  // namespace
}  // namespace journal
