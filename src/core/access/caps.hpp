// What a key's caps still allow, and what an operation uses of them.
//
//     order, 1000 USDT a day, 900 used:
//         left_of(cap, used, now)                  -> 100 USDT, until midnight UTC
//         use_cap(cap, used, {Amount{100}}, now)   -> 1000 used
//         use_cap(cap, used, {Amount{101}}, now)   -> cap_exceeded: 100 available, 101 needed
//
// Periods are those of the calendar in UTC: an hour, a day, a week from Monday, a month. A cap per
// transaction remembers nothing; one for the lifetime never starts anew. What is said to be left
// is what the next decision lets through, to the unit. Pure.
#pragma once

#include <optional>

#include "core/access/keys.hpp"
#include "core/types/access.hpp"
#include "core/types/rejection.hpp"

namespace core {

// The period that `now` is in. Per transaction it is this very moment.
struct Period {
    Timestamp since;
    Timestamp until;  // when the next one begins; `never` for a lifetime

    friend bool operator==(const Period&, const Period&) = default;
};
Period period_of(CapPeriod per, Timestamp now);

// What one operation counts for: its amount in the cap's asset, where the cap has one.
struct Worth {
    Amount amount;
};

struct Left {
    std::optional<Amount> amount;  // nothing where the cap limits none
    std::optional<std::uint64_t> count;
    Timestamp until;  // when it starts anew

    friend bool operator==(const Left&, const Left&) = default;
};
Left left_of(const Cap& cap, const CapUse& used, Timestamp now);

// The same for a key in the state; `place` is the cap's place in its rules.
Left remaining(const Keys& keys, KeyId key, std::size_t place, Timestamp now);

// What is used of the cap once this operation is done.
// Rejects  cap_exceeded: `available` and `needed` in the cap's asset, or without an asset where it
//          is the count that is used up; `until`: when it starts anew. Its field is not set: see
//          name_of().
std::expected<CapUse, Rejection> use_cap(const Cap& cap, const CapUse& used, Worth worth,
                                         Timestamp now);

// Whether uses of this cap are remembered; not so per transaction.
bool is_counted(const Cap& cap);

// "order/day/USDT", or "order/day" where the code is empty.
base::Text<40> name_of(const Cap& cap, std::string_view asset_code);

}  // namespace core
