// What has happened: facts with absolute results. The only thing that changes state.
// Type numbers are in journals: never reused. Fields are only ever appended.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <variant>

#include "core/types/access.hpp"
#include "core/types/command.hpp"
#include "core/types/market.hpp"
#include "core/types/order.hpp"
#include "core/types/posting.hpp"

namespace core {

struct HouseOpened {
    static constexpr std::uint16_t type_number = 1;
    Environment environment{};
    std::uint64_t hash_key_first{};
    std::uint64_t hash_key_second{};
};
BOOST_DESCRIBE_STRUCT(HouseOpened, (), (environment, hash_key_first, hash_key_second))

struct AssetDefined {
    static constexpr std::uint16_t type_number = 2;
    Asset asset;
};
BOOST_DESCRIBE_STRUCT(AssetDefined, (), (asset))

struct MarketDefined {
    static constexpr std::uint16_t type_number = 3;
    Market market;
};
BOOST_DESCRIBE_STRUCT(MarketDefined, (), (market))

struct MarketModeChanged {
    static constexpr std::uint16_t type_number = 4;
    MarketId market;
    MarketMode mode{};
    Timestamp reopens_at{never};
};
BOOST_DESCRIBE_STRUCT(MarketModeChanged, (), (market, mode, reopens_at))

struct CustomerRegistered {
    static constexpr std::uint16_t type_number = 5;
    Customer customer;
};
BOOST_DESCRIBE_STRUCT(CustomerRegistered, (), (customer))

struct AccountOpened {
    static constexpr std::uint16_t type_number = 6;
    Account account;
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (account))

struct CustomerStatusChanged {
    static constexpr std::uint16_t type_number = 7;
    CustomerId customer;
    bool verified{};
    bool suspended{};
};
BOOST_DESCRIBE_STRUCT(CustomerStatusChanged, (), (customer, verified, suspended))

struct KeyCreated {
    static constexpr std::uint16_t type_number = 8;
    Key key;
};
BOOST_DESCRIBE_STRUCT(KeyCreated, (), (key))

struct KeyEdited {
    static constexpr std::uint16_t type_number = 9;
    KeyId key;
    KeyRules rules;
};
BOOST_DESCRIBE_STRUCT(KeyEdited, (), (key, rules))

struct KeyStatusChanged {
    static constexpr std::uint16_t type_number = 10;
    KeyId key;
    KeyStatus status{};
};
BOOST_DESCRIBE_STRUCT(KeyStatusChanged, (), (key, status))

// The order is the market's taker from now until OrderRested or OrderClosed.
struct OrderAccepted {
    static constexpr std::uint16_t type_number = 11;
    OpenOrder order;
    Amount quote_amount;  // what a market order by quote amount asked for
};
BOOST_DESCRIBE_STRUCT(OrderAccepted, (), (order, quote_amount))

// One match. The buyer pays `quote` and its fee in base, the seller gets `quote` less its fee.
struct Traded {
    static constexpr std::uint16_t type_number = 12;
    MarketId market;
    TradeId trade;
    OrderId maker;
    OrderId taker;
    AccountId maker_account;
    AccountId taker_account;
    Side taker_side{};
    Price price;
    Quantity quantity;
    Amount quote;
    Amount maker_fee;  // in the asset that the maker receives
    Amount taker_fee;  // in the asset that the taker receives
};
BOOST_DESCRIBE_STRUCT(Traded, (),
                      (market, trade, maker, taker, maker_account, taker_account, taker_side, price,
                       quantity, quote, maker_fee, taker_fee))

// Self-trade prevention took `quantity` away from an order that is taker or rests.
struct OrderDecremented {
    static constexpr std::uint16_t type_number = 13;
    MarketId market;
    OrderId order;
    Quantity quantity;
};
BOOST_DESCRIBE_STRUCT(OrderDecremented, (), (market, order, quantity))

// What is left of the taker rests in the book, behind all others at its price.
struct OrderRested {
    static constexpr std::uint16_t type_number = 14;
    MarketId market;
    OrderId order;
};
BOOST_DESCRIBE_STRUCT(OrderRested, (), (market, order))

struct OrderClosed {
    static constexpr std::uint16_t type_number = 15;
    MarketId market;
    OrderId order;
    AccountId account;
    CloseReason reason{};
};
BOOST_DESCRIBE_STRUCT(OrderClosed, (), (market, order, account, reason))

struct Posted {
    static constexpr std::uint16_t type_number = 16;
    PostingReason reason{};
    Postings postings;
};
BOOST_DESCRIBE_STRUCT(Posted, (), (reason, postings))

// Idempotency outcomes and nonces whose time ended by then are gone.
struct MemoryForgotten {
    static constexpr std::uint16_t type_number = 17;
    Timestamp until;
};
BOOST_DESCRIBE_STRUCT(MemoryForgotten, (), (until))

struct Recovered {
    static constexpr std::uint16_t type_number = 18;
    bool clean{};
    std::uint64_t discarded_bytes{};
};
BOOST_DESCRIBE_STRUCT(Recovered, (), (clean, discarded_bytes))

using Event = std::variant<HouseOpened, AssetDefined, MarketDefined, MarketModeChanged,
                           CustomerRegistered, AccountOpened, CustomerStatusChanged, KeyCreated,
                           KeyEdited, KeyStatusChanged, OrderAccepted, Traded, OrderDecremented,
                           OrderRested, OrderClosed, Posted, MemoryForgotten, Recovered>;

}  // namespace core
