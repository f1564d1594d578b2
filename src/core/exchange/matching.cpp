#include "core/exchange/matching.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/fees.hpp"
#include "core/exchange/line.hpp"
#include "core/exchange/list_legs.hpp"

namespace core {
namespace {

Price worst_price(const OpenOrder& taker) {
    return takes_any_price(taker.type) ? any_price(taker.side) : taker.limit;
}

bool same_owner(const OpenOrder& taker, const Maker& maker) {
    return maker.account == taker.account &&
           taker.self_trade_prevention != SelfTradePrevention::none;
}

// Whole lots for at most so much.
Quantity lots_for(const Market& market, Amount quote, Price price) {
    const Int128 lots = quote.units / notional(market, price, Quantity{1}).units;
    return {static_cast<std::int64_t>(std::min<Int128>(lots, INT64_MAX))};
}

// One walk of a taker through the makers; see match().
class Walk {
  public:
    Walk(const State& state, Taker&& taker, Timestamp now, Draft& draft)
        : state_{state},
          market_{state.catalogue.market(taker.order.market)},
          taker_{std::move(taker.order)},
          range_{taker.range},
          at_end_{taker.at_end},
          now_{now},
          draft_{draft},
          line_{state, market_.id, taker_.side, worst_price(taker_), draft},
          taker_fee_{fees_of(state, market_, taker_.account).taker},
          last_trade_{state.catalogue.last_trade(market_.id)},
          last_prevention_{state.catalogue.last_prevention(market_.id)} {}

    void run() {
        std::size_t steps = 0;
        for (; !line_.empty() && taker_.leaves != Quantity{}; line_.pop()) {
            if (steps++ == fills_max) return;  // goes on in ContinueOrder
            const Maker maker = line_.front();
            const bool goes_on = same_owner(taker_, maker) ? prevent(maker) : trade(maker);
            if (!goes_on) return;
        }
        finish();
    }

  private:
    bool trade(const Maker& maker) {
        if (!range_.has(maker.price)) return leave_range();
        if (maker.special) leave_pair(maker.id);
        const Quantity quantity = std::min(taker_.leaves, maker.leaves);
        const Amount quote = notional(market_, maker.price, quantity);
        const Amount base = base_amount(market_, quantity);
        const bool buying = taker_.side == Side::buy;
        const FeeRate maker_fee = fees_of(state_, market_, maker.account).maker;
        last_trade_ = TradeId{last_trade_.value + 1};
        const Traded trade{
            .market = market_.id,
            .trade = last_trade_,
            .maker = maker.id,
            .taker = taker_.id,
            .maker_account = maker.account,
            .taker_account = taker_.account,
            .taker_side = taker_.side,
            .price = maker.price,
            .quantity = quantity,
            .quote = quote,
            .maker_fee = fee_on(buying ? quote : base, maker_fee),
            .taker_fee = fee_on(buying ? base : quote, taker_fee_),
        };
        draft_.add(trade);
        state_.orders.prefetch_neighbours(maker.id);
        // A buy without a limit holds only what its trades cost.
        const bool at_limit = buying && !takes_any_price(taker_.type);
        settle(state_, market_, trade, at_limit ? notional(market_, taker_.limit, quantity) : quote,
               draft_);
        taker_.leaves -= quantity;
        if (quantity == maker.leaves && !refresh(maker)) {
            draft_.add(OrderClosed{market_.id, maker.id, maker.account, CloseReason::filled});
        }
        return true;
    }

    // The other leg of its list, if it has one, ends when this one is hit.
    void leave_pair(OrderId maker) {
        if (!state_.orders.terms(maker)->list) return;
        end_sibling(state_, *state_.orders.find(maker), draft_);
    }

    // Whether there is a next slice of the maker.
    bool refresh(const Maker& maker) {
        const Quantity visible = line_.refresh();
        if (visible == Quantity{}) return false;
        draft_.add(OrderRefreshed{market_.id, maker.id, visible});
        return true;
    }

