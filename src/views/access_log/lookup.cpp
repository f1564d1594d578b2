#include "views/access_log/lookup.hpp"

#include <algorithm>

namespace views::access {
namespace {

// How much later than its time a row may stand: no request takes longer.
constexpr core::Duration overtaking = core::minutes(10);

// All parameters stand in every statement, used or not. Conditions are written out where they are
// wanted, since a partial index is used only where its condition is seen to hold.
std::string select_for(const AccessQuery& query) {
    std::string sql =
        "SELECT * FROM access WHERE id < ?1 AND id >= ?2 AND time >= ?2 AND time < ?3"
        " AND ?4 IS NOT NULL AND ?5 IS NOT NULL AND ?6 IS NOT NULL AND ?7 IS NOT NULL";
    if (!query.key.empty()) sql += " AND key = ?4 AND key <> ''";
    if (query.ip) sql += " AND ip = ?5";
    if (query.customer) sql += " AND customer = ?6 AND customer <> 0";
    if (query.code != core::Reject{}) sql += " AND code = ?7 AND code <> 0";
    if (query.turned_away) sql += " AND turned_away = 1";
    return sql + " ORDER BY id DESC LIMIT ?8";
}

AccessPage page_of(Database& database, const AccessQuery& query) {
    const core::Timestamp since = query.since.value_or(core::Timestamp{INT64_MIN});
    const core::Timestamp until = query.until.value_or(core::never);
    std::int64_t end = query.before != 0 ? static_cast<std::int64_t>(query.before) : INT64_MAX;
    if (query.until && until.ns < INT64_MAX - overtaking.ns) {
        end = std::min(end, (until + overtaking).ns);
    }
    Statement list{database, select_for(query).c_str()};
    list.bind(end, since, until, query.key, query.ip ? core::format(*query.ip) : std::string{},
              query.customer, query.code, query.limit + 1);
    AccessPage page;
    std::uint64_t last = 0;
    while (list.next()) {
        if (page.rows.size() == query.limit) {
            page.next = last;
            break;
        }
        last = list.take<std::uint64_t>();
        page.rows.push_back(take_row(list));
    }
    return page;
}

constexpr const char* addresses_since =
    "SELECT name, last, requests FROM key_addresses WHERE key = ? AND last >= ? "
    "ORDER BY last DESC, name";
constexpr const char* operations_since =
    "SELECT name, last, requests FROM key_operations WHERE key = ? AND last >= ? "
    "ORDER BY last DESC, name";

KeyUse use_in(Database& database, std::string_view key, core::Timestamp since) {
    KeyUse use;
    Statement addresses{database, addresses_since};
    addresses.bind(key, since);
    while (addresses.next()) {
        KeyUse::Address& address = use.addresses.emplace_back();
        address.ip =
            core::parse_ip(addresses.take<base::Text<48>>().view()).value_or(core::IpAddress{});
        address.last = addresses.take<core::Timestamp>();
        address.requests = addresses.take<std::uint64_t>();
    }
    Statement operations{database, operations_since};
    operations.bind(key, since);
    while (operations.next()) {
        KeyUse::Operation& operation = use.operations.emplace_back();
        operation.name = operations.take<base::Text<48>>().view();
        operation.last = operations.take<core::Timestamp>();
        operation.requests = operations.take<std::uint64_t>();
    }
    Statement last{database, "SELECT last FROM key_addresses WHERE key = ? ORDER BY last DESC"};
    last.bind(key);
    if (last.next()) use.last_used = last.take<core::Timestamp>();
    return use;
}

}  // namespace

template <class Ask>
auto Lookup::ask(Ask&& ask) const -> Found<std::invoke_result_t<Ask, Database&>> {
    const std::lock_guard lock{mutex_};
    if (!database_) database_ = open_to_read(file_);
    auto answer = ask(*database_);
    if (database_->ok()) return answer;
    database_.reset();
    return std::unexpected(HistoryError::unavailable);
}

Found<AccessPage> Lookup::find(const AccessQuery& query) const {
    return ask([&](Database& database) { return page_of(database, query); });
}

Found<KeyUse> Lookup::use_of(std::string_view key, core::Timestamp since) const {
    return ask([&](Database& database) { return use_in(database, key, since); });
}

void Lookup::reopen() {
    const std::lock_guard lock{mutex_};
    database_.reset();
}

}  // namespace views::access
