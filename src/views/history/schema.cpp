#include "views/history/schema.hpp"

#include <algorithm>

namespace views {
namespace {

// A change here is a new number; older files are then made anew.
constexpr int schema_version = 3;
constexpr int application_id = 0x506f7374;  // "Post"

constexpr const char* how_we_write = R"(
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -65536;
    PRAGMA wal_autocheckpoint = 16384;
    PRAGMA journal_size_limit = 268435456;
    PRAGMA temp_store = MEMORY;
)";

constexpr const char* tables = R"(
    CREATE TABLE position (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        journal BLOB NOT NULL,
        sequence INTEGER NOT NULL,
        time INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE markets (
        id INTEGER PRIMARY KEY,
        symbol TEXT NOT NULL,
        base INTEGER NOT NULL,
        quote INTEGER NOT NULL,
        lot ANY NOT NULL
    ) STRICT;
    CREATE TABLE orders (
        id INTEGER PRIMARY KEY,
        market INTEGER NOT NULL,
        account INTEGER NOT NULL,
        key INTEGER NOT NULL,
        side INTEGER NOT NULL,
        type INTEGER NOT NULL,
        time_in_force INTEGER NOT NULL,
        self_trade_prevention INTEGER NOT NULL,
        price INTEGER NOT NULL,
        quantity INTEGER NOT NULL,
        quote_amount ANY NOT NULL,
        client_order_id TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        leaves INTEGER NOT NULL,
        prevented INTEGER NOT NULL,
        filled_quote ANY NOT NULL,
        updated_at INTEGER NOT NULL,
        closed INTEGER,
        terms BLOB
    ) STRICT;
    CREATE INDEX orders_by_account ON orders (account, market);
    CREATE INDEX orders_by_name ON orders (account, client_order_id) WHERE client_order_id <> '';
    CREATE TABLE trades (
        market INTEGER NOT NULL,
        id INTEGER NOT NULL,
        aggregate INTEGER NOT NULL,
        time INTEGER NOT NULL,
        price INTEGER NOT NULL,
        quantity INTEGER NOT NULL,
        quote ANY NOT NULL,
        taker_side INTEGER NOT NULL,
        maker INTEGER NOT NULL,
        taker INTEGER NOT NULL,
        maker_account INTEGER NOT NULL,
        taker_account INTEGER NOT NULL,
        maker_fee ANY NOT NULL,
        taker_fee ANY NOT NULL,
        PRIMARY KEY (market, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX trades_by_maker_account ON trades (maker_account, market, id);
    CREATE INDEX trades_by_taker_account ON trades (taker_account, market, id);
    CREATE INDEX trades_by_maker ON trades (maker);
    CREATE INDEX trades_by_taker ON trades (taker);
    CREATE TABLE lists (
        id INTEGER PRIMARY KEY,
        market INTEGER NOT NULL,
        account INTEGER NOT NULL,
        key INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        client_list_id TEXT NOT NULL,
        legs BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        open INTEGER NOT NULL,
        done_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX lists_by_account ON lists (account);
    CREATE INDEX lists_by_name ON lists (account, client_list_id) WHERE client_list_id <> '';
    CREATE TABLE amendments (
        id INTEGER PRIMARY KEY,
        market INTEGER NOT NULL,
        of_order INTEGER NOT NULL,
        account INTEGER NOT NULL,
        before INTEGER NOT NULL,
        quantity INTEGER NOT NULL,
        client_order_id_before TEXT NOT NULL,
        client_order_id TEXT NOT NULL,
        time INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX amendments_by_order ON amendments (of_order);
    CREATE TABLE preventions (
        market INTEGER NOT NULL,
        id INTEGER NOT NULL,
        maker INTEGER NOT NULL,
        taker INTEGER NOT NULL,
        account INTEGER NOT NULL,
        mode INTEGER NOT NULL,
        price INTEGER NOT NULL,
        quantity INTEGER NOT NULL,
        maker_prevented INTEGER NOT NULL,
        taker_prevented INTEGER NOT NULL,
        time INTEGER NOT NULL,
        PRIMARY KEY (market, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX preventions_by_account ON preventions (account, market, id);
    CREATE INDEX preventions_by_maker ON preventions (maker);
    CREATE INDEX preventions_by_taker ON preventions (taker);
    CREATE TABLE ledger (
        account INTEGER NOT NULL,
        asset INTEGER NOT NULL,
        sequence INTEGER NOT NULL,
        time INTEGER NOT NULL,
        entries BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX ledger_by_account ON ledger (account, asset, sequence);
    CREATE TABLE minutes (
        market INTEGER NOT NULL,
        opens INTEGER NOT NULL,
        open INTEGER NOT NULL,
        high INTEGER NOT NULL,
        low INTEGER NOT NULL,
        close INTEGER NOT NULL,
        first_trade INTEGER NOT NULL,
        last_trade INTEGER NOT NULL,
        volume ANY NOT NULL,
        quote_volume ANY NOT NULL,
        taker_buy_volume ANY NOT NULL,
        taker_buy_quote_volume ANY NOT NULL,
        PRIMARY KEY (market, opens)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE commands (
        sequence INTEGER PRIMARY KEY,
        time INTEGER NOT NULL,
        customer INTEGER NOT NULL,
        account INTEGER NOT NULL,
        key INTEGER NOT NULL,
        user INTEGER NOT NULL,
        session INTEGER NOT NULL,
        surface INTEGER NOT NULL,
        command INTEGER NOT NULL,
        reject INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX commands_by_customer ON commands (customer) WHERE customer <> 0;
    CREATE INDEX commands_by_account ON commands (account) WHERE account <> 0;
    CREATE INDEX commands_by_key ON commands (key) WHERE key <> 0;
    CREATE INDEX commands_by_user ON commands (user) WHERE user <> 0;
    CREATE INDEX commands_by_session ON commands (session) WHERE session <> 0;
    CREATE INDEX commands_by_command ON commands (command) WHERE command NOT IN (11, 12, 14, 15);
    CREATE INDEX commands_by_reject ON commands (reject) WHERE reject <> 0;
)";

int number(Database& database, const char* pragma) {
    Statement statement{database, pragma};
    return statement.next() ? statement.take<int>() : 0;
}

bool is_sound(Database& database) {
    Statement check{database, "PRAGMA quick_check(1)"};
    return check.next() && check.take<base::Text<8>>().view() == "ok";
}

bool is_ours(Database& database, const JournalId& journal) {
    if (number(database, "PRAGMA application_id") != application_id) return false;
    if (number(database, "PRAGMA user_version") != schema_version) return false;
    Statement whose{database, "SELECT journal FROM position"};
    return whose.next() && std::ranges::equal(whose.take_blob(), journal);
}

// An empty file, which is what SQLite makes where there was none.
bool is_new(Database& database) {
    return number(database, "SELECT count(*) FROM sqlite_schema") == 0 && database.ok();
}

void make_tables(Database& database, const JournalId& journal) {
    database.execute("BEGIN IMMEDIATE");
    database.execute(tables);
    const std::string marks = "PRAGMA application_id = " + std::to_string(application_id) +
                              "; PRAGMA user_version = " + std::to_string(schema_version);
    database.execute(marks.c_str());
    Statement{database, "INSERT INTO position VALUES (1, ?, 0, 0)"}.run(base::BytesView{journal});
    database.execute("COMMIT");
}

std::unique_ptr<Database> open_as_it_is(const std::filesystem::path& file,
                                        const JournalId& journal) {
    auto database = std::make_unique<Database>(file, Database::Access::write);
    database->execute(how_we_write);
    if (is_new(*database)) make_tables(*database, journal);
    return database;
}

std::expected<std::unique_ptr<Database>, std::string> open_or_make(
    const std::filesystem::path& file, const JournalId& journal, bool (*is_believed)(Database&)) {
    auto database = open_as_it_is(file, journal);
    if (is_believed(*database) && is_ours(*database, journal) && database->ok()) return database;
    if (database->ok() || database->is_damaged()) {
        database.reset();
        delete_database(file);
        database = open_as_it_is(file, journal);
        if (is_ours(*database, journal) && database->ok()) return database;
    }
    return std::unexpected("The history in " + file.string() +
                           " cannot be opened: " + database->message() +
                           ". Is the folder writable, and the disk not full?");
}

}  // namespace

std::expected<std::unique_ptr<Database>, std::string> open_for_writing(
    const std::filesystem::path& file, const JournalId& journal) {
    return open_or_make(file, journal, is_sound);
}

std::expected<std::unique_ptr<Database>, std::string> reopen_for_writing(
    const std::filesystem::path& file, const JournalId& journal) {
    return open_or_make(file, journal, [](Database&) { return true; });
}

// The log goes last: SQLite throws away a log without its database, but a database without its log
// may be torn.
void delete_database(const std::filesystem::path& file) {
    std::error_code ignored;  // what cannot be deleted cannot be made anew either, and is told then
    for (const char* ending : {"", "-shm", "-wal"}) {
        std::filesystem::remove(file.string() + ending, ignored);
    }
}

core::Stamp read_position(Database& database) {
    Statement select{database, "SELECT sequence, time FROM position"};
    if (!select.next()) return {};
    const auto sequence = select.take<core::Sequence>();
    return {sequence, select.take<core::Timestamp>()};
}

}  // namespace views