    // Trading stops here, for everybody: a call auction finds the price to go on at.
    bool leave_range() {
        if (may_rest()) {
            draft_.add(OrderRested{market_.id, taker_.id});
        } else {
            close_taker(CloseReason::price_range);
        }
        draft_.add(MarketModeChanged{market_.id, MarketMode::auction, now_ + market_.breaker_pause,
                                     ModeReason::price_range});
        return false;
    }

    // The maker is the taker's own. Says whether matching goes on.
    bool prevent(const Maker& maker) {
        const SelfTradePrevention mode = taker_.self_trade_prevention;
        const bool ends_maker =
            mode == SelfTradePrevention::expire_maker || mode == SelfTradePrevention::expire_both;
        const bool ends_taker =
            mode == SelfTradePrevention::expire_taker || mode == SelfTradePrevention::expire_both;
        const Quantity quantity = std::min(taker_.leaves, maker.leaves);
        const Quantity both = mode == SelfTradePrevention::decrement ? quantity : Quantity{};
        last_prevention_ = PreventionId{last_prevention_.value + 1};
        draft_.add(TradePrevented{
            .market = market_.id,
            .prevention = last_prevention_,
            .maker = maker.id,
            .taker = taker_.id,
            .account = taker_.account,
            .mode = mode,
            .price = maker.price,
            .quantity = quantity,
            .maker_prevented = ends_maker ? maker.leaves + line_.hidden() : both,
            .taker_prevented = ends_taker ? taker_.leaves : both,
        });
        if (mode == SelfTradePrevention::decrement) return decrement(maker, quantity);
        if (ends_maker) {
            close_order(state_, resting(maker), CloseReason::self_trade, draft_);
        }
        if (ends_taker) close_taker(CloseReason::self_trade);
        return !ends_taker;
    }

    // The maker as this walk leaves it: of an iceberg that was met before, less than the state
    // says.
    OpenOrder resting(const Maker& maker) const {
        OpenOrder order = *state_.orders.find(maker.id);
        order.leaves = maker.leaves + line_.hidden();
        return order;
    }

    bool decrement(const Maker& maker, Quantity quantity) {
        OpenOrder order = resting(maker);
        if (maker.special) leave_pair(maker.id);
        draft_.add(OrderDecremented{market_.id, maker.id, quantity});
        draft_.add(OrderDecremented{market_.id, taker_.id, quantity});
        release(state_, order.account, hold_of(market_, order.side, order.limit, quantity), draft_);
        release(state_, taker_.account, taker_hold(quantity), draft_);
        taker_.leaves -= quantity;
        if (quantity == maker.leaves && !refresh(maker)) {
            order.leaves = Quantity{};
            close_order(state_, order, CloseReason::self_trade, draft_);
        }
        if (taker_.leaves != Quantity{}) return true;
        close_taker(CloseReason::self_trade);
        return false;
    }

    // What is held for so much of the taker that will not trade. A buy without a limit holds only
    // what its trades cost.
    Hold taker_hold(Quantity quantity) const {
        if (takes_any_price(taker_.type) && taker_.side == Side::buy) return {market_.quote, {}};
        return hold_of(market_, taker_.side, taker_.limit, quantity);
    }

    void close_taker(CloseReason reason) {
        draft_.close(OrderClosed{market_.id, taker_.id, taker_.account, reason});
        release(state_, taker_.account, taker_hold(taker_.leaves), draft_);
        if (taker_.terms) end_pending(state_, taker_, reason, draft_);
    }

    bool may_rest() const {
        return !takes_any_price(taker_.type) && taker_.time_in_force == TimeInForce::gtc;
    }

    void finish() {
        if (taker_.leaves == Quantity{}) {
            close_taker(at_end_);
        } else if (may_rest()) {
            draft_.add(OrderRested{market_.id, taker_.id});
        } else if (takes_any_price(taker_.type)) {
            close_taker(CloseReason::no_liquidity);
        } else {
            CHECK(taker_.time_in_force == TimeInForce::ioc);
            close_taker(CloseReason::ioc_unfilled);
        }
    }

