// Prices, books, trades and candles in the native words, for REST and streams alike.
#pragma once

#include "api/operations/numbers.hpp"
#include "api/operations/told.hpp"

namespace api {

// One market's numbers, in the decimals of its two assets.
class Scale {
  public:
    Scale(const core::Catalogue& catalogue, const core::Market& market)
        : market_{market},
          base_{catalogue.asset(market.base).decimals},
          quote_{catalogue.asset(market.quote).decimals} {}

    void price(Json& json, core::Price price) const {
        json.decimal(price_units(market_, price).units, quote_);
    }
    void price(Json& json, std::string_view name, core::Price value) const {
        json.name(name), price(json, value);
    }
    void quantity(Json& json, core::Quantity quantity) const {
        json.decimal(core::base_amount(market_, quantity).units, base_);
    }
    void quantity(Json& json, std::string_view name, core::Quantity value) const {
        json.name(name), quantity(json, value);
    }
    void base(Json& json, std::string_view name, core::Amount amount) const {
        json.decimal(name, amount.units, base_);
    }
    void quote(Json& json, std::string_view name, core::Amount amount) const {
        json.decimal(name, amount.units, quote_);
    }

  private:
    const core::Market market_;  // a copy: rows may be told after the view was let go
    int base_;
    int quote_;
};

void tell_ticker(Json& json, const views::Present& present, const core::Market& market,
                 core::Timestamp now);
// "bids":[["64250.09","0.75"],...], best first.
void tell_levels(Json& json, std::string_view name, const Scale& scale, const core::OrderBook& book,
                 core::Side side, std::size_t count);
void tell_trade(Json& json, const Scale& scale, const views::PublicTrade& trade);
// `settled`: no trade of an earlier time can come any more; candles that closed by then are closed.
void tell_candle(Json& json, const Scale& scale, const views::Candle& candle,
                 core::Timestamp settled);

}  // namespace api
