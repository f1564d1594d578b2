// TRY(declaration, expression): take the value, or hand the error to our caller.
//
//     TRY(const Price price, read_price(fields, "price"));
//
// The expression is a std::expected; so is what the function returns, with an error of the same
// type (or one that the error converts to).
#pragma once

#include <expected>
#include <utility>

#define TRY(declaration, expression) TRY_AT(declaration, expression, __COUNTER__)
#define TRY_AT(declaration, expression, line) TRY_AS(declaration, expression, line)
#define TRY_AS(declaration, expression, line)                                             \
    auto try_result_##line = (expression);                                                \
    if (!try_result_##line) return std::unexpected(std::move(try_result_##line).error()); \
    declaration = *std::move(try_result_##line)

// TRY_OK(expression): the same for an expected<void, E>.
#define TRY_OK(expression)                                     \
    do {                                                       \
        if (auto try_ok = (expression); !try_ok)               \
            return std::unexpected(std::move(try_ok).error()); \
    } while (false)
