// One parameter at a time: what it must look like, and what is said when it does not.
//
//     TRY(const std::string_view symbol, read_symbol(parameters));          -1102, -1100
//     TRY(const std::size_t limit, read_limit(parameters, 500, 1000));      -1100, -1130
//
// A mandatory parameter that is missing or empty is -1102, an optional one that was sent empty is
// -1105, characters that may never stand there are -1100 with the legal range.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/dialects/binance/parameters.hpp"
#include "base/int128.hpp"
#include "core/types/order.hpp"
#include "core/types/time.hpp"

namespace api::binance {

template <class Value>
using Optional = Result<std::optional<Value>>;

// The texts as they stand; nothing is said of their characters.
Result<std::string_view> read_mandatory(const Parameters& parameters, std::string_view name);
Optional<std::string_view> read_optional(const Parameters& parameters, std::string_view name);

// "BTCUSDT". Whether there is such a market is asked later.
Result<std::string_view> read_symbol(const Parameters& parameters);
Optional<std::string_view> read_optional_symbol(const Parameters& parameters);
// symbols=["BTCUSDT","ETHUSDT"]: a list of texts in JSON, with at least one item.
Optional<std::vector<std::string>> read_symbols(const Parameters& parameters);
// The same of any words; a single bare word will do too: permissions=SPOT.
Optional<std::vector<std::string>> read_texts(const Parameters& parameters, std::string_view name);

Optional<std::int64_t> read_integer(const Parameters& parameters, std::string_view name);
// More than `most` is most.
Result<std::size_t> read_limit(const Parameters& parameters, std::size_t usual, std::size_t most);
// In milliseconds, or in microseconds where the number is too large for those.
Optional<core::Timestamp> read_time(const Parameters& parameters, std::string_view name);
core::Timestamp time_from(std::int64_t ms_or_us);
// The same as the end of a stretch of time that includes it: the beginning of the next unit.
Optional<core::Timestamp> read_end_time(const Parameters& parameters, std::string_view name);
// "true" or "false"; absent is false.
Result<bool> read_flag(const Parameters& parameters, std::string_view name);

// A number in 10^-8: "0.001" -> 100'000. More places are -1111.
Optional<base::Int128> read_decimal(const Parameters& parameters, std::string_view name);

// 1 to 36 of letters, digits and - _ . : /
Optional<core::ClientOrderId> read_client_order_id(const Parameters& parameters,
                                                   std::string_view name);

inline constexpr std::string_view legal_symbol = "^[A-Z0-9-_.]{1,20}$";
inline constexpr std::string_view legal_integer = "^[0-9]{1,20}$";
inline constexpr std::string_view legal_decimal = R"(^([0-9]{1,20})(\.[0-9]{1,20})?$)";
inline constexpr std::string_view legal_id = "^[a-zA-Z0-9-_]{1,36}$";

}  // namespace api::binance
