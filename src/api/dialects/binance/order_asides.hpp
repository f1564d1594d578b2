// What clients are told of an order and its row does not hold, from history: the last match that
// self-trade prevention kept it from, and since when it has trailed the market.
//
//     with_asides(house, account, now, std::move(rows), [...](auto&& rows, auto&& asides) {
//         if (!asides) return finish(unavailable());
//         write_order(json, figures, rows.front(), unit, *asides);
//     });
//
// Most orders have nothing of the kind. Then nobody is asked, and the answer comes at once.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "api/operations/house.hpp"
#include "views/rows.hpp"

namespace api::binance {

struct Asides {
    std::map<core::OrderId, core::PreventionId> prevented;
    // never: it does not yet; nothing: it would take too long to find out.
    std::map<core::OrderId, std::optional<core::Timestamp>> trailing_since;
};

// Of rows that history has seen; for its errands. `now` is when open orders are looked at.
// Cost: for orders that begin to trail at a price, a query for each day that they waited, up to 100
// in all.
views::Found<Asides> asides_of(const views::History& history, std::span<const views::OrderRow> rows,
                               core::Timestamp now);

// On the caller's thread where no row needs any, on an errand's otherwise; exactly once. Without
// asides: history could not be asked.
using WithAsides =
    std::move_only_function<void(std::vector<views::OrderRow>&& rows, std::optional<Asides>&&)>;
void with_asides(House& house, core::Timestamp now, std::vector<views::OrderRow>&& rows,
                 WithAsides&& then);

}  // namespace api::binance
