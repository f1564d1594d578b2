// Pages of the access log and of history: who asks, how many rows, and how they are told.
//
//     TRY_OK(read_page(inputs, query));                   // limit, since, until
//     ask_log(house, std::move(then), [query](const views::AccessLog& log) { ... });
//     tell_page(seen_by(house), "requests", page->rows, page->next, tell_request);
//
// Logs are read on errands' threads, behind what they still hold back.
#pragma once

#include <algorithm>
#include <memory>

#include "api/operations/errands.hpp"
#include "api/operations/named.hpp"
#include "api/operations/told.hpp"

namespace api {

inline constexpr std::uint64_t log_rows_default = 100;
inline constexpr std::uint64_t log_rows_max = 1'000;

// Asks the log on an errand's thread, once it has written down what happened before.
template <class Ask>
void ask_log(House& house, Then<Told>&& then, Ask ask) {
    // Shared, because an errand that finds no room is gone when we must answer ourselves.
    auto answer = std::make_shared<Then<Told>>(std::move(then));
    const bool is_taken = house.errands.run([&house, answer, ask = std::move(ask)] {
        if (!house.access_log.flush()) return (*answer)(refuse(core::Reject::unavailable));
        (*answer)(ask(house.access_log));
    });
    if (!is_taken) (*answer)(refuse(core::Reject::unavailable));
}

template <class Query>
Answer<void> read_page(const Inputs& inputs, Query& query) {
    TRY(const std::uint64_t limit, inputs.integer_or("limit", log_rows_default, INT64_MAX));
    if (limit == 0) return malformed("limit", "out_of_range");
    query.limit = std::min(limit, log_rows_max);
    TRY(query.since, inputs.time_if_any("since"));
    TRY(query.until, inputs.time_if_any("until"));
    return {};
}

inline Answer<core::Reject> read_code(const Inputs& inputs) {
    if (!inputs.has("code")) return core::Reject{};
    const auto code = core::reject_named(inputs.text_or("code", {}));
    if (!code) return malformed("code", "not_one_of");
    return *code;
}

inline void tell_id(Json& json, std::string_view name, std::uint64_t id) {
    id == 0 ? json.null(name) : json.number_text(name, id);
}

inline void tell_code(Json& json, std::string_view name, core::Reject code) {
    code == core::Reject{} ? json.null(name) : json.text(name, core::name_of(code));
}

template <class Rows, class TellRow>
Told tell_page(core::Sequence seen, std::string_view name, const Rows& rows, std::uint64_t next,
               TellRow tell_row) {
    return told(seen, [&](Json& json) {
        json.name(name);
        json.begin_array();
        for (const auto& row : rows) tell_row(json, row);
        json.end_array();
        tell_id(json, "next", next);
    });
}

inline core::Sequence seen_by(const House& house) {
    return house.live.read()->state.stamp.sequence;
}

}  // namespace api
