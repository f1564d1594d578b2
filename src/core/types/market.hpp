// Assets and markets, and the arithmetic between ticks, lots and amounts.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <vector>

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
    std::uint32_t iceberg_parts_max{10};   // slices of one iceberg order
    std::uint32_t iceberg_orders_max{10};  // of one account
    std::uint32_t parked_orders_max{20};   // of one account: stops, and pending legs of lists
    std::uint32_t order_lists_max{20};     // of one account
    std::uint32_t amends_max{10};          // of one order
    std::uint32_t trailing_min{10};        // basis points
    std::uint32_t trailing_max{2'000};
    // Price protection, in millionths of the reference price; 0: none. A limit outside of
    // [reference * down, reference * up] is refused.
    std::uint32_t price_up{};
    std::uint32_t price_down{};
    // Circuit breaker: a trade further than this from the reference price does not happen; the
    // market is put into a call auction for so long. 0: none.
    std::uint32_t breaker{};
    Duration breaker_pause{};

    friend bool operator==(const Market&, const Market&) = default;
};
BOOST_DESCRIBE_STRUCT(Market, (),
                      (id, symbol, base, quote, tick, lot, tick_lot, price_max, quantity_min,
                       quantity_max, market_quantity_max, notional_min, notional_max,
                       open_orders_max, maker_fee, taker_fee, self_trade_prevention, mode,
                       iceberg_parts_max, iceberg_orders_max, parked_orders_max, order_lists_max,
                       amends_max, trailing_min, trailing_max, price_up, price_down, breaker,
                       breaker_pause))

// What an account pays from so much of 30 days' volume on, in units of the tiers' asset.
struct FeeTier {
    Amount volume{};
    FeeRate maker{};
    FeeRate taker{};

    friend bool operator==(const FeeTier&, const FeeTier&) = default;
};
BOOST_DESCRIBE_STRUCT(FeeTier, (), (volume, maker, taker))

// Instead of the markets' own fees; none while there is no tier. By volume, the lowest first.
struct FeeTiers {
    AssetId asset{};  // that volumes are reckoned in
    std::vector<FeeTier> tiers{};

    friend bool operator==(const FeeTiers&, const FeeTiers&) = default;
};
BOOST_DESCRIBE_STRUCT(FeeTiers, (), (asset, tiers))

// What `quantity` costs at `price`, in units of the quote asset. Exact.
constexpr Amount notional(const Market& market, Price price, Quantity quantity) {
    return market.tick_lot * price.ticks * quantity.lots;
}

// What `quantity` is in units of the base asset. Exact.
constexpr Amount base_amount(const Market& market, Quantity quantity) {
    return market.lot * quantity.lots;
}

}  // namespace core
