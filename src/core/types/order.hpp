// The words of an order. The numbers are in journals: never reused, only added to.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>

#include "base/text.hpp"
#include "core/types/ids.hpp"
#include "core/types/money.hpp"
#include "core/types/time.hpp"

namespace core {

enum class Side : std::uint8_t { buy = 1, sell = 2 };
BOOST_DESCRIBE_ENUM(Side, buy, sell)

constexpr Side opposite(Side side) { return side == Side::buy ? Side::sell : Side::buy; }

enum class OrderType : std::uint8_t {
    limit = 1,
    market = 2,
    limit_maker = 3,  // post-only: rejected when it would match at once
};
BOOST_DESCRIBE_ENUM(OrderType, limit, market, limit_maker)

enum class TimeInForce : std::uint8_t {
    gtc = 1,  // good till cancelled
    ioc = 2,  // immediate or cancel: what does not match at once expires
    fok = 3,  // fill or kill: all at once or nothing
};
BOOST_DESCRIBE_ENUM(TimeInForce, gtc, ioc, fok)

// What happens when both sides of a match are the same account. The taker's mode decides.
enum class SelfTradePrevention : std::uint8_t {
    none = 1,          // the trade happens
    expire_taker = 2,  // what is left of the taker expires
    expire_maker = 3,  // the maker expires, matching goes on
    expire_both = 4,
    decrement = 5,  // both shrink by the smaller quantity; who reaches zero expires
};
BOOST_DESCRIBE_ENUM(SelfTradePrevention, none, expire_taker, expire_maker, expire_both, decrement)

enum class CloseReason : std::uint8_t {
    filled = 1,
    cancelled = 2,     // asked for by the owner, or by the operator
    ioc_unfilled = 3,  // the rest of an immediate-or-cancel order
    fok_unfilled = 4,
    no_liquidity = 5,  // the rest of a market order
    self_trade = 6,    // expired by self-trade prevention
};
BOOST_DESCRIBE_ENUM(CloseReason, filled, cancelled, ioc_unfilled, fok_unfilled, no_liquidity,
                    self_trade)

enum class MarketMode : std::uint8_t { halt = 1, cancel_only = 2, auction = 3, open = 4 };
BOOST_DESCRIBE_ENUM(MarketMode, halt, cancel_only, auction, open)

// What the owner calls an order. Unique among the account's open orders.
using ClientOrderId = base::Text<36>;

// One order that rests in a book.
//
//     quantity = filled + prevented + leaves
struct OpenOrder {
    OrderId id;
    MarketId market;
    AccountId account;
    KeyId key;  // the key that placed it
    Side side{};
    OrderType type{};
    TimeInForce time_in_force{};
    SelfTradePrevention self_trade_prevention{};
    Price limit;
    Quantity quantity;    // as asked for
    Quantity leaves;      // what can still trade
    Quantity prevented;   // taken away by self-trade prevention
    Amount filled_quote;  // what its trades have cost or brought, before fees
    ClientOrderId client_order_id;
    Timestamp created_at;
    Timestamp updated_at;

    friend bool operator==(const OpenOrder&, const OpenOrder&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenOrder, (),
                      (id, market, account, key, side, type, time_in_force, self_trade_prevention,
                       limit, quantity, leaves, prevented, filled_quote, client_order_id,
                       created_at, updated_at))

constexpr Quantity filled(const OpenOrder& order) {
    return order.quantity - order.leaves - order.prevented;
}

}  // namespace core
