#include <csignal>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include "views/history/history_for_tests.hpp"
#include "views/history/sqlite.hpp"

namespace views {
namespace {

using namespace for_tests;

TEST(History, made_from_the_journal_equals_history_fed_live) {
    for (const std::uint64_t seed : {11U, 12U, 13U}) {
        const Records records = busy_day(seed, 1'500);
        const Folder folder;
        Journal journal;
        {
            HistoryOptions options = options_for(folder, journal);
            options.batch_records = 1 + seed % 3 * 50;
            const auto history = opened(std::move(options));
            feed(*history, journal, records, seed);
        }
        EXPECT_EQ(dump(folder.file()), dump_of(records));
        EXPECT_EQ(journal.reads(), 0);
    }
}

TEST(History, goes_on_where_it_stopped) {
    const Records records = busy_day(14, 1'000);
    const Folder folder;
    Journal journal;
    std::span<const core::Record> rest = records;
    while (!rest.empty()) {
        const std::span<const core::Record> some =
            rest.first(std::min<std::size_t>(301, rest.size()));
        // The last ones of each life are journaled, and never followed.
        const std::span<const core::Record> unheard = some.last(some.size() / 7);
        const auto history = opened(options_for(folder, journal));
        feed(*history, journal, some.first(some.size() - unheard.size()), 14);
        for (const core::Record& record : unheard) journal.write(record);
        rest = rest.subspan(some.size());
    }
    const auto history = opened(options_for(folder, journal));
    ASSERT_TRUE(history->wait_for(last_of(records), soon()));
    EXPECT_EQ(dump(folder.file()), dump_of(records));
}

TEST(History, never_makes_the_engine_wait_and_reads_what_it_let_go_from_the_journal) {
    const Records records = busy_day(15, 2'000);
    const Folder folder;
    Journal journal;
    HistoryOptions options = options_for(folder, journal);
    options.queue_bytes_max = 200'000;
    const auto history = opened(std::move(options));
    {
        const std::lock_guard nothing_is_read{journal.gate()};
        feed(*history, journal, records, 15);  // far more than the queue holds
    }
    ASSERT_TRUE(history->wait_for(last_of(records), soon()));
    EXPECT_GT(journal.reads(), 0);
    EXPECT_EQ(dump(folder.file()), dump_of(records));
}

TEST(History, a_reader_sees_what_he_wrote_without_waiting_for_the_batch) {
    const Records records = busy_day(16, 60);
    const Folder folder;
    Journal journal;
    HistoryOptions options = options_for(folder, journal);
    options.batch_time = std::chrono::hours{1};
    const auto history = opened(std::move(options));
    for (std::size_t i = 0; i < records.size(); ++i) {
        feed(*history, journal, std::span{records}.subspan(i, 1), 1);
        ASSERT_TRUE(history->wait_for(records[i].stamp.sequence, soon()));
        ASSERT_GE(history->position(), records[i].stamp.sequence);
        for (const core::Event& event : records[i].events) {
            const auto* accepted = std::get_if<core::OrderAccepted>(&event);
            if (!accepted) continue;
            const auto row = history->order(accepted->order.id);
            ASSERT_TRUE(row && *row);
        }
    }
    EXPECT_FALSE(history->wait_for(core::Sequence{records.size() + 1}, Clock::now()));
}

// How many ledger rows there are after each record: one per account and asset.
std::vector<std::uint64_t> ledger_rows_after(const Records& records) {
    std::vector<std::uint64_t> rows{0};
    for (const core::Record& record : records) {
        std::set<std::pair<core::AccountId, core::AssetId>> places;
        for (const core::Event& event : record.events) {
            const auto* posted = std::get_if<core::Posted>(&event);
            if (posted == nullptr) continue;
            for (const core::Posting& it : posted->postings) {
                if (it.account != core::house) places.insert({it.account, it.asset});
            }
        }
        rows.push_back(rows.back() + places.size());
    }
    return rows;
}

TEST(History, the_position_is_in_the_same_transaction_as_its_rows) {
    const Records records = busy_day(19, 3'000);
    const std::vector<std::uint64_t> rows_after = ledger_rows_after(records);
    const Folder folder;
    Journal journal;
    HistoryOptions options = options_for(folder, journal);
    options.batch_records = 2;
    const auto history = opened(std::move(options));
    Database database{folder.file(), Database::Access::read};
    Statement look{database, "SELECT sequence, (SELECT max(rowid) FROM ledger) FROM position"};
    feed(*history, journal, records, 19);
    std::set<std::uint64_t> seen;
    for (std::uint64_t position = 0; position < records.size();) {
        look.bind();
        ASSERT_TRUE(look.next());
        position = look.take<std::uint64_t>();
        ASSERT_EQ(look.take<std::uint64_t>(), rows_after[position]) << position;
        look.restart();
        seen.insert(position);
    }
    EXPECT_GT(seen.size(), 5U);
}

// Writes as fast as it can, and says through the pipe how far it has come, until it is killed.
[[noreturn]] void write_until_killed(const Records& records, const HistoryOptions& options,
                                     Journal& journal, int out) {
    const auto history = opened(options);
    for (std::size_t i = 0; i < records.size(); ++i) {
        feed(*history, journal, std::span{records}.subspan(i, 1), 1);
        const bool last = i + 1 == records.size();
        if (last && !history->wait_for(last_of(records), soon())) _exit(1);
        const std::uint64_t position = history->position().value;
        if (write(out, &position, sizeof position) < 0) _exit(1);
    }
    while (true) pause();
}

std::uint64_t position_in(const std::filesystem::path& file) {
    Database database{file, Database::Access::write};
    Statement select{database, "SELECT sequence FROM position"};
    EXPECT_TRUE(select.next());
    return select.take<std::uint64_t>();
}

TEST(History, a_killed_writer_leaves_the_position_with_its_rows) {
    const Records records = busy_day(17, 3'000);
    for (const std::uint64_t kill_at : {1U, 400U, 1'000U, 1'700U, 2'600U}) {
        const Folder folder;
        Journal journal;
        HistoryOptions options = options_for(folder, journal);
        options.batch_records = 37;
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        ASSERT_GE(child, 0);
        if (child == 0) write_until_killed(records, options, journal, ends[1]);
        close(ends[1]);
        std::uint64_t said = 0;
        while (said < kill_at && read(ends[0], &said, sizeof said) > 0) {
        }
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        close(ends[0]);

        const std::uint64_t position = position_in(folder.file());
        EXPECT_GE(position, kill_at);
        const auto there = static_cast<std::ptrdiff_t>(position);
        EXPECT_EQ(dump(folder.file()), dump_of({records.begin(), records.begin() + there}));

        for (const core::Record& record : records) journal.write(record);
        {
            const auto history = opened(options_for(folder, journal));
            ASSERT_TRUE(history->wait_for(last_of(records), soon()));
        }
        EXPECT_EQ(dump(folder.file()), dump_of(records));
    }
}

TEST(History, a_folder_that_is_not_there_is_told_in_one_sentence) {
    const Folder folder;
    Journal journal;
    HistoryOptions options = options_for(folder, journal);
    options.file = folder.file("missing") / "history.db";
    const auto history = History::open(std::move(options));
    ASSERT_FALSE(history.has_value());
    EXPECT_NE(history.error().find("cannot be opened"), std::string::npos) << history.error();
}

}  // namespace
}  // namespace views
