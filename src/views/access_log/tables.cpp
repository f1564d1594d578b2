#include "views/access_log/tables.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace views::access {
namespace {

namespace fs = std::filesystem;

constexpr int schema_version = 1;
constexpr int application_id = 0x506f7341;  // "PosA"

constexpr const char* how_we_write = R"(
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -16384;
    PRAGMA wal_autocheckpoint = 4096;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA temp_store = MEMORY;
)";
constexpr const char* how_we_read = R"(
    PRAGMA query_only = 1;
    PRAGMA mmap_size = 0;
    PRAGMA wal_autocheckpoint = 0;
)";

constexpr const char* tables = R"(
    CREATE TABLE access (
        id INTEGER PRIMARY KEY,
        time INTEGER NOT NULL,
        request_id TEXT NOT NULL,
        customer INTEGER NOT NULL,
        user INTEGER NOT NULL,
        key TEXT NOT NULL,
        ip TEXT NOT NULL,
        method TEXT NOT NULL,
        operation TEXT NOT NULL,
        status INTEGER NOT NULL,
        latency_us INTEGER NOT NULL,
        told INTEGER NOT NULL,
        code INTEGER NOT NULL,
        surface INTEGER NOT NULL,
        dialect INTEGER NOT NULL,
        is_proved INTEGER NOT NULL,
        turned_away INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX access_by_key ON access (key) WHERE key <> '';
    CREATE INDEX access_by_customer ON access (customer) WHERE customer <> 0;
    CREATE INDEX access_by_ip ON access (ip);
    CREATE INDEX access_by_code ON access (code) WHERE code <> 0;
    CREATE INDEX access_turned_away ON access (turned_away) WHERE turned_away = 1;
    CREATE TABLE key_addresses (
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        last INTEGER NOT NULL,
        requests INTEGER NOT NULL,
        PRIMARY KEY (key, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX key_addresses_by_last ON key_addresses (last);
    CREATE TABLE key_operations (
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        last INTEGER NOT NULL,
        requests INTEGER NOT NULL,
        PRIMARY KEY (key, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX key_operations_by_last ON key_operations (last);
)";

int number(Database& database, const char* pragma) {
    Statement statement{database, pragma};
    return statement.next() ? statement.take<int>() : 0;
}

void make_tables(Database& database) {
    database.execute("BEGIN IMMEDIATE");
    database.execute(tables);
    const std::string marks = "PRAGMA application_id = " + std::to_string(application_id) +
                              "; PRAGMA user_version = " + std::to_string(schema_version);
    database.execute(marks.c_str());
    database.execute("COMMIT");
}

// Made here and not by SQLite, so that nobody else may read the addresses; the log beside it gets
// the same mode.
void make_private(const fs::path& file) {
    const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                            static_cast<mode_t>(0600));
    if (made >= 0) ::close(made);
}

std::unique_ptr<Database> open_as_it_is(const fs::path& file) {
    make_private(file);
    auto database = std::make_unique<Database>(file, Database::Access::write);
    database->execute(how_we_write);
    const bool is_new = number(*database, "SELECT count(*) FROM sqlite_schema") == 0;
    if (is_new && database->ok()) make_tables(*database);
    return database;
}

bool is_ours(Database& database) {
    return number(database, "PRAGMA application_id") == application_id &&
           number(database, "PRAGMA user_version") == schema_version && database.ok();
}

void put_aside(const fs::path& file) {
    std::error_code ignored;  // what cannot be moved cannot be opened anew either, and is told then
    for (const char* ending : {"", "-shm", "-wal"}) {
        fs::rename(file.string() + ending, file.string() + ".damaged" + ending, ignored);
    }
}

}  // namespace

std::expected<std::unique_ptr<Database>, std::string> open_file(
    const fs::path& file, const std::function<void(const std::string&)>& tell) {
    auto database = open_as_it_is(file);
    if (is_ours(*database)) return database;
    if (database->ok() || database->is_damaged()) {
        database.reset();
        put_aside(file);
        tell("The access log in " + file.string() +
             " could not be read. It was put aside as *.damaged, and a new one begun.");
        database = open_as_it_is(file);
        if (is_ours(*database)) return database;
    }
    return std::unexpected("The access log in " + file.string() +
                           " cannot be opened: " + database->message() +
                           ". Is the folder writable, and the disk not full?");
}

std::unique_ptr<Database> open_to_read(const fs::path& file) {
    auto database = std::make_unique<Database>(file, Database::Access::read);
    database->execute(how_we_read);
    return database;
}

std::int64_t last_id(Database& database) {
    Statement last{database, "SELECT max(id) FROM access"};
    return last.next() ? last.take<std::int64_t>() : 0;
}

AccessRow take_row(Statement& row) {
    AccessRow taken;
    taken.time = row.take<core::Timestamp>();
    taken.request_id = row.take<base::Text<16>>();
    taken.customer = row.take<core::CustomerId>();
    taken.user = row.take<std::uint64_t>();
    taken.key = row.take<base::Text<128>>();
    taken.ip = core::parse_ip(row.take<base::Text<48>>().view()).value_or(core::IpAddress{});
    taken.method = row.take<base::Text<8>>();
    taken.operation = row.take<base::Text<48>>();
    taken.status = row.take<std::uint16_t>();
    taken.latency_us = row.take<std::uint32_t>();
    taken.told = row.take<core::Reject>();
    taken.code = row.take<core::Reject>();
    taken.surface = row.take<core::Surface>();
    taken.dialect = row.take<Dialect>();
    taken.is_proved = row.take<bool>();
    taken.turned_away = row.take<bool>();
    return taken;
}

}  // namespace views::access
