// Every code that an operation can say no with.
//
//     refusals_of(operation("orders.place"))     // market_halted, ..., insufficient_funds, ...
//
// What follows from the row (who asks, its fields, its kind, idempotency) comes by itself; what is
// the operation's own stands in the row: `refusing(row, "order_unknown lot_filter")`.
// tests/support/truth.hpp fails any test in which an operation says no with another code.
#pragma once

#include <string_view>
#include <vector>

#include "api/operations/operation.hpp"
#include "core/types/reject.hpp"

namespace api {

// In the order of their numbers, each once.
std::vector<core::Reject> refusals_of(const Operation& row);

constexpr Operation refusing(Operation row, std::string_view codes) {
    row.refuses = codes;
    return row;
}

}  // namespace api
