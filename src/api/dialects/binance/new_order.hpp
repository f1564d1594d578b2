// What a client may say of a new order, and what it means in this house.
//
//     symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=20000
//     read_wish(parameters)       the words: checked without knowing any market
//     order_of(wish, ...)         the order in ticks and lots, once the market is known
//
// Checked in the order that clients expect: names, numbers and words (-11xx), then the market
// (-1121), then its filters (-1013). What is left is the core's to judge.
#pragma once

#include "api/dialects/binance/reading.hpp"
#include "core/exchange/catalogue.hpp"
#include "core/types/command.hpp"

namespace api::binance {

enum class ReplyForm : std::uint8_t { acknowledgement, result, full };

// The parameters of an order, each legal by itself. Numbers are in 10^-8.
struct Wish {
    std::string_view symbol;
    core::Side side{};
    core::OrderType type{};
    core::TimeInForce time_in_force{core::TimeInForce::gtc};
    core::SelfTradePrevention self_trade_prevention{};  // none chosen: the market's
    std::optional<base::Int128> price;
    std::optional<base::Int128> quantity;
    std::optional<base::Int128> quote_quantity;
    core::ClientOrderId client_order_id;  // empty: one is drawn
    ReplyForm reply_form{};
};

enum class OrderPath : std::uint8_t { place, test };
Result<Wish> read_wish(const Parameters& parameters, OrderPath path);

Result<core::PlaceOrder> order_of(const Wish& wish, const core::Market& market,
                                  const core::Catalogue& catalogue);

}  // namespace api::binance
