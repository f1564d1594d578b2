// What requests about orders have in common: which order is meant, what is asked of it, and how
// many orders an account may still place.
#pragma once

#include "api/dialects/binance/asked.hpp"
#include "api/dialects/binance/new_order.hpp"
#include "api/dialects/binance/order_asides.hpp"
#include "api/operations/orders.hpp"

namespace api::binance {

// An order as the market takes it, and what is needed to tell of it later.
struct Ready {
    core::PlaceOrder order;
    Figures figures;
    ReplyForm form{};
};
Result<Ready> read_order(const Asked& asked, OrderPath path);

// What names an order in a request, and the market it is in.
struct Named {
    OrderName name;
    Figures figures;
};
struct NameWords {
    std::string_view id = "orderId";
    std::string_view client_order_id = "origClientOrderId";
};
Result<Named> read_name(const Asked& asked, const NameWords& words = {});

// What the client calls its cancel; drawn where it does not say.
Result<core::ClientOrderId> read_cancel_id(const Asked& asked,
                                           std::string_view name = "newClientOrderId");
// cancelRestrictions: ONLY_NEW, ONLY_PARTIALLY_FILLED; -1145 for anything else.
Result<core::CancelOnly> read_restrictions(const Parameters& parameters);

Failed order_does_not_exist();  // -2013
Failed unknown_order();         // -2011

// What was cancelled, and what is told beside it. Where history cannot be asked, it is not told:
// what was done is not called undone for that.
struct CancelledWith {
    Cancelled cancelled;
    Asides asides;
};
Then<Cancelled> and_asides(const Asked& asked, Then<CancelledWith>&& then);

// New orders counted against the account's limits, until they are placed or given back.
class Ticket {
  public:
    // -1015 with 429 when there is no room for all of them.
    static Result<Ticket> take(const Asked& asked, std::int64_t count);

    const OrderCounts& counts() const { return counts_; }
    void give_back() { budget_->give_back_orders(account_, count_, at_); }

  private:
    BinanceBudget* budget_{};
    core::AccountId account_;
    std::int64_t count_{};
    core::Timestamp at_;
    OrderCounts counts_;
};

core::Sequence seen(const House& house);

}  // namespace api::binance
