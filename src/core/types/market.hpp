// Assets and markets, and the arithmetic between ticks, lots and amounts.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>

#include "base/text.hpp"
#include "core/types/ids.hpp"
#include "core/types/money.hpp"
#include "core/types/order.hpp"

namespace core {

struct Asset {
    AssetId id;
    base::Text<12> code;            // "BTC"
    base::Text<32> name;            // "Bitcoin"
    std::uint8_t decimals{};        // of one unit in the ledger: 8 means satoshi
    std::uint8_t chain_decimals{};  // of one unit on its chain
    base::Text<16> network;         // "BTC", "ETH": the network it moves on by default

    friend bool operator==(const Asset&, const Asset&) = default;
};
BOOST_DESCRIBE_STRUCT(Asset, (), (id, code, name, decimals, chain_decimals, network))

// Where one asset (base) is priced in another (quote).
//
//     BTCUSDT: one lot is 0.00001 BTC = 1,000 units, one tick 0.01 USDT per BTC = 1,000,000 units
//     tick_lot = 1,000,000 * 1,000 / 10^8 = 10: one lot at one tick costs 10 units of USDT
//
// tick_lot is a whole number, so a trade never rounds; a market where it is not is refused.
struct Market {
    MarketId id;
    base::Text<20> symbol;  // "BTCUSDT"
    AssetId base;
    AssetId quote;
    Amount tick;      // quote units that one tick adds to the price of one whole base asset
    Amount lot;       // base units in one lot
    Amount tick_lot;  // quote units that one lot costs at one tick
    Price price_max;  // at least one tick, at most this
    Quantity quantity_min;
    Quantity quantity_max;
    Quantity market_quantity_max;  // the same for market orders
    Amount notional_min;           // quote units
    Amount notional_max;
    std::uint32_t open_orders_max{};  // of one account
    FeeRate maker_fee;
    FeeRate taker_fee;
    SelfTradePrevention self_trade_prevention{};  // when the order names none
    MarketMode mode{};

    friend bool operator==(const Market&, const Market&) = default;
};
BOOST_DESCRIBE_STRUCT(Market, (),
                      (id, symbol, base, quote, tick, lot, tick_lot, price_max, quantity_min,
                       quantity_max, market_quantity_max, notional_min, notional_max,
                       open_orders_max, maker_fee, taker_fee, self_trade_prevention, mode))

// What `quantity` costs at `price`, in units of the quote asset. Exact.
constexpr Amount notional(const Market& market, Price price, Quantity quantity) {
    return market.tick_lot * price.ticks * quantity.lots;
}

// What `quantity` is in units of the base asset. Exact.
constexpr Amount base_amount(const Market& market, Quantity quantity) {
    return market.lot * quantity.lots;
}

}  // namespace core
