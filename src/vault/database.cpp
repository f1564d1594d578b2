#include "vault/database.hpp"

#include <sqlite3.h>

#include "base/check.hpp"

namespace vault {

void Statement::Free::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement& Statement::restart() {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    bound_ = 0;
    return *this;
}

Statement& Statement::bind(base::BytesView blob) {
    // SQLITE_STATIC: not copied, so no second copy of anything lies in SQLite's memory.
    CHECK(sqlite3_bind_blob64(statement_.get(), ++bound_, blob.data(), blob.size(), nullptr) ==
          SQLITE_OK);
    return *this;
}

Statement& Statement::bind(std::int64_t number) {
    CHECK(sqlite3_bind_int64(statement_.get(), ++bound_, number) == SQLITE_OK);
    return *this;
}

Statement::Step Statement::step() {
    switch (sqlite3_step(statement_.get())) {
        case SQLITE_ROW:
            return Step::row;
        case SQLITE_DONE:
            sqlite3_reset(statement_.get());
            return Step::done;
        default:
            sqlite3_reset(statement_.get());
            return Step::failed;
    }
}

base::BytesView Statement::blob(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::int64_t Statement::number(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

void Database::Free::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

bool Database::open(const std::filesystem::path& file) {
    sqlite3* database = nullptr;
    const int result = sqlite3_open_v2(file.c_str(), &database,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(database);
    return result == SQLITE_OK;
}

bool Database::run(const char* sql) {
    return sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

Statement Database::prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    CHECK(sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                             nullptr) == SQLITE_OK);
    Statement prepared;
    prepared.statement_.reset(statement);
    return prepared;
}

bool Database::is_busy() const { return sqlite3_errcode(database_.get()) == SQLITE_BUSY; }

const char* Database::message() const { return sqlite3_errmsg(database_.get()); }

}  // namespace vault
