// Test money that customers take themselves, so that trying out ends in a real order.
#pragma once

#include "api/operations/handlers.hpp"

namespace api {

inline constexpr std::int64_t test_funds_whole_max = 1'000'000;  // units of the asset at once
inline constexpr std::size_t test_funds_per_day = 10;

namespace handlers {

void take_test_funds(const Call& call, Tell then);

}  // namespace handlers
}  // namespace api
