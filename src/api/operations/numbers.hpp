// Decimal texts of callers as the house's ticks, lots and amounts; and times as texts.
//
//     read_price(market, assets, "price", "101.25")   -> Price{10125} in a market of tick 0.01
//     read_price(market, assets, "price", "101.255")  -> price_filter, field price
//     read_price(market, assets, "price", "1e5")      -> malformed_field, reason not_a_number
//
// Exact, or refused; nothing rounds. Errors: malformed_field (reason not_a_number, negative,
// out_of_range, too_many_places), price_filter, lot_filter.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/operations/house.hpp"

namespace api {

Answer<core::Price> read_price(const core::Market& market, const core::Catalogue& catalogue,
                               std::string_view field, std::string_view text);
Answer<core::Quantity> read_quantity(const core::Market& market, const core::Catalogue& catalogue,
                                     std::string_view field, std::string_view text);
Answer<core::Amount> read_amount(const core::Asset& asset, std::string_view field,
                                 std::string_view text);

// "2026-11-20T10:00:00.000Z", with any number of decimals up to 9, only UTC; or Unix milliseconds.
std::optional<core::Timestamp> parse_time(std::string_view text);
// Always 24 characters, milliseconds, cut.
void append_time(std::string& out, core::Timestamp time);

// The price in units of the quote asset per whole base asset, at the asset's decimals.
inline core::Amount price_units(const core::Market& market, core::Price price) {
    return market.tick * price.ticks;
}

}  // namespace api
