// How much each account has traded, by UTC day, for the fee tiers.
//
//     volumes.add(account, now, Amount{500});
//     volumes.of(account, now)      // the 30 days before today, and today
//
// Amounts are in the fee tiers' asset. When that becomes another one, all begins anew.
//
// Part of the state: changed by apply() alone.
// Cost     add: O(1) but for the first trade of a day. of: O(1) on a day with a trade before; else
//          O(31).
// Memory   32 bytes for each account and day with trades, 31 days at most.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <vector>

#include "core/types/ids.hpp"
#include "core/types/money.hpp"
#include "core/types/time.hpp"

namespace core {

class Volumes {
  public:
    struct Day {
        std::int64_t day{};  // since 1970-01-01
        Amount traded{};

        friend bool operator==(const Day&, const Day&) = default;
    };

    void add(AccountId account, Timestamp at, Amount traded);
    Amount of(AccountId account, Timestamp now) const;
    void clear() { rows_.clear(); }

    // An account's days, the earliest first; from a snapshot they are added in this order.
    std::uint64_t accounts_end() const { return rows_.size(); }
    const std::vector<Day>& days(AccountId account) const { return rows_[account.value].days; }
    void restore(AccountId account, const Day& day) { add_on(account, day.day, day.traded); }

    friend bool operator==(const Volumes&, const Volumes&) = default;

  private:
    struct Row {
        std::vector<Day> days;
        Amount sum;  // of all these days

        friend bool operator==(const Row&, const Row&) = default;
    };
    void add_on(AccountId account, std::int64_t day, Amount traded);

    std::vector<Row> rows_;  // [account]
};
BOOST_DESCRIBE_STRUCT(Volumes::Day, (), (day, traded))

}  // namespace core
