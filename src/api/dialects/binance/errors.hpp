// Errors as Binance's clients know them: status, number and exact text. Clients compare the texts
// letter by letter (docs/api/binance.md), so each is written once, here or in the refusal
// catalogue.
//
//     mandatory("symbol")  ->  400 {"code":-1102,"msg":"Mandatory parameter 'symbol' was not sent,
//                              was empty/null, or malformed."}
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "api/access/budget.hpp"
#include "core/types/reject.hpp"

namespace api::binance {

struct Error {
    unsigned status{400};
    int code{};  // negative
    std::string text;
    core::Reject cause{core::Reject::malformed_field};  // our own word, for the Postern-Code header
    std::int64_t retry_after_s{};                       // told when not zero
    std::string data{};  // more about it, as JSON: each half of a cancel-replace; mostly empty
    std::optional<OrderCounts> orders{};  // where an order was placed all the same
};

template <class Value>
using Result = std::expected<Value, Error>;

using Failed = std::unexpected<Error>;

// --- the parameters themselves

Failed illegal_characters(std::string_view parameter, std::string_view legal_range);  // -1100
Failed duplicate_parameter();                                                         // -1101
Failed too_many_parameters(std::size_t expected, std::size_t received);               // -1101
Failed mandatory(std::string_view parameter);                                         // -1102
Failed one_of_two(std::string_view first, std::string_view second);                   // -1102
Failed unread_parameters(std::size_t read, std::size_t sent);                         // -1104
Failed empty_parameter(std::string_view parameter);                                   // -1105
Failed not_required(std::string_view parameter);                                      // -1106
Failed overflowed(std::string_view parameter);                                        // -1108
Failed too_precise(std::string_view parameter);                                       // -1111
Failed bad_combination();                                                             // -1128
Failed not_valid(std::string_view parameter);                                         // -1130

// --- words that a parameter may not be, each with a text of its own

// For texts that name no parameter: failed(-1117, "Invalid side.").
Failed failed(int code, std::string_view text, core::Reject cause = core::Reject::malformed_field);
Failed unknown_symbol();                         // -1121
Failed filter_failure(std::string_view filter);  // -1013 Filter failure: LOT_SIZE

// {"code":-1121,"msg":"Invalid symbol."}, and "data" where there is some.
std::string body_of(const Error& error);

}  // namespace api::binance
