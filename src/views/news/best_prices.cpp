#include "views/news/best_prices.hpp"

namespace views {

BestPrices best_of(const core::OrderBook& book) {
    BestPrices best;
    if (const auto bid = book.best(core::Side::buy)) {
        best.bid = *bid;
        best.bid_lots = book.lots_at(core::Side::buy, *bid);
    }
    if (const auto ask = book.best(core::Side::sell)) {
        best.ask = *ask;
        best.ask_lots = book.lots_at(core::Side::sell, *ask);
    }
    return best;
}

}  // namespace views
