#include "views/access_log/keeper.hpp"

#include <algorithm>
#include <utility>

namespace views::access {
namespace {

std::string upsert_into(const char* table) {
    return std::string{"INSERT INTO "} + table +
           " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last),"
           " requests = requests + excluded.requests";
}

std::string forget_from(const char* table) {
    return std::string{"DELETE FROM "} + table + " WHERE (key, name) IN (SELECT key, name FROM " +
           table + " WHERE last < ? LIMIT ?)";
}

}  // namespace

Keeper::Keeper(std::unique_ptr<Database> database)
    : database_{std::move(database)},
      last_id_{last_id(*database_)},
      insert_{*database_, insert_row},
      upsert_address_{*database_, upsert_into("key_addresses").c_str()},
      upsert_operation_{*database_, upsert_into("key_operations").c_str()},
      forget_{*database_,
              "DELETE FROM access WHERE id IN (SELECT id FROM access WHERE id < ? ORDER BY id "
              "LIMIT ?)"},
      forget_addresses_{*database_, forget_from("key_addresses").c_str()},
      forget_operations_{*database_, forget_from("key_operations").c_str()} {}

void Keeper::write(std::span<const AccessRow> rows) {
    if (rows.empty()) return;
    database_->execute("BEGIN IMMEDIATE");
    for (const AccessRow& row : rows) insert(row);
    write(upsert_address_, addresses_);
    write(upsert_operation_, operations_);
    database_->execute("COMMIT");
}

void Keeper::insert(const AccessRow& row) {
    last_id_ = std::max(last_id_ + 1, row.time.ns);
    const std::string ip = core::format(row.ip);
    insert_.run(last_id_, row.time, row.request_id, row.customer, row.user, row.key, ip, row.method,
                row.operation, row.status, row.latency_us, row.told, row.code, row.surface,
                row.dialect, row.is_proved, row.turned_away);
    if (!row.is_proved || row.turned_away || row.key.empty()) return;
    add(addresses_, row, ip);
    add(operations_, row, row.operation.view());
}

void Keeper::add(Uses& uses, const AccessRow& row, std::string_view name) {
    Times& times = uses[{std::string{row.key.view()}, std::string{name}}];
    times.last = std::max(times.last, row.time);
    ++times.requests;
}

void Keeper::write(Statement& upsert, Uses& uses) {
    for (const auto& [what, times] : uses) {
        upsert.run(what.first, what.second, times.last, times.requests);
    }
    uses.clear();
}

void Keeper::forget(core::Timestamp horizon, std::size_t most) {
    database_->execute("BEGIN IMMEDIATE");
    forget_.run(horizon, most);
    forget_addresses_.run(horizon, most);
    forget_operations_.run(horizon, most);
    database_->execute("COMMIT");
}

}  // namespace views::access
