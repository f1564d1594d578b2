// What a client may say of a new list of orders, and what it means in this house.
//
//     symbol=BTCUSDT&side=SELL&quantity=1&aboveType=LIMIT_MAKER&abovePrice=...    read_oco
//     ...&price=...&stopPrice=...&stopLimitPrice=...              read_old_oco: its legs are said
//     so
//     ...&workingType=LIMIT&...&pendingType=...                   read_oto
//     ...&workingType=LIMIT&...&pendingAboveType=...              read_otoco
//     list_of(wish, market, catalogue)    the list in ticks and lots, once the market is known
//
// Whether the legs' types go together is judged here, whether their prices do in the core.
#pragma once

#include <vector>

#include "api/dialects/binance/new_order.hpp"

namespace api::binance {

struct ListWish {
    std::string_view symbol;
    core::ListKind kind{};
    core::ClientOrderId client_list_id;  // empty: one is drawn
    std::vector<Wish> legs;              // as core::OrderList has them
    ReplyForm reply_form{};
};

Result<ListWish> read_oco(const Parameters& parameters);
Result<ListWish> read_old_oco(const Parameters& parameters);
Result<ListWish> read_oto(const Parameters& parameters);
Result<ListWish> read_otoco(const Parameters& parameters);

Result<core::PlaceOrderList> list_of(const ListWish& wish, const core::Market& market,
                                     const core::Catalogue& catalogue);

}  // namespace api::binance
