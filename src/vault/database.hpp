// The little of SQLite that the vault needs. Errors are booleans: the vault says what they mean.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/bytes.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace vault {

// A prepared statement, used again and again.
class Statement {
  public:
    enum class Step { row, done, failed };

    // Begins anew; what was bound before is gone.
    Statement& restart();
    Statement& bind(base::BytesView blob);  // the next parameter; the bytes must outlive the steps
    Statement& bind(std::int64_t number);
    Step step();

    base::BytesView blob(int column) const;  // until the next step or restart
    std::int64_t number(int column) const;

  private:
    friend class Database;
    struct Free {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Free> statement_;
    int bound_{};
};

class Database {
  public:
    bool open(const std::filesystem::path& file);  // the file must exist
    bool run(const char* sql);
    Statement prepare(const char* sql);  // of our own schema: a mistake in it is ours
    bool is_busy() const;
    const char* message() const;

  private:
    struct Free {
        void operator()(sqlite3* database) const;
    };
    std::unique_ptr<sqlite3, Free> database_;
};

}  // namespace vault
