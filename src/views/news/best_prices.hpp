// The best prices of a book as it stands. O(1), no allocation.
//
//     best_of(state.orders.book(market)).bid_lots    // zero: nobody buys
#pragma once

#include "core/matching/order_book.hpp"
#include "views/news/news.hpp"

namespace views {

BestPrices best_of(const core::OrderBook& book);

}  // namespace views
