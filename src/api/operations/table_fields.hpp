// The fields of the operations table, by subject. Only table.cpp needs them.
#pragma once

#include "api/operations/key_fields.hpp"

namespace api::fields {

using enum FieldPlace;

// Fields that several operations take.
inline constexpr Field in_market{"market", path, FieldType::market,
                                 true,     {},   "symbol, e.g. BTCUSDT"};
inline constexpr Field of_market{"market", query, FieldType::market,
                                 false,    {},    "only of this market"};
inline constexpr Field limit{"limit", query, FieldType::integer, false, {}, "at most so many rows"};
inline constexpr Field cursor{"cursor", query, FieldType::text,
                              false,    {},    "`next` of the page before"};
inline constexpr Field since{"since", query, FieldType::time, false, {}, "nothing older"};
inline constexpr Field until{"until", query, FieldType::time, false, {}, "nothing as new or newer"};
inline constexpr Field customer_id{"customer_id", path, FieldType::id, true};
inline constexpr Field account_id{"account_id", path, FieldType::id, true};

inline constexpr Field market_fields[] = {in_market};
inline constexpr Field book_fields[] = {in_market, limit};
inline constexpr Field trades_fields[] = {in_market, limit, cursor};
inline constexpr Field candles_fields[] = {in_market,
                                           {"interval", query, FieldType::choice, true,
                                            "1s|1m|3m|5m|15m|30m|1h|2h|4h|6h|8h|12h|1d|3d|1w|1M"},
                                           since,
                                           until,
                                           limit};

inline constexpr std::string_view preventions =
    "none|expire_taker|expire_maker|expire_both|decrement";
inline constexpr Field list_fills_fields[] = {
    of_market, {"order_id", query, FieldType::id, false}, since, limit, cursor};
inline constexpr Field list_ledger_fields[] = {
    {"asset", query, FieldType::asset, false, {}, "only of this asset"}, limit, cursor};

inline constexpr Field customer_fields[] = {customer_id};
inline constexpr Field account_fields[] = {account_id};
inline constexpr Field list_accounts_fields[] = {{"customer_id", query, FieldType::id, false}};
inline constexpr Field page_fields[] = {limit, cursor};
inline constexpr Field fund_fields[] = {
    account_id,
    {"asset", body, FieldType::asset, true},
    {"amount", body, FieldType::decimal, true},
};

inline constexpr Field create_key_fields[] = {
    {"account_id", body, FieldType::id, true},
    {"algorithm", body, FieldType::choice, true, "ed25519|hmac-sha256|rsa"},
    public_key_of_key,
    active_key,
    name_rule,
    purpose_rule,
    tags_rule,
    scopes_rule,
    permissions_rule,
    template_rule,
    read_only_rule,
    ip_allow_rule,
    ip_deny_rule,
    markets_rule,
    assets_rule,
    networks_rule,
    addresses_rule,
    caps_rule,
    not_before_rule,
    expires_at_rule,
    idle_days_rule,
    withdraw_factor_rule,
    delegate_rule};
inline constexpr Field edit_key_fields[] = {key_name,
                                            name_rule,
                                            purpose_rule,
                                            tags_rule,
                                            scopes_rule,
                                            permissions_rule,
                                            template_rule,
                                            read_only_rule,
                                            ip_allow_rule,
                                            ip_deny_rule,
                                            markets_rule,
                                            assets_rule,
                                            networks_rule,
                                            addresses_rule,
                                            caps_rule,
                                            not_before_rule,
                                            expires_at_rule,
                                            idle_days_rule,
                                            withdraw_factor_rule,
                                            delegate_rule};
inline constexpr Field key_fields[] = {key_name};
inline constexpr Field list_keys_fields[] = {{"customer_id", query, FieldType::id, false}};

inline constexpr Field of_customer{"customer_id", query, FieldType::id, false};
inline constexpr Field of_code{"code", query, FieldType::text,
                               false,  {},    "only with this refusal code"};
inline constexpr Field list_access_fields[] = {
    {"key", query, FieldType::text, false, {}, "its public name as it was sent, or its id"},
    of_customer,
    {"ip", query, FieldType::text, false, {}, "from this address"},
    of_code,
    since,
    until,
    limit,
    cursor};
inline constexpr Field list_commands_fields[] = {
    of_customer,
    {"account_id", query, FieldType::id, false},
    {"key", query, FieldType::text, false, {}, "its public name, or its id"},
    {"user_id", query, FieldType::id, false},
    {"session_id", query, FieldType::id, false},
    {"surface", query, FieldType::choice, false, "api|web|bot|system|cli"},
    {"command", query, FieldType::text, false, {}, "e.g. PlaceOrder, SetKeyStatus"},
    of_code,
    since,
    until,
    limit,
    cursor};

inline constexpr Field define_asset_fields[] = {
    {"code", body, FieldType::text, true},
    {"name", body, FieldType::text, true},
    {"decimals", body, FieldType::integer, true},
    {"chain_decimals", body, FieldType::integer, false, {}, "default: decimals"},
    {"network", body, FieldType::text, false, {}, "default: code"},
};
inline constexpr Field define_market_fields[] = {
    {"base", body, FieldType::asset, true},
    {"quote", body, FieldType::asset, true},
    {"tick_size", body, FieldType::decimal, true, {}, "of the quote asset"},
    {"lot_size", body, FieldType::decimal, true, {}, "of the base asset"},
    {"price_max", body, FieldType::decimal, true},
    {"quantity_min", body, FieldType::decimal, false, {}, "default: one lot"},
    {"quantity_max", body, FieldType::decimal, true},
    {"market_quantity_max", body, FieldType::decimal, false, {}, "default: quantity_max"},
    {"notional_min", body, FieldType::decimal, true},
    {"notional_max", body, FieldType::decimal, true},
    {"open_orders_max", body, FieldType::integer, false, {}, "of one account; default 200"},
    {"maker_fee", body, FieldType::decimal, true, {}, "a share: 0.001 is 0.1 %"},
    {"taker_fee", body, FieldType::decimal, true, {}, "a share: 0.001 is 0.1 %"},
    {"self_trade_prevention", body, FieldType::choice, false, preventions, "default none"},
    {"mode", body, FieldType::choice, false, "halt|cancel_only|auction|open", "default open"},
    {"iceberg_parts_max", body, FieldType::integer, false, {}, "slices of one order; default 10"},
    {"iceberg_orders_max", body, FieldType::integer, false, {}, "of one account; default 10"},
    {"parked_orders_max", body, FieldType::integer, false, {}, "of one account; default 20"},
    {"order_lists_max", body, FieldType::integer, false, {}, "of one account; default 20"},
    {"amends_max", body, FieldType::integer, false, {}, "of one order; default 10"},
    {"trailing_bps_min", body, FieldType::integer, false, {}, "default 10"},
    {"trailing_bps_max", body, FieldType::integer, false, {}, "default 2000"},
    {"price_up", body, FieldType::decimal, false, {}, "no limit above this share of the reference"},
    {"price_down", body, FieldType::decimal, false, {}, "no limit below it, e.g. 0.2"},
    {"breaker", body, FieldType::decimal, false, {}, "no trade further than this share from it"},
    {"breaker_pause_seconds", body, FieldType::integer, false, {}, "of that auction; default 60"},
};
inline constexpr Field set_mode_fields[] = {
    in_market,
    {"mode", body, FieldType::choice, true, "halt|cancel_only|auction|open"},
    {"reopens_at", body, FieldType::time, false, {}, "when it opens by itself"},
};

inline constexpr Field fee_tier_fields[] = {
    {"volume", body, FieldType::decimal, true, {}, "from so much on, of the asset", "100000"},
    {"maker", body, FieldType::decimal, true, {}, "a share: 0.001 is 0.1 %", "0.0009"},
    {"taker", body, FieldType::decimal, true, {}, "a share: 0.001 is 0.1 %", "0.001"},
};
inline constexpr Field set_fee_tiers_fields[] = {
    {"asset", body, FieldType::asset, true, {}, "that volumes are reckoned in", "USDT"},
    {.name = "tiers",
     .place = body,
     .type = FieldType::objects,
     .required = true,
     .about = "the lowest volume first; none: the markets' own rates",
     .of = fee_tier_fields},
};

}  // namespace api::fields
