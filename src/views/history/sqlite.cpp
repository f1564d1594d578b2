#include "views/history/sqlite.hpp"

#include <sqlite3.h>

#include "base/decimal.hpp"

namespace views {
namespace {

bool fits_64_bits(core::Amount amount) {
    return amount.units >= INT64_MIN && amount.units <= INT64_MAX;
}

}  // namespace

Database::Database(const std::filesystem::path& file, Access access) {
    const int flags =
        access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    fail(sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr));
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, 5'000);
}

Database::~Database() { sqlite3_close(handle_); }

void Database::fail(int code) {
    if (code == SQLITE_OK || !ok()) return;
    code_ = code;
    message_ = sqlite3_errmsg(handle_);
}

void Database::fail_as_damaged() {
    if (!ok()) return;
    code_ = SQLITE_CORRUPT;
    message_ = "a row is missing, or holds what we never wrote";
}

bool Database::is_damaged() const {
    const int primary = code_ & 0xff;
    return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_CONSTRAINT ||
           primary == SQLITE_MISMATCH || primary == SQLITE_ERROR;
}

void Database::execute(const char* sql) {
    if (ok()) fail(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
}

Statement::Statement(Database& database, const char* sql) : database_{database} {
    if (!database.ok()) return;
    database.fail(sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT,
                                     &handle_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(handle_); }

bool Statement::next() {
    if (!database_.ok()) return false;
    column_ = 0;
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) database_.fail(code);
    return false;
}

// What went wrong was told by next() already, so the answer says nothing new.
void Statement::restart() {
    if (handle_ != nullptr) sqlite3_reset(handle_);
}

void Statement::put_integer(int index, std::int64_t value) {
    if (database_.ok()) database_.fail(sqlite3_bind_int64(handle_, index, value));
}

// SQLite copies the texts: some of ours are gone before the statement runs.
void Statement::put_text(int index, std::string_view value) {
    if (!database_.ok()) return;
    database_.fail(sqlite3_bind_text(handle_, index, value.empty() ? "" : value.data(),
                                     static_cast<int>(value.size()), SQLITE_TRANSIENT));
}

void Statement::put_blob(int index, base::BytesView value) {
    if (!database_.ok()) return;
    database_.fail(sqlite3_bind_blob(handle_, index, value.data(), static_cast<int>(value.size()),
                                     SQLITE_TRANSIENT));
}

void Statement::put_null(int index) {
    if (database_.ok()) database_.fail(sqlite3_bind_null(handle_, index));
}

void Statement::put_amount(int index, core::Amount value) {
    if (fits_64_bits(value)) return put_integer(index, static_cast<std::int64_t>(value.units));
    put_text(index, base::format_decimal(value.units, 0));
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::string_view Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
    return text == nullptr ? std::string_view{} : std::string_view{text, size};
}

core::Amount Statement::amount(int column) const {
    if (sqlite3_column_type(handle_, column) == SQLITE_INTEGER) return {integer(column)};
    std::string_view digits = text(column);
    const bool negative = digits.starts_with('-');
    if (negative) digits.remove_prefix(1);
    const auto units = base::parse_decimal(digits, 0);
    if (!units) {  // nothing that we wrote
        database_.fail_as_damaged();
        return {};
    }
    return {negative ? -*units : *units};
}

base::BytesView Statement::take_blob() {
    const int column = column_++;
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

bool Statement::is_null(int column) const {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

}  // namespace views
