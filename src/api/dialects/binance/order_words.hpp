// The words of one order in a request: on its own, or as a leg of a list, where its parameters have
// a prefix.
//
//     type=LIMIT&price=5...                read_order_words(parameters, plain_names)
//     aboveType=LIMIT_MAKER&abovePrice=5   read_order_words(parameters, above_names)
//
// Each word is checked by itself, then what its type must have and must not have. Numbers are in
// 10^-8; what they are in ticks and lots is new_order.hpp's to say.
#pragma once

#include <span>

#include "api/dialects/binance/reading.hpp"
#include "core/types/order.hpp"

namespace api::binance {

enum class ReplyForm : std::uint8_t { acknowledgement, result, full };

// The parameters of an order, each legal by itself.
struct Wish {
    std::string_view symbol;
    core::Side side{};
    core::OrderType type{};
    core::TimeInForce time_in_force{core::TimeInForce::gtc};
    core::SelfTradePrevention self_trade_prevention{};  // none chosen: the market's
    std::optional<base::Int128> price;
    std::optional<base::Int128> quantity;
    std::optional<base::Int128> quote_quantity;
    std::optional<base::Int128> stop;
    std::optional<std::int64_t> trailing;  // basis points
    std::optional<base::Int128> iceberg;   // nothing where it was zero
    std::int64_t strategy{};
    std::int64_t strategy_type{};
    core::ClientOrderId client_order_id;  // empty: one is drawn
    ReplyForm reply_form{};
};

// What they are called. An empty name: not to be had there.
struct OrderNames {
    std::string_view side;
    std::string_view quantity;
    std::string_view quote_quantity;
    std::string_view type;
    std::string_view client_order_id;
    std::string_view price;
    std::string_view stop;
    std::string_view trailing;
    std::string_view iceberg;
    std::string_view time_in_force;
    std::string_view strategy;
    std::string_view strategy_type;

    bool has(std::string_view name) const;
};
extern const OrderNames plain_names;
extern const OrderNames above_names;          // of an oco pair
extern const OrderNames below_names;          // of an oco pair
extern const OrderNames working_names;        // of oto and otoco
extern const OrderNames pending_names;        // of oto
extern const OrderNames pending_above_names;  // of otoco
extern const OrderNames pending_below_names;  // of otoco
extern const OrderNames limit_leg_names;      // of the old form of oco, whose types are not said
extern const OrderNames stop_leg_names;       // the same

// Of the type that is given where the request does not say one.
Result<Wish> read_order_words(const Parameters& parameters, const OrderNames& names,
                              std::optional<core::OrderType> given = {});
// After all words of a request were read: what this order must have, and must not have.
Result<void> check_combination(const Parameters& parameters, const OrderNames& names,
                               const Wish& wish);

Result<core::SelfTradePrevention> read_prevention(const Parameters& parameters);
// newOrderRespType, and otherwise `usual`.
Result<ReplyForm> read_reply_form(const Parameters& parameters, ReplyForm usual);

// -1104 unless every parameter is one of these, or of a signed request's own.
Result<void> check_all_known(const Parameters& parameters,
                             std::span<const OrderNames* const> orders,
                             std::span<const std::string_view> others);

}  // namespace api::binance
