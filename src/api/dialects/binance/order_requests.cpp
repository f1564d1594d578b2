#include "api/dialects/binance/order_requests.hpp"

#include "base/result.hpp"

namespace api::binance {
namespace {

// No order will ever have it.
constexpr core::OrderId nobody{INT64_MAX};

core::OrderId order_id_of(std::optional<std::int64_t> number) {
    if (!number) return {};
    return *number == 0 ? nobody : core::OrderId{static_cast<std::uint64_t>(*number)};
}

Failed too_many_orders(const OrderShare& share, const BinanceLimits& limits, core::Timestamp now) {
    const std::int64_t limit = share.day ? limits.orders_per_day : limits.orders_per_10_seconds;
    Error error{.status = 429,
                .code = -1015,
                .text = "Too many new orders; current limit is " + std::to_string(limit) +
                        " orders per " + (share.day ? "1 DAY" : "10 SECOND") + ".",
                .cause = core::Reject::rate_limited};
    error.retry_after_s = retry_after_seconds(share.free_at, now);
    return Failed{error};
}

}  // namespace

Result<Ready> read_order(const Asked& asked, OrderPath path) {
    TRY(const Wish wish, read_wish(asked.parameters, path));
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, wish.symbol));
    TRY(core::PlaceOrder order, order_of(wish, *market, live->state.catalogue));
    return Ready{.order = std::move(order),
                 .figures = Figures{live->state.catalogue, *market},
                 .form = wish.reply_form};
}

Result<Named> read_name(const Asked& asked, const NameWords& words) {
    TRY(const std::string_view symbol, read_symbol(asked.parameters));
    TRY(const auto id, read_integer(asked.parameters, words.id));
    TRY(const auto client_order_id, read_client_order_id(asked.parameters, words.client_order_id));
    if (!id && !client_order_id) return one_of_two(words.client_order_id, words.id);
    const views::Live::Read live = asked.house.live.read();
    TRY(const core::Market* const market, market_for(asked, live->state, symbol));
    return Named{.name = {.market = market->id,
                          .order = order_id_of(id),
                          .client_order_id = client_order_id.value_or(core::ClientOrderId{})},
                 .figures = Figures{live->state.catalogue, *market}};
}

Result<core::ClientOrderId> read_cancel_id(const Asked& asked, std::string_view name) {
    TRY(const auto chosen, read_client_order_id(asked.parameters, name));
    return chosen ? *chosen : drawn_client_order_id(asked.house.randomness);
}

Result<core::CancelOnly> read_restrictions(const Parameters& parameters) {
    TRY(const auto text, read_optional(parameters, "cancelRestrictions"));
    if (!text) return core::CancelOnly::any;
    if (*text == "ONLY_NEW") return core::CancelOnly::unfilled;
    if (*text == "ONLY_PARTIALLY_FILLED") return core::CancelOnly::partially_filled;
    return failed(-1145, "Invalid cancelRestrictions");
}

Then<Cancelled> and_asides(const Asked& asked, Then<CancelledWith>&& then) {
    return [&house = asked.house, now = asked.now,
            then = std::move(then)](Answer<Cancelled>&& cancelled) mutable {
        if (!cancelled) return then(std::unexpected(std::move(cancelled).error()));
        std::vector<views::OrderRow> rows = std::move(cancelled->orders);
        with_asides(
            house, now, std::move(rows),
            [cancelled = *std::move(cancelled), then = std::move(then)](
                std::vector<views::OrderRow>&& orders, std::optional<Asides>&& asides) mutable {
                cancelled.orders = std::move(orders);
                then(CancelledWith{std::move(cancelled), std::move(asides).value_or(Asides{})});
            });
    };
}

Failed order_does_not_exist() {
    return failed(-2013, "Order does not exist.", core::Reject::order_unknown);
}

Failed unknown_order() { return failed(-2011, "Unknown order sent.", core::Reject::order_unknown); }

Result<Ticket> Ticket::take(const Asked& asked, std::int64_t count) {
    const OrderShare share = asked.budget.take_orders(asked.caller.account, count, asked.now);
    if (!share.granted) return too_many_orders(share, asked.budget.limits(), asked.now);
    Ticket ticket;
    ticket.budget_ = &asked.budget;
    ticket.account_ = asked.caller.account;
    ticket.count_ = count;
    ticket.at_ = asked.now;
    ticket.counts_ = share.counts;
    return ticket;
}

core::Sequence seen(const House& house) { return house.live.read()->state.stamp.sequence; }

}  // namespace api::binance