    const State& state_;
    const Market& market_;
    OpenOrder taker_;
    PriceRange range_;
    CloseReason at_end_;
    Timestamp now_;
    Draft& draft_;
    Line line_;
    FeeRate taker_fee_;
    TradeId last_trade_;
    PreventionId last_prevention_;
};

}  // namespace

void settle(const State& state, const Market& market, const Traded& trade, Amount spent,
            Draft& draft) {
    const bool buying = trade.taker_side == Side::buy;
    const AccountId buyer = buying ? trade.taker_account : trade.maker_account;
    const AccountId seller = buying ? trade.maker_account : trade.taker_account;
    const Amount base = base_amount(market, trade.quantity);
    const Amount buyer_fee = buying ? trade.taker_fee : trade.maker_fee;
    const Amount seller_fee = buying ? trade.maker_fee : trade.taker_fee;

    draft.open(PostingReason::trade);
    const Ledger& ledger = state.ledger;
    draft.move(ledger, buyer, market.quote, Bucket::held, -spent);
    draft.move(ledger, buyer, market.quote, Bucket::available, spent - trade.quote);
    draft.move(ledger, seller, market.quote, Bucket::available, trade.quote - seller_fee);
    draft.move(ledger, house, market.quote, Bucket::available, seller_fee);
    draft.move(ledger, seller, market.base, Bucket::held, -base);
    draft.move(ledger, buyer, market.base, Bucket::available, base - buyer_fee);
    draft.move(ledger, house, market.base, Bucket::available, buyer_fee);
}

Hold hold_of(const Market& market, Side side, Price limit, Quantity quantity) {
    return side == Side::buy ? Hold{market.quote, notional(market, limit, quantity)}
                             : Hold{market.base, base_amount(market, quantity)};
}

Reach reach(const State& state, const Market& market, const OpenOrder& taker, Amount quote_amount,
            PriceRange range, const Draft& draft) {
    Reach reached;
    const bool by_quote = quote_amount != Amount{};
    const Quantity most =
        taker.quantity != Quantity{} ? taker.quantity : market.market_quantity_max;
    Amount left = quote_amount;
    for (Line line{state, market.id, taker.side, worst_price(taker), draft}; !line.empty();
         line.pop()) {
        const Maker& maker = line.front();
        Quantity wanted = most - reached.trades - reached.prevented;
        if (by_quote) wanted = std::min(wanted, lots_for(market, left, maker.price));
        const Quantity quantity = std::min(wanted, maker.leaves);
        const Amount quote = notional(market, maker.price, quantity);
        if (!same_owner(taker, maker)) {
            if (!range.has(maker.price)) {
                reached.stopped = quantity;
                break;
            }
            reached.trades += quantity;
            reached.quote += quote;
        } else if (taker.self_trade_prevention == SelfTradePrevention::decrement) {
            reached.prevented += quantity;
        } else if (taker.self_trade_prevention == SelfTradePrevention::expire_maker) {
            continue;
        } else {
            reached.stopped = quantity;
            break;
        }
        if (quantity == wanted) break;  // a cheaper maker behind it must not add to the amount
        left -= quote;
        line.refresh();
    }
    return reached;
}

bool crosses(const State& state, const Market& market, Side side, Price limit, const Draft& draft) {
    if (!draft.closes_any()) return state.orders.book(market.id).crosses(side, limit);
    return !Line{state, market.id, side, limit, draft}.empty();
}

void match(const State& state, Taker&& taker, Timestamp now, Draft& draft) {
    Walk{state, std::move(taker), now, draft}.run();
}

void close_order(const State& state, const OpenOrder& order, CloseReason reason, Draft& draft) {
    if (list_of(order)) return close_legs(state, order, reason, draft);
    if (draft.closed(order.id)) return;
    const Market& market = state.catalogue.market(order.market);
    draft.close(OrderClosed{order.market, order.id, order.account, reason});
    release(state, order.account, hold_of(market, order.side, order.limit, order.leaves), draft);
}

}  // namespace core
