#include "core/matching/clearing.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>
#include <tuple>

namespace core {
namespace {

using base::Int128;

// Goes through the prices from the lowest up.
class Search {
  public:
    explicit Search(Price last) : last_{last} {}

    void consider(std::int64_t price, Int128 demand, Int128 supply) {
        const Int128 volume = std::min(demand, supply);
        const Int128 surplus = std::max(demand, supply) - volume;
        const std::int64_t away = last_ == Price{} ? 0 : std::abs(price - last_.ticks);
        const Rank rank{-volume, surplus, away, price};
        if (!best_ || rank < *best_) best_ = rank;
    }
    // Between two levels all prices trade the same.
    void consider_between(std::int64_t low, std::int64_t high, Int128 demand, Int128 supply) {
        if (high - low > 1) {
            consider(std::clamp(last_.ticks, low + 1, high - 1), demand, supply);
        }
    }
    std::optional<Clearing> found() const {
        if (!best_ || std::get<0>(*best_) == 0) return std::nullopt;
        return Clearing{Price{std::get<3>(*best_)},
                        Quantity{static_cast<std::int64_t>(-std::get<0>(*best_))}};
    }

  private:
    using Rank = std::tuple<Int128, Int128, std::int64_t, std::int64_t>;

    Price last_;
    std::optional<Rank> best_;
};

Int128 at(const Wanted& wanted, Price price) {
    const auto found = wanted.find(price);
    return found == wanted.end() ? 0 : found->second;
}

}  // namespace

std::optional<Clearing> clearing_of(const Wanted& buys, const Wanted& sells, Price last) {
    std::set<Price> prices;
    Int128 demand = 0;
    Int128 supply = 0;
    for (const auto& [price, lots] : buys) {
        prices.insert(price);
        demand += lots;
    }
    for (const auto& [price, lots] : sells) prices.insert(price);
    Search search{last};
    for (auto price = prices.begin(); price != prices.end(); ++price) {
        supply += at(sells, *price);
        search.consider(price->ticks, demand, supply);
        demand -= at(buys, *price);
        const auto next = std::next(price);
        if (next == prices.end()) break;
        search.consider_between(price->ticks, next->ticks, demand, supply);
    }
    return search.found();
}

}  // namespace core
