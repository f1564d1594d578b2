// A key's caps as people write them: one text each.
//
//     "order/day/USDT amount=10000 count=500"     500 orders a day, worth 10,000 USDT together
//     "withdraw/transaction/BTC amount=0.5"
//     "order/hour count=60"                       over all assets: a count alone
//
//     cap    = action "/" period ["/" asset] 1*(" " limit)
//     action = "order" / "convert" / "transfer" / "withdraw"
//     period = "transaction" / "hour" / "day" / "week" / "month" / "lifetime"
//     limit  = "amount=" decimal / "count=" integer          each at most once
//
// What format_cap() writes, parse_cap() reads as the same cap.
// Errors: malformed_field "caps" with the reason not_a_cap, not_one_of, not_a_number, out_of_range,
// too_many_places; not_found "caps" for an unknown asset. Whether the caps of a key go together is
// the core's to judge (core/access/key_rules).
#pragma once

#include <string>
#include <string_view>

#include "api/operations/house.hpp"

namespace api {

Answer<core::Cap> parse_cap(const core::Catalogue& catalogue, std::string_view text);
std::string format_cap(const core::Catalogue& catalogue, const core::Cap& cap);

// "order/day/USDT": which cap it is, whatever it allows.
std::string name_of_cap(const core::Catalogue& catalogue, const core::Cap& cap);

}  // namespace api
