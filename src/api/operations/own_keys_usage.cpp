// What was asked in the name of a key: the owner's part of the access log, newest first.
#include "api/operations/log_pages.hpp"
#include "api/operations/own_keys.hpp"
#include "core/access/key_name.hpp"

namespace api::handlers {
namespace {

// Also what never proved the key is told: who else tries its name concerns the owner.
Answer<views::AccessQuery> read_usage_query(const Call& call) {
    views::AccessQuery query;
    TRY_OK(read_page(call.inputs, query));
    TRY(query.code, read_code(call.inputs));
    TRY(query.before, call.inputs.integer_or("cursor", 0, INT64_MAX));
    const auto live = call.house.live.read();
    TRY(const core::Key* key, read_own_key(live->state, call));
    query.key = core::format_key_name(call.house.environment, key->public_name);
    return query;
}

void tell_request(Json& json, const views::AccessRow& row) {
    json.begin_object();
    json.time("time", row.time);
    json.text("request_id", row.request_id.view());
    json.text("ip", core::format(row.ip));
    json.text("method", row.method.view());
    json.text("operation", row.operation.view());
    json.number("status", row.status);
    json.number("latency_us", row.latency_us);
    tell_code(json, "code", row.code);
    json.boolean("proved", row.is_proved);
    json.text("dialect", word_of(row.dialect));
    json.end_object();
}

}  // namespace

void usage_of_own_key(const Call& call, Tell then) {
    auto query = read_usage_query(call);
    if (!query) return then(std::unexpected(std::move(query).error()));
    ask_log(call.house, std::move(then),
            [&house = call.house,
             query = *std::move(query)](const views::AccessLog& log) -> Answer<Told> {
                const auto page = log.find(query);
                if (!page) return refuse(core::Reject::unavailable);
                return tell_page(seen_by(house), "requests", page->rows, page->next, tell_request);
            });
}

}  // namespace api::handlers
