// Decides how a market opens: where orders of both sides meet, they trade at one price first.
//
//     book:     buy #1 5 @ 102, sell #2 3 @ 100      after a halt, an auction or a broken circuit
//     asked:    SetMarketMode open, or the time that was announced
//     events:   AuctionPriced 3 @ 100
//     then:     Uncross: Traded 3 @ 100, Posted (6 of #1's hold come back), OrderClosed #2
//               Uncross: MarketModeChanged open
//
// Both orders of such a trade rest: the younger one is called the taker and pays as one, and its
// mode prevents a trade with its own account. What prevention takes away may leave the book
// crossed: then there is another price for what is left.
//
// Uncross is asked by the house alone. Rejects  not_found "market", state_conflict
#include <algorithm>
#include <cstdint>

#include "core/exchange/deciders.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/fees.hpp"
#include "core/exchange/line.hpp"
#include "core/exchange/list_legs.hpp"
#include "core/exchange/matching.hpp"
#include "core/matching/clearing.hpp"

namespace core {
namespace {

bool is_crossed(const OrderBook& book) {
    const auto bid = book.best(Side::buy);
    const auto ask = book.best(Side::sell);
    return bid && ask && *bid >= *ask;
}

// What the draft has closed already is wanted no more.
void leave_out_closed(const State& state, MarketId market, Side side, const Draft& draft,
                      Wanted& wanted) {
    if (!draft.closes_any()) return;
    for (const Event& event : draft.events()) {
        const auto* closed = std::get_if<OrderClosed>(&event);
        if (closed == nullptr || closed->market != market) continue;
        const auto order = state.orders.find(closed->order);
        if (!order || parking(*order) != Parking::none || order->side != side) continue;
        if ((wanted[order->limit] -= order->leaves.lots) == 0) wanted.erase(order->limit);
    }
}

Wanted wanted_on(const State& state, MarketId market, Side side, const Draft& draft) {
    Wanted wanted;
    const OrderBook& book = state.orders.book(market);
    for (const DepthLevel& level : book.depth(side, SIZE_MAX)) {
        wanted[level.price] += level.lots.lots;
    }
    state.orders.for_each_hidden([&](OrderId id, Quantity, Quantity hidden) {
        const OrderSummary order = *state.orders.summary(id);
        if (order.market == market && order.side == side) wanted[order.limit] += hidden.lots;
    });
    leave_out_closed(state, market, side, draft, wanted);
    return wanted;
}

// One record of an auction's trades.
class Auction {
  public:
    Auction(const State& state, const Market& market, Price price, Draft& draft)
        : state_{state},
          market_{market},
          price_{price},
          draft_{draft},
          buys_{state, market.id, Side::sell, price, draft},
          sells_{state, market.id, Side::buy, price, draft},
          last_trade_{state.catalogue.last_trade(market.id)},
          last_prevention_{state.catalogue.last_prevention(market.id)} {}

    // Whether there was anything to do.
    bool run() {
        std::size_t steps = 0;
        for (; !buys_.empty() && !sells_.empty() && steps < fills_max; ++steps) {
            const bool buy_first = buys_.front().id < sells_.front().id;
            Line& older = buy_first ? buys_ : sells_;
            Line& younger = buy_first ? sells_ : buys_;
            const auto mode = prevention_of(older.front(), younger.front());
            if (mode == SelfTradePrevention::none) {
                trade(older, younger);
            } else {
                prevent(older, younger, mode);
            }
        }
        return steps != 0;
    }

  private:
    SelfTradePrevention prevention_of(const Maker& older, const Maker& younger) const {
        if (older.account != younger.account) return SelfTradePrevention::none;
        return state_.orders.find(younger.id)->self_trade_prevention;
    }

    void trade(Line& older, Line& younger) {
        const Maker maker = older.front();
        const Maker taker = younger.front();
        leave_pair(maker);
        leave_pair(taker);
        const Quantity quantity = std::min(maker.leaves, taker.leaves);
        const Amount quote = notional(market_, price_, quantity);
        const Amount base = base_amount(market_, quantity);
        const bool buying = &younger == &buys_;
        last_trade_ = TradeId{last_trade_.value + 1};
        const Traded trade{
            .market = market_.id,
            .trade = last_trade_,
            .maker = maker.id,
            .taker = taker.id,
            .maker_account = maker.account,
            .taker_account = taker.account,
            .taker_side = buying ? Side::buy : Side::sell,
            .price = price_,
            .quantity = quantity,
            .quote = quote,
            .maker_fee =
                fee_on(buying ? quote : base, fees_of(state_, market_, maker.account).maker),
            .taker_fee =
                fee_on(buying ? base : quote, fees_of(state_, market_, taker.account).taker),
        };
        draft_.add(trade);
        settle(state_, market_, trade, notional(market_, buys_.front().price, quantity), draft_);
        use_up(older, quantity, CloseReason::filled);
        use_up(younger, quantity, CloseReason::filled);
    }

