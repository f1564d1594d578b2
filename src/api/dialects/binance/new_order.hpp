// What a client may say of a new order, and what it means in this house.
//
//     symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=20000
//     read_wish(parameters)       the words: checked without knowing any market
//     order_of(wish, ...)         the order in ticks and lots, once the market is known
//
// Checked in the order that clients expect: names, numbers and words (-11xx), then the market
// (-1121), then its filters (-1013). What is left is the core's to judge.
#pragma once

#include "api/dialects/binance/order_words.hpp"
#include "core/exchange/catalogue.hpp"
#include "core/types/command.hpp"

namespace api::binance {

enum class OrderPath : std::uint8_t { place, test, sor, sor_test, cancel_replace };
Result<Wish> read_wish(const Parameters& parameters, OrderPath path);

Result<core::PlaceOrder> order_of(const Wish& wish, const core::Market& market,
                                  const core::Catalogue& catalogue);

// A quantity as it may be asked for: in lots, within the market's bounds.
Result<core::Quantity> quantity_of(base::Int128 number, core::OrderType type,
                                   const core::Market& market, const core::Catalogue& catalogue);

}  // namespace api::binance
