// The fields of the order rows. Only order_rows.hpp needs them.
#pragma once

#include "api/operations/table_fields.hpp"

namespace api::fields {

inline constexpr std::string_view order_types =
    "limit|market|limit_maker|stop_loss|stop_loss_limit|take_profit|take_profit_limit";

// In a path.
inline constexpr Field order_id{"order_id", path, FieldType::id, true};
inline constexpr Field client_order_id{"client_order_id", path, FieldType::text, true};
inline constexpr Field list_id{"list_id", path, FieldType::id, true};
inline constexpr Field client_list_id{"client_list_id", path, FieldType::text, true};

// What describes a new order, wherever it stands.
inline constexpr Field traded_in{"market", body, FieldType::market,
                                 true,     {},   "symbol, e.g. BTCUSDT"};
inline constexpr Field side{"side", body, FieldType::choice, true, "buy|sell"};
inline constexpr Field type{"type", body, FieldType::choice, true, order_types};
inline constexpr Field time_in_force{"time_in_force", body,          FieldType::choice,
                                     false,           "gtc|ioc|fok", "with a price; default gtc"};
inline constexpr Field price{"price", body, FieldType::decimal,
                             false,   {},   "of limit, limit_maker and ..._limit orders",
                             "20000"};
inline constexpr Field quantity{"quantity",          body,  FieldType::decimal, false, {},
                                "of the base asset", "0.01"};
inline constexpr Field quote_amount{
    "quote_amount", body, FieldType::decimal,
    false,          {},   "market orders, in place of quantity: spend or earn at most this"};
inline constexpr Field stop_price{
    "stop_price",
    body,
    FieldType::decimal,
    false,
    {},
    "of stop_loss... and take_profit... orders: the last price that triggers them; beside a "
    "trailing distance, the price that it begins to trail at"};
inline constexpr Field trailing_bps{
    "trailing_bps", body, FieldType::integer,
    false,          {},   "the stop follows the best price at this distance, in basis points"};
inline constexpr Field trailing_percent{
    "trailing_percent", body, FieldType::decimal, false, {}, "the same in percent: 1.5"};
inline constexpr Field display_quantity{"display_quantity",
                                        body,
                                        FieldType::decimal,
                                        false,
                                        {},
                                        "iceberg: what others see at a time; gtc"};
inline constexpr Field expires_at{"expires_at", body, FieldType::time,
                                  false,        {},   "good till then; gtc"};
inline constexpr Field tag{"tag", body, FieldType::text,
                           false, {},   "binds orders together: 1 to 32 of A-Za-z0-9-_.:/"};
inline constexpr Field own_order_id{"client_order_id",          body, FieldType::text, false, {},
                                    "1 to 36 of A-Za-z0-9-_.:/"};
inline constexpr Field self_trade_prevention{
    "self_trade_prevention", body, FieldType::choice, false, preventions, "default: the market's"};
inline constexpr Field stream_id{"stream_id", body, FieldType::id,
                                 false,       {},   "cancelled when this stream of yours is lost"};
inline constexpr Field of_tag{"tag", query, FieldType::text, false, {}, "only with this tag"};
inline constexpr Field only{"only",
                            query,
                            FieldType::choice,
                            false,
                            "any|unfilled|partially_filled",
                            "cancel_restricted when the order is not so"};

inline constexpr Field place_fields[] = {
    traded_in,        side,         type,       time_in_force, price,
    quantity,         quote_amount, stop_price, trailing_bps,  trailing_percent,
    display_quantity, expires_at,   tag,        own_order_id,  self_trade_prevention,
    stream_id,
};
inline constexpr Field cancel_fields[] = {order_id, only};
inline constexpr Field client_cancel_fields[] = {client_order_id, only};
inline constexpr Field order_fields[] = {order_id};
inline constexpr Field client_order_fields[] = {client_order_id};
inline constexpr Field cancel_all_fields[] = {of_market, of_tag};
inline constexpr Field list_orders_fields[] = {
    of_market, {"status", query, FieldType::choice, false, "open|closed|all", "default open"},
    of_tag,    since,
    limit,     cursor};

inline constexpr Field amended_quantity{"quantity",
                                        body,
                                        FieldType::decimal,
                                        true,
                                        {},
                                        "the new whole: more than is filled, less than "
                                        "it was",
                                        "0.005"};
inline constexpr Field new_client_order_id{"new_client_order_id", body, FieldType::text, false, {},
                                           "default: as it was"};
inline constexpr Field amend_fields[] = {order_id, amended_quantity, new_client_order_id};
inline constexpr Field client_amend_fields[] = {client_order_id, amended_quantity,
                                                new_client_order_id};

inline constexpr Field replace_fields[] = {
    {"cancel_order_id", body, FieldType::id, false, {}, "the order to cancel; or"},
    {"cancel_client_order_id", body, FieldType::text, false, {}, "by its owner's name"},
    {"only", body, FieldType::choice, false, "any|unfilled|partially_filled",
     "cancel it only if it is so"},
    {"when_not_cancelled", body, FieldType::choice, false, "stop|place",
     "whether the new order is placed all the same; default stop"},
    traded_in,
    side,
    type,
    time_in_force,
    price,
    quantity,
    quote_amount,
    stop_price,
    trailing_bps,
    trailing_percent,
    display_quantity,
    expires_at,
    tag,
    own_order_id,
    self_trade_prevention,
    stream_id,
};

inline constexpr Field leg_fields[] = {
    side,
    type,
    time_in_force,
    price,
    quantity,
    stop_price,
    trailing_bps,
    trailing_percent,
    display_quantity,
    expires_at,
    tag,
    own_order_id,
    self_trade_prevention,
};
inline constexpr Field place_list_fields[] = {
    traded_in,
    {"kind", body, FieldType::choice, true, "oco|oto|otoco",
     "oco: one cancels the other; oto: the second is placed when the first is filled; otoco: a "
     "pair is"},
    {"client_list_id", body, FieldType::text, false, {}, "1 to 36 of A-Za-z0-9-_.:/"},
    {.name = "orders",
     .place = body,
     .type = FieldType::objects,
     .required = true,
     .about = "oco: the upper one, the lower one; else the working order first",
     .example = R"([{"side":"sell","type":"limit_maker","price":"90000","quantity":"0.01"},)"
                R"({"side":"sell","type":"stop_loss","stop_price":"10000","quantity":"0.01"}])",
     .of = leg_fields},
    stream_id,
};
inline constexpr Field order_list_fields[] = {list_id};
inline constexpr Field client_list_fields[] = {client_list_id};
inline constexpr Field list_lists_fields[] = {
    of_market,
    {"status", query, FieldType::choice, false, "open|done|all", "default open"},
    since,
    limit,
    cursor};

inline constexpr Field set_dead_man_fields[] = {
    {"timeout_seconds", body, FieldType::integer, true, {}, "1 to 86400", "60"},
    {"market", body, FieldType::market, false, {}, "only orders of this market"},
    {"tag", body, FieldType::text, false, {}, "only orders with this tag"},
};
inline constexpr Field drop_dead_man_fields[] = {of_market, of_tag};

}  // namespace api::fields
