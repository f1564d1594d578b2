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

}  // namespace views
