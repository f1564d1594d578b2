// The writing half of the access log: rows in, old rows out. Used by one thread.
//
//     Keeper keeper{std::move(database)};
//     keeper.write(rows);
//     keeper.forget(now - ninety_days, 1'000);
//     keeper.ok()
#pragma once

#include <map>
#include <span>

#include "views/access_log/tables.hpp"

namespace views::access {

class Keeper {
  public:
    explicit Keeper(std::unique_ptr<Database> database);

    // All of them in one transaction, or none.
    void write(std::span<const AccessRow> rows);
    // Deletes at most so many of the rows that are older.
    void forget(core::Timestamp horizon, std::size_t most);

    bool ok() const { return database_->ok(); }
    const Database& database() const { return *database_; }

  private:
    struct Times {
        core::Timestamp last;
        std::int64_t requests{};
    };
    // By key and address, or key and operation: requests of one batch are one update.
    using Uses = std::map<std::pair<std::string, std::string>, Times>;

    void insert(const AccessRow& row);
    static void add(Uses& uses, const AccessRow& row, std::string_view name);
    static void write(Statement& upsert, Uses& uses);

    std::unique_ptr<Database> database_;
    std::int64_t last_id_;
    Statement insert_;
    Statement upsert_address_;
    Statement upsert_operation_;
    Statement forget_;
    Statement forget_addresses_;
    Statement forget_operations_;
    Uses addresses_;
    Uses operations_;
};

}  // namespace views::access
