// The things of the house in the native words: one JSON form each, whoever tells them.
//
//     std::string out;
//     Json json{out};
//     tell(json, catalogue, order_row);
//
// Money is decimal strings in the asset's decimals, times RFC 3339, ids strings. docs/api/native.md
// lists the forms.
#pragma once

#include "api/operations/call.hpp"
#include "api/operations/json_writer.hpp"
#include "core/exchange/state.hpp"
#include "views/rows.hpp"

namespace api {

void tell(Json& json, const core::Asset& asset);
// `now`: of the reference price.
void tell(Json& json, const core::Catalogue& catalogue, const core::Market& market,
          core::Timestamp now);
void tell(Json& json, const core::Catalogue& catalogue, const views::OrderRow& row);
void tell(Json& json, const core::Catalogue& catalogue, const views::FillRow& row);
void tell(Json& json, const core::Catalogue& catalogue, const views::ListRow& row);
void tell(Json& json, const core::Catalogue& catalogue, const core::DeadMan& timer);
void tell(Json& json, const core::Catalogue& catalogue, const views::LedgerRow& row);
void tell(Json& json, const core::Customer& customer);
void tell(Json& json, core::Environment environment, const core::Catalogue& catalogue,
          const core::Key& key);
void tell_balance(Json& json, const core::Asset& asset, const core::Balance& balance);

// "open", "filled", "cancelled" or "expired".
std::string_view status_of(const views::OrderRow& row);

void tell_orders(Json& json, std::string_view name, const core::Catalogue& catalogue,
                 std::span<const views::OrderRow> rows);
void tell_fills(Json& json, std::string_view name, const core::Catalogue& catalogue,
                std::span<const views::FillRow> rows);
void tell(Json& json, const core::Catalogue& catalogue, const core::FeeTiers& tiers);  // members

// What is told of a write that was only tried.
void tell_verdict(const House& house, const Answer<void>& verdict, Then<Told>&& then);

// An object with a body of `inner` members: told(live stamp, [&](Json& json) { ... }).
template <class Write>
Told told(core::Sequence seen, Write&& write) {
    Told answer;
    answer.sequence = seen;
    Json json{answer.body};
    json.begin_object();
    write(json);
    json.end_object();
    return answer;
}

}  // namespace api
