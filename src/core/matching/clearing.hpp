// The price at which a call auction trades most.
//
//     buy  5 @ 102, 3 @ 100     101 trades 5, as does every price from 100 to 102; at 101 nobody is
//     sell 5 @ 100, 4 @ 102     left over, and it is the only such price
//
// Of all prices: where most is traded; of these where least is left over on one side; of these the
// nearest to the last trade's price, if there is one; of these the lowest.
//
// Cost: O(levels between the best prices).
#pragma once

#include <map>
#include <optional>

#include "base/int128.hpp"
#include "core/types/money.hpp"

namespace core {

// All that is wanted or offered at each price, in lots, what icebergs hide as well.
using Wanted = std::map<Price, base::Int128>;

struct Clearing {
    Price price;
    Quantity quantity;

    friend bool operator==(const Clearing&, const Clearing&) = default;
};

// Nothing where the sides do not meet. `last` is zero where nothing has been traded.
std::optional<Clearing> clearing_of(const Wanted& buys, const Wanted& sells, Price last);

}  // namespace core
