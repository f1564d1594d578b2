#include "views/history/history_for_tests.hpp"

#include <array>
#include <cstdlib>
#include <sqlite3.h>

#include "base/prng.hpp"
#include "views/market/fabricated.hpp"

namespace views::for_tests {
namespace {

constexpr std::array<std::uint8_t, 16> some_journal{7, 7, 7};

}  // namespace

Records busy_day(std::uint64_t seed, int steps) {
    Fabricated world{seed, 3, 6};
    for (int i = 0; i < steps; ++i) {
        world.wait(core::milliseconds(world.prng().between(0, 900)));
        world.prng().one_in(5) ? world.rare_step() : world.step();
    }
    return world.records();
}

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "history-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    path_ = name;
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

void Journal::write(const core::Record& record) {
    const std::lock_guard lock{mutex_};
    records_.push_back(record);
}

Past Journal::past() {
    return [this](core::Sequence after, const std::function<bool(const core::Record&)>& take) {
        const std::lock_guard holding{gate_};
        Records records;
        {
            const std::lock_guard lock{mutex_};
            ++reads_;
            records.assign(records_.begin() + static_cast<std::ptrdiff_t>(after.value),
                           records_.end());
        }
        for (const core::Record& record : records) {
            if (!take(record)) return;
        }
    };
}

core::Sequence Journal::end() const {
    const std::lock_guard lock{mutex_};
    return core::Sequence{records_.size()};
}

int Journal::reads() const {
    const std::lock_guard lock{mutex_};
    return reads_;
}

HistoryOptions options_for(const Folder& folder, Journal& journal) {
    return {.file = folder.file(),
            .journal = some_journal,
            .past = journal.past(),
            .journal_end = journal.end()};
}

std::unique_ptr<History> opened(HistoryOptions options) {
    auto history = History::open(std::move(options));
    EXPECT_TRUE(history.has_value()) << history.error();
    return *std::move(history);
}

void feed(History& history, Journal& journal, std::span<const core::Record> records,
          std::uint64_t seed) {
    base::Prng prng{seed};
    while (!records.empty()) {
        const std::size_t size = std::min(records.size(), std::size_t{1} + prng.below(40));
        for (const core::Record& record : records.first(size)) journal.write(record);
        history.follow(std::make_shared<const Records>(
            records.begin(), records.begin() + static_cast<std::ptrdiff_t>(size)));
        records = records.subspan(size);
    }
}

std::string dump(const std::filesystem::path& file) {
    sqlite3* database{};
    EXPECT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    std::string text;
    const auto add = [](void* out, int columns, char** values, char**) {
        for (int i = 0; i < columns; ++i) {
            *static_cast<std::string*>(out) += values[i] ? values[i] : "null";
            *static_cast<std::string*>(out) += i + 1 == columns ? '\n' : '|';
        }
        return 0;
    };
    for (const char* sql :
         {"SELECT sequence, time, hex(journal) FROM position", "SELECT * FROM markets",
          "SELECT *, hex(terms) FROM orders ORDER BY id",
          "SELECT *, hex(legs) FROM lists ORDER BY id", "SELECT * FROM amendments ORDER BY id",
          "SELECT * FROM preventions ORDER BY market, id",
          "SELECT * FROM trades ORDER BY market, id",
          "SELECT account, asset, sequence, time, hex(entries) FROM ledger ORDER BY rowid",
          "SELECT * FROM minutes ORDER BY market, opens"}) {
        text += std::string{sql} + ":\n";
        EXPECT_EQ(sqlite3_exec(database, sql, add, &text, nullptr), SQLITE_OK) << sql;
    }
    sqlite3_close(database);
    return text;
}

std::string dump_of(const Records& records) {
    const Folder folder;
    Journal journal;
    for (const core::Record& record : records) journal.write(record);
    {
        const auto history = opened(options_for(folder, journal));
        const core::Sequence last = records.empty() ? core::Sequence{} : last_of(records);
        EXPECT_TRUE(history->wait_for(last, soon()));
    }
    return dump(folder.file());
}

}  // namespace views::for_tests
