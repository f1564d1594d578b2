// The house's words and numbers as Binance's clients know them.
//
//     status_of(row)                         -> "PARTIALLY_FILLED"
//     figures.price(json, "price", Price{5'000'000})   "price":"50000.00000000"
//
// Money, prices and quantities always have eight decimals, cut where the asset has more, so one
// value has one text in every answer. Ids, counts and times are JSON integers.
#pragma once

#include <optional>
#include <string_view>

#include "api/operations/json_writer.hpp"
#include "core/exchange/catalogue.hpp"
#include "views/market/market_view.hpp"
#include "views/rows.hpp"

namespace api::binance {

inline constexpr int places_shown = 8;

enum class TimeUnit : std::uint8_t { milliseconds, microseconds };

constexpr std::int64_t time_in(TimeUnit unit, core::Timestamp time) {
    return time.ns / (unit == TimeUnit::milliseconds ? 1'000'000 : 1'000);
}

std::string_view name_of(core::Side side);                  // "BUY"
std::string_view name_of(core::OrderType type);             // "LIMIT_MAKER"
std::string_view name_of(core::TimeInForce time_in_force);  // "GTC"
std::string_view name_of(core::SelfTradePrevention mode);   // "EXPIRE_MAKER"
std::string_view name_of(core::MarketMode mode);            // "TRADING"
std::string_view name_of(core::ListKind kind);              // "OCO"

std::string_view status_of(const views::OrderRow& row);         // "FILLED"
std::string_view expiry_reason_of(const views::OrderRow& row);  // empty unless it expired

// In the book, or has been: neither waits for its stop nor for its list.
bool is_working(const core::OpenOrder& order);
std::int64_t working_time(const core::OpenOrder& order, TimeUnit unit);  // -1: not yet
// What self-trade prevention took, the rest that expired by it included.
core::Quantity prevented_of(const views::OrderRow& row);
// Of an order that trails: since when; never: not yet; nothing: the order itself does not say.
std::optional<core::Timestamp> trailing_since(const core::OpenOrder& order);
// Zero for what takes any price: what its hold was reckoned at is not the owner's limit.
core::Price price_shown(const core::OpenOrder& order);
std::int64_t list_id_shown(core::OrderListId list);  // -1: of no list
inline std::int64_t list_id_shown(const core::OpenOrder& order) {
    return list_id_shown(core::list_of(order));
}

// Writes the numbers of one market. It keeps copies of what it needs, so that an answer which comes
// later, on another thread, can still be written.
class Figures {
  public:
    Figures(const core::Catalogue& catalogue, const core::Market& market);

    std::string_view symbol() const { return symbol_.view(); }
    std::string_view code(core::AssetId asset) const {
        return asset == base_asset_ ? base_code_.view() : quote_code_.view();
    }

    void price(Json& json, core::Price value) const { quote(json, tick_ * value.ticks); }
    void quantity(Json& json, core::Quantity value) const { base(json, lot_ * value.lots); }
    void base(Json& json, core::Amount value) const {
        json.decimal_cut(value.units, base_places_, places_shown);
    }
    void quote(Json& json, core::Amount value) const {
        json.decimal_cut(value.units, quote_places_, places_shown);
    }
    // The price that was paid on average.
    void average(Json& json, const views::Average& value) const {
        quote(json, views::price_of(value, base_places_));
    }
    // What so much costs at that price.
    void notional(Json& json, core::Price price, core::Quantity quantity) const {
        quote(json, tick_lot_ * price.ticks * quantity.lots);
    }
    // In whichever of the two assets of the market.
    void amount(Json& json, core::AssetId asset, core::Amount value) const {
        asset == base_asset_ ? base(json, value) : quote(json, value);
    }

    void price(Json& json, std::string_view name, core::Price value) const {
        json.name(name), price(json, value);
    }
    void quantity(Json& json, std::string_view name, core::Quantity value) const {
        json.name(name), quantity(json, value);
    }
    void base(Json& json, std::string_view name, core::Amount value) const {
        json.name(name), base(json, value);
    }
    void quote(Json& json, std::string_view name, core::Amount value) const {
        json.name(name), quote(json, value);
    }

  private:
    base::Text<20> symbol_;
    base::Text<12> base_code_;
    base::Text<12> quote_code_;
    core::AssetId base_asset_;
    core::Amount tick_;
    core::Amount lot_;
    core::Amount tick_lot_;
    int base_places_;
    int quote_places_;
};

inline void amount(Json& json, std::string_view name, const core::Asset& asset,
                   core::Amount value) {
    json.decimal_cut(name, value.units, asset.decimals, places_shown);
}

// A fee rate as Binance tells it: 1'000 millionths are "0.00100000".
inline void rate(Json& json, std::string_view name, core::FeeRate value) {
    json.decimal_cut(name, value.millionths, 6, places_shown);
}

// In percent with three decimals, rounded half away from zero: "1.234".
void write_percent(Json& json, std::string_view name, std::int64_t change, std::int64_t from);

}  // namespace api::binance
