// The words of an order. The numbers are in journals: never reused, only added to.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>

#include "base/boxed.hpp"
#include "base/inline_vector.hpp"
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
    // These wait for the last trade's price to reach their stop. From then on they are market or
    // limit orders, and keep the name of their type.
    stop_loss = 4,          // buy: triggers at or above its stop; sell: at or below
    stop_loss_limit = 5,    // the same
    take_profit = 6,        // buy: triggers at or below its stop; sell: at or above
    take_profit_limit = 7,  // the same
};
BOOST_DESCRIBE_ENUM(OrderType, limit, market, limit_maker, stop_loss, stop_loss_limit, take_profit,
                    take_profit_limit)

// Whether it takes whatever price it meets: it has no limit of its own and never rests.
constexpr bool takes_any_price(OrderType type) {
    return type == OrderType::market || type == OrderType::stop_loss ||
           type == OrderType::take_profit;
}
constexpr bool has_trigger(OrderType type) { return type >= OrderType::stop_loss; }
// Whether the price that triggers it lies above the market; otherwise it lies below.
constexpr bool triggers_above(Side side, OrderType type) {
    const bool stop = type == OrderType::stop_loss || type == OrderType::stop_loss_limit;
    return stop == (side == Side::buy);
}

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
    no_liquidity = 5,   // the rest of a market order
    self_trade = 6,     // expired by self-trade prevention
    expired = 7,        // its time was over (good till date)
    list_sibling = 8,   // the other leg of its list traded or triggered
    list_failed = 9,    // the working order of its list ended unfilled
    unplaceable = 10,   // when its turn came, money or another rule was missing
    dead_man = 11,      // its owner's dead-man timer ran out
    disconnected = 12,  // the connection that it was bound to was lost
    price_range = 13,   // it would have traded outside the market's price range
};
BOOST_DESCRIBE_ENUM(CloseReason, filled, cancelled, ioc_unfilled, fok_unfilled, no_liquidity,
                    self_trade, expired, list_sibling, list_failed, unplaceable, dead_man,
                    disconnected, price_range)

enum class MarketMode : std::uint8_t { halt = 1, cancel_only = 2, auction = 3, open = 4 };
BOOST_DESCRIBE_ENUM(MarketMode, halt, cancel_only, auction, open)

// Why a market is in its mode. Clients see it.
enum class ModeReason : std::uint8_t {
    by_operator = 1,
    recovery = 2,       // the house had not stopped cleanly
    price_range = 3,    // a trade would have left the range around the reference price
    time = 4,           // what was announced came
    auction_ended = 5,  // the call auction has matched what it could
};
BOOST_DESCRIBE_ENUM(ModeReason, by_operator, recovery, price_range, time, auction_ended)

// What the owner calls an order. Unique among the account's open orders.
using ClientOrderId = base::Text<36>;

// What binds an order to others of the same owner, and lets him cancel them together.
using OrderTag = base::Text<32>;

// Why an open order is not in the book.
enum class Parking : std::uint8_t {
    none = 0,
    trigger = 1,  // the last price has not reached its stop
    list = 2,     // the working order of its list is not filled; nothing is held for it
};
BOOST_DESCRIBE_ENUM(Parking, none, trigger, list)

// What most orders do not have.
struct OrderTerms {
    // As asked for.
    Price stop{};                 // none: a trailing order that trails from the start
    std::uint32_t trailing{};     // distance of the trailing stop in basis points; 0: none
    Quantity display{};           // iceberg: how much of it others see at a time; 0: all
    Timestamp expires_at{never};  // good till date
    OrderTag tag{};
    std::uint64_t strategy{};  // the owner's own numbers, told back to him
    std::uint32_t strategy_type{};
    std::uint64_t session{};  // the connection that it was placed on, if bound to it; 0: none
    // Given by the core.
    OrderListId list{};
    Parking parking{};
    Price extreme{};              // the price that its stop trails: best since it began to; or none
    Timestamp working_at{never};  // when it was triggered or its list's turn came
    std::uint32_t amends{};

    friend bool operator==(const OrderTerms&, const OrderTerms&) = default;
};
BOOST_DESCRIBE_STRUCT(OrderTerms, (),
                      (stop, trailing, display, expires_at, tag, strategy, strategy_type, session,
                       list, parking, extreme, working_at, amends))

// One open order: in a book, or parked.
//
//     quantity = filled + prevented + leaves
//
// `limit` of a stop that becomes a market order is the price that its hold was reckoned at.
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
    base::Boxed<OrderTerms> terms{};

    friend bool operator==(const OpenOrder&, const OpenOrder&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenOrder, (),
                      (id, market, account, key, side, type, time_in_force, self_trade_prevention,
                       limit, quantity, leaves, prevented, filled_quote, client_order_id,
                       created_at, updated_at, terms))

inline Parking parking(const OpenOrder& order) {
    return order.terms ? order.terms->parking : Parking::none;
}
inline OrderListId list_of(const OpenOrder& order) {
    return order.terms ? order.terms->list : OrderListId{};
}

// Orders that depend on each other.
enum class ListKind : std::uint8_t {
    oco = 1,    // two legs: when one trades or triggers, the other ends
    oto = 2,    // a working order; when it is filled, the pending one is placed
    otoco = 3,  // a working order; when it is filled, an oco pair is placed
};
BOOST_DESCRIBE_ENUM(ListKind, oco, oto, otoco)

struct ListLeg {
    OrderId order{};
    ClientOrderId client_order_id{};

    friend bool operator==(const ListLeg&, const ListLeg&) = default;
};
BOOST_DESCRIBE_STRUCT(ListLeg, (), (order, client_order_id))

// A list of orders from its placing until its last leg is closed.
struct OrderList {
    OrderListId id{};
    MarketId market{};
    AccountId account{};
    KeyId key{};
    ListKind kind{};
    ClientOrderId client_list_id{};
    base::InlineVector<ListLeg, 3> legs{};  // the working order first; of a pair, the upper one
    Timestamp created_at{};

    friend bool operator==(const OrderList&, const OrderList&) = default;
};
BOOST_DESCRIBE_STRUCT(OrderList, (),
                      (id, market, account, key, kind, client_list_id, legs, created_at))

constexpr Quantity filled(const OpenOrder& order) {
    return order.quantity - order.leaves - order.prevented;
}

}  // namespace core