    void prevent(Line& older, Line& younger, SelfTradePrevention mode) {
        const Quantity quantity = std::min(older.front().leaves, younger.front().leaves);
        const bool ends_older =
            mode == SelfTradePrevention::expire_maker || mode == SelfTradePrevention::expire_both;
        const bool ends_younger =
            mode == SelfTradePrevention::expire_taker || mode == SelfTradePrevention::expire_both;
        const bool shrinks = mode == SelfTradePrevention::decrement;
        const auto taken = [&](const Line& line, bool ends) {
            if (ends) return line.front().leaves + line.hidden();
            return shrinks ? quantity : Quantity{};
        };
        last_prevention_ = PreventionId{last_prevention_.value + 1};
        draft_.add(TradePrevented{.market = market_.id,
                                  .prevention = last_prevention_,
                                  .maker = older.front().id,
                                  .taker = younger.front().id,
                                  .account = older.front().account,
                                  .mode = mode,
                                  .price = price_,
                                  .quantity = quantity,
                                  .maker_prevented = taken(older, ends_older),
                                  .taker_prevented = taken(younger, ends_younger)});
        if (shrinks) {
            shrink(older, quantity);
            shrink(younger, quantity);
        }
        if (ends_older) end(older);
        if (ends_younger) end(younger);
    }

    void shrink(Line& line, Quantity quantity) {
        const Maker order = line.front();
        leave_pair(order);
        draft_.add(OrderDecremented{market_.id, order.id, quantity});
        release(state_, order.account, hold_of(market_, side_of(line), order.price, quantity),
                draft_);
        use_up(line, quantity, CloseReason::self_trade);
    }

    void end(Line& line) {
        close_order(state_, as_left(line), CloseReason::self_trade, draft_);
        line.pop();
    }

    // So much of the front is gone.
    void use_up(Line& line, Quantity quantity, CloseReason reason) {
        line.take(quantity);
        const Maker order = line.front();
        if (order.leaves != Quantity{}) return;
        if (const Quantity visible = line.refresh(); visible != Quantity{}) {
            draft_.add(OrderRefreshed{market_.id, order.id, visible});
        } else if (reason == CloseReason::filled) {
            draft_.add(OrderClosed{market_.id, order.id, order.account, reason});
        } else {
            close_order(state_, as_left(line), reason, draft_);
        }
        line.pop();
    }

    // The front as this record leaves it.
    OpenOrder as_left(const Line& line) const {
        OpenOrder order = *state_.orders.find(line.front().id);
        order.leaves = line.front().leaves + line.hidden();
        return order;
    }

    // The other leg of its list, if it has one, ends when this one is hit.
    void leave_pair(const Maker& order) {
        if (!order.special || !state_.orders.terms(order.id)->list) return;
        end_sibling(state_, *state_.orders.find(order.id), draft_);
    }

    Side side_of(const Line& line) const { return &line == &buys_ ? Side::buy : Side::sell; }

    const State& state_;
    const Market& market_;
    Price price_;
    Draft& draft_;
    Line buys_;
    Line sells_;
    TradeId last_trade_;
    PreventionId last_prevention_;
};

}  // namespace

void open_market(const State& state, MarketId market, ModeReason reason, Draft& draft) {
    if (is_crossed(state.orders.book(market))) {
        const auto clearing = clearing_of(wanted_on(state, market, Side::buy, draft),
                                          wanted_on(state, market, Side::sell, draft),
                                          state.catalogue.reference(market).last());
        if (clearing) return draft.add(AuctionPriced{market, clearing->price, clearing->quantity});
    }
    draft.add(MarketModeChanged{market, MarketMode::open, never, reason});
}

Verdict decide(const State& state, Asked, const Uncross& command, Draft& draft) {
    const Market* market = state.catalogue.find_market(command.market);
    if (market == nullptr) return reject(Reject::not_found, "market");
    const Price price = state.catalogue.auction_price(market->id);
    if (price == Price{}) return reject(Reject::state_conflict);

    // Accepted: nothing below can fail.
    if (Auction{state, *market, price, draft}.run()) return {};
    open_market(state, market->id, ModeReason::auction_ended, draft);
    return {};
}

}  // namespace core
