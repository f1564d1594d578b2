#include "views/market/bar.hpp"

#include <algorithm>

namespace views {

void Bar::add(const Bar& later) {
    if (later.empty()) return;
    if (empty()) {
        *this = later;
        return;
    }
    high = std::max(high, later.high);
    low = std::min(low, later.low);
    close = later.close;
    last_trade = later.last_trade;
    volume += later.volume;
    quote_volume += later.quote_volume;
    taker_buy_volume += later.taker_buy_volume;
    taker_buy_quote_volume += later.taker_buy_quote_volume;
}

Bar bar_of(const core::Traded& trade, core::Amount lot) {
    const core::Amount volume = lot * trade.quantity.lots;
    const bool bought = trade.taker_side == core::Side::buy;
    return {.open = trade.price,
            .high = trade.price,
            .low = trade.price,
            .close = trade.price,
            .first_trade = trade.trade,
            .last_trade = trade.trade,
            .volume = volume,
            .quote_volume = trade.quote,
            .taker_buy_volume = bought ? volume : core::Amount{},
            .taker_buy_quote_volume = bought ? trade.quote : core::Amount{}};
}

}  // namespace views
