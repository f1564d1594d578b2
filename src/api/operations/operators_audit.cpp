// What the operator can look up: who was turned away, who called, what was recorded. All of it is
// read on errands' threads, behind what the log still held back.
#include "api/operations/log_pages.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/operators.hpp"
#include "core/access/key_name.hpp"
#include "views/audit/record_words.hpp"

namespace api::handlers {
namespace {

// The log knows keys by the name that was sent; an id stands for its name.
std::string key_text(const House& house, std::string_view text) {
    Inputs inputs;
    inputs.add({"key", FieldPlace::query, Form::text, text, {}, {}});
    const auto live = house.live.read();
    const auto key = read_key(live->state, inputs);
    return key ? core::format_key_name(house.environment, (*key)->public_name) : std::string{text};
}

Answer<views::AccessQuery> read_access_query(const House& house, const Inputs& inputs) {
    views::AccessQuery query;
    TRY_OK(read_page(inputs, query));
    if (inputs.has("key")) query.key = key_text(house, inputs.text_or("key", {}));
    TRY(const std::uint64_t customer, inputs.integer_or("customer_id", 0, INT64_MAX));
    query.customer = core::CustomerId{customer};
    if (inputs.has("ip")) {
        const auto ip = core::parse_ip(inputs.text_or("ip", {}));
        if (!ip) return malformed("ip", "not_an_address");
        query.ip = *ip;
    }
    TRY(query.code, read_code(inputs));
    TRY(query.before, inputs.integer_or("cursor", 0, INT64_MAX));
    return query;
}

Answer<views::CommandQuery> read_command_query(const House& house, const Inputs& inputs) {
    views::CommandQuery query;
    TRY_OK(read_page(inputs, query));
    TRY(const std::uint64_t customer, inputs.integer_or("customer_id", 0, INT64_MAX));
    query.customer = core::CustomerId{customer};
    TRY(const std::uint64_t account, inputs.integer_or("account_id", 0, INT64_MAX));
    query.account = core::AccountId{account};
    if (inputs.has("key")) {
        const auto live = house.live.read();
        TRY(const core::Key* key, read_key(live->state, inputs));
        query.key = key->id;
    }
    TRY(query.user, inputs.integer_or("user_id", 0, INT64_MAX));
    TRY(query.session, inputs.integer_or("session_id", 0, INT64_MAX));
    TRY(query.surface, read_choice_or(inputs, "surface", core::Surface{}));
    if (inputs.has("command")) {
        const auto number = views::command_number(inputs.text_or("command", {}));
        if (!number) return malformed("command", "not_one_of");
        query.command = *number;
    }
    TRY(query.reject, read_code(inputs));
    TRY(const std::uint64_t before, inputs.integer_or("cursor", 0, INT64_MAX));
    query.before = core::Sequence{before};
    return query;
}

void tell_refused(Json& json, const views::AccessRow& row) {
    json.begin_object();
    json.time("time", row.time);
    json.text("code", core::name_of(row.code));
    json.text("told", core::name_of(row.told));
    json.text("operation", row.operation.view());
    json.text("key", row.key.view());
    json.text("ip", core::format(row.ip));
    json.text("request_id", row.request_id.view());
    json.end_object();
}

void tell_request(Json& json, const views::AccessRow& row) {
    json.begin_object();
    json.time("time", row.time);
    json.text("request_id", row.request_id.view());
    tell_id(json, "customer_id", row.customer.value);
    tell_id(json, "user_id", row.user);
    json.text("key", row.key.view());
    json.text("ip", core::format(row.ip));
    json.text("method", row.method.view());
    json.text("operation", row.operation.view());
    json.number("status", row.status);
    json.number("latency_us", row.latency_us);
    tell_code(json, "told", row.told);
    tell_code(json, "code", row.code);
    json.text("surface", word_of(row.surface));
    json.text("dialect", word_of(row.dialect));
    json.end_object();
}

void tell_command(Json& json, const views::CommandRow& row) {
    json.begin_object();
    json.number_text("sequence", row.sequence.value);
    json.time("time", row.time);
    tell_id(json, "customer_id", row.customer.value);
    tell_id(json, "account_id", row.account.value);
    tell_id(json, "key_id", row.key.value);
    tell_id(json, "user_id", row.user);
    tell_id(json, "session_id", row.session);
    json.text("surface", word_of(row.surface));
    json.text("command", views::command_name(row.command));
    tell_code(json, "code", row.reject);
    json.end_object();
}

}  // namespace

// Oldest first, so that the last line of a terminal is the newest.
void list_refusals(const Call& call, Tell then) {
    ask_log(call.house, std::move(then),
            [&house = call.house](const views::AccessLog& log) -> Answer<Told> {
                auto page = log.find({.turned_away = true, .limit = log_rows_max});
                if (!page) return refuse(core::Reject::unavailable);
                std::ranges::reverse(page->rows);
                return told(seen_by(house), [&](Json& json) {
                    json.name("refusals");
                    json.begin_array();
                    for (const views::AccessRow& row : page->rows) tell_refused(json, row);
                    json.end_array();
                });
            });
}

void list_access(const Call& call, Tell then) {
    auto query = read_access_query(call.house, call.inputs);
    if (!query) return then(std::unexpected(std::move(query).error()));
    ask_log(call.house, std::move(then),
            [&house = call.house,
             query = *std::move(query)](const views::AccessLog& log) -> Answer<Told> {
                const auto page = log.find(query);
                if (!page) return refuse(core::Reject::unavailable);
                return tell_page(seen_by(house), "requests", page->rows, page->next, tell_request);
            });
}

void list_commands(const Call& call, Tell then) {
    const auto query = read_command_query(call.house, call.inputs);
    if (!query) return then(std::unexpected(query.error()));
    ask_history(call.house, std::move(then),
                [&house = call.house,
                 query = *query](const views::History& history) mutable -> Answer<Told> {
                    const std::size_t limit = query.limit++;
                    auto rows = history.commands(query);
                    if (!rows) return refuse(core::Reject::unavailable);
                    const bool more = rows->size() > limit;
                    if (more) rows->resize(limit);
                    const std::uint64_t next = more ? rows->back().sequence.value : 0;
                    return tell_page(seen_by(house), "commands", *rows, next, tell_command);
                });
}

}  // namespace api::handlers
