#include <fstream>

#include "views/history/history_for_tests.hpp"
#include "views/history/sqlite.hpp"

namespace views {
namespace {

using namespace for_tests;

// A finished history, something done to its file, and then it is opened again.
class Doubt : public testing::Test {
  protected:
    Doubt() {
        const auto history = opened(options_for(folder, journal));
        feed(*history, journal, records, 2);
    }

    // Whether it was made anew: then all of the journal was read.
    bool is_made_anew_and_right(HistoryOptions options) {
        const int before = journal.reads();
        {
            const auto history = opened(std::move(options));
            EXPECT_TRUE(history->wait_for(last_of(records), soon()));
        }
        EXPECT_EQ(dump(folder.file()), dump_of(records));
        return journal.reads() == before + 1 + (position_is_looked_up ? 1 : 0);
    }

    void execute(const char* sql) const {
        Database database{folder.file(), Database::Access::write};
        database.execute(sql);
        ASSERT_TRUE(database.ok()) << database.message();
    }

    void overwrite(std::streamoff offset, std::size_t size) const {
        std::fstream file{folder.file(), std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(offset);
        for (std::size_t i = 0; i < size; ++i) file.put('\x5a');
    }

    const Folder folder;
    Journal journal;
    const Records records = busy_day(18, 1'500);
    bool position_is_looked_up = false;
};

TEST_F(Doubt, there_is_none_of_a_file_that_is_as_we_left_it) {
    const auto history = opened(options_for(folder, journal));
    EXPECT_EQ(history->position(), last_of(records));
    EXPECT_EQ(journal.reads(), 1);  // for the record at the position, to compare
}

TEST_F(Doubt, a_damaged_page_means_beginning_anew) {
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(folder.file()));
    for (const std::streamoff offset : {std::streamoff{0}, size / 3, size / 2, size - 8'192}) {
        overwrite(offset / 4'096 * 4'096, 4'096);
        EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal))) << offset;
    }
}

TEST_F(Doubt, a_file_that_is_no_database_means_beginning_anew) {
    std::ofstream{folder.file(), std::ios::trunc} << "This is not what it should be.";
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, a_file_cut_short_means_beginning_anew) {
    std::filesystem::resize_file(folder.file(), std::filesystem::file_size(folder.file()) / 2);
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, another_schema_means_beginning_anew) {
    execute("PRAGMA user_version = 999");
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, another_journal_means_beginning_anew) {
    HistoryOptions options = options_for(folder, journal);
    options.journal = {1, 2, 3};
    const auto history = opened(std::move(options));
    ASSERT_TRUE(history->wait_for(last_of(records), soon()));
    EXPECT_EQ(journal.reads(), 1);
}

TEST_F(Doubt, a_position_behind_the_end_of_the_journal_means_beginning_anew) {
    execute("UPDATE position SET sequence = sequence + 1");
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, a_journal_that_tells_another_story_means_beginning_anew) {
    execute("UPDATE position SET time = time - 1");
    position_is_looked_up = true;
    EXPECT_TRUE(is_made_anew_and_right(options_for(folder, journal)));
}

TEST_F(Doubt, a_row_that_is_missing_while_it_runs_means_beginning_anew) {
    Records more = busy_day(18, 2'500);  // the same, and then some
    const auto history = opened(options_for(folder, journal));
    execute("DELETE FROM orders WHERE closed IS NULL");
    feed(*history, journal, std::span{more}.subspan(records.size()), 5);
    ASSERT_TRUE(history->wait_for(last_of(more), soon()));
    EXPECT_GT(journal.reads(), 1);
    EXPECT_EQ(dump(folder.file()), dump_of(more));
    EXPECT_EQ(history->trouble(), "");
}

}  // namespace
}  // namespace views
