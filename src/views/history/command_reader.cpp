// The auditor's part of Reader: what was asked of the house.
#include <algorithm>
#include <array>

#include "views/history/reader.hpp"

namespace views {
namespace {

// Kinds that the index leaves out (schema.cpp), so that a search for another kind may use it.
constexpr const char* rare_command = " AND command NOT IN (11, 12, 14, 15)";
constexpr std::array<std::uint16_t, 4> frequent_commands{11, 12, 14, 15};

struct Condition {
    const char* column;
    std::uint64_t value;
};

CommandRow take_command(Statement& row) {
    CommandRow taken;
    taken.sequence = row.take<core::Sequence>();
    taken.time = row.take<core::Timestamp>();
    taken.customer = row.take<core::CustomerId>();
    taken.account = row.take<core::AccountId>();
    taken.key = row.take<core::KeyId>();
    taken.user = row.take<std::uint64_t>();
    taken.session = row.take<std::uint64_t>();
    taken.surface = row.take<core::Surface>();
    taken.command = row.take<std::uint16_t>();
    taken.reject = row.take<core::Reject>();
    return taken;
}

}  // namespace

// The conditions are written out, since a partial index is used only where its condition is seen
// to hold. All values are numbers.
std::vector<CommandRow> Reader::commands(const CommandQuery& query) {
    const Moment moment{database_};
    std::string sql = "SELECT * FROM commands WHERE sequence < ? AND sequence >= ?";
    for (const Condition& condition :
         {Condition{"customer", query.customer.value}, Condition{"account", query.account.value},
          Condition{"key", query.key.value}, Condition{"user", query.user},
          Condition{"session", query.session},
          Condition{"surface", static_cast<std::uint64_t>(query.surface)},
          Condition{"command", query.command},
          Condition{"reject", static_cast<std::uint64_t>(query.reject)}}) {
        if (condition.value == 0) continue;
        const auto value = std::to_string(static_cast<std::int64_t>(condition.value));
        sql += std::string{" AND "} + condition.column + " = " + value + " AND " +
               condition.column + " <> 0";
    }
    const bool is_rare =
        query.command != 0 &&
        std::ranges::find(frequent_commands, query.command) == frequent_commands.end();
    if (is_rare) sql += rare_command;
    sql += " ORDER BY sequence DESC LIMIT ?";

    std::uint64_t end = query.before ? query.before.value : INT64_MAX;
    if (query.until) end = std::min(end, first_since(next_command_, *query.until));
    const std::uint64_t first = query.since ? first_since(next_command_, *query.since) : 0;
    Statement list{database_, sql.c_str()};
    list.bind(end, first, query.limit);
    std::vector<CommandRow> rows;
    while (list.next()) rows.push_back(take_command(list));
    return rows;
}

}  // namespace views
