// A small house with one open market and three rich customers, to be traded in. For tests only.
//
//     TradingHouse town;
//     const OrderId ask = town.sell(bob, 5, 100);       // limit orders, good till cancelled
//     town.place(alice, {...});                         // any order; what follows is done as well
//     town.trades()                                     // "3@100 2@101"
//
// One lot at one tick costs one unit; there are no fees. After each command the invariants are
// asked, and the state is compared with what its snapshot makes of it.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "core/exchange/exchange.hpp"

namespace core::testing {

inline constexpr AssetId apl{1};
inline constexpr AssetId usd{2};
inline constexpr MarketId apples{1};
inline constexpr AccountId alice{3};
inline constexpr AccountId bob{4};
inline constexpr AccountId carol{5};
inline constexpr Timestamp opened_at{minutes(1'000).ns};

// Without the rare facts: a stop of its own, an iceberg, a date.
PlaceOrder limit_order(Side side, std::int64_t lots, std::int64_t price);
PlaceOrder stop_order(Side side, OrderType type, std::int64_t lots, std::int64_t stop,
                      std::int64_t limit = 0);

class TradingHouse {
  public:
    explicit TradingHouse(const Market& with = {});
    ~TradingHouse();
    TradingHouse(const TradingHouse&) = delete;
    TradingHouse& operator=(const TradingHouse&) = delete;

    // Sets what is available.
    void fund(AccountId account, AssetId asset, std::int64_t amount);

    // The command and what follows by itself; `events` has all that happened.
    Verdict ask(const Command& command, AccountId account = {});
    Verdict try_place(AccountId account, PlaceOrder order);
    OrderId place(AccountId account, const PlaceOrder& order);
    OrderId buy(AccountId account, std::int64_t lots, std::int64_t price);
    OrderId sell(AccountId account, std::int64_t lots, std::int64_t price);
    // A trade at this price, of bob and carol, that leaves nothing behind.
    void trade_at(std::int64_t price);
    void pass(Duration time) { state.stamp.time = state.stamp.time + time; }

    Amount available(AccountId account, AssetId asset) const;
    Amount held(AccountId account, AssetId asset) const;
    template <class Event>
    std::vector<Event> all() const {
        std::vector<Event> found;
        for (const auto& event : events) {
            if (const auto* one = std::get_if<Event>(&event)) found.push_back(*one);
        }
        return found;
    }
    // "3@100 2@101": what was traded.
    std::string trades() const;
    std::vector<OrderId> activated() const;
    // How the order ended in the last turn.
    CloseReason reason_of(OrderId order) const;

    State state;
    std::vector<Event> events;

  private:
    Verdict turn(const Command& command, const Envelope& envelope);
    void check() const;

    Draft draft_;
    std::uint64_t named_ = 0;
};

}  // namespace core::testing
