#include "core/exchange/matching.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/list_legs.hpp"

namespace core {
namespace {

Price worst_price(const OpenOrder& taker) {
    return taker.type == OrderType::market ? any_price(taker.side) : taker.limit;
}

bool same_owner(const OpenOrder& taker, const Maker& maker) {
    return maker.account == taker.account &&
           taker.self_trade_prevention != SelfTradePrevention::none;
}

// What the hold of the taker still covers: at its limit, or for a market order at the prices met.
Amount held_for(const Market& market, const OpenOrder& order, Quantity quantity, Price price) {
    const Price covered = order.type == OrderType::market ? price : order.limit;
    return hold_of(market, order.side, covered, quantity).amount;
}

// Postings of one trade: what was held is spent, either side gets its goods less its fee, and the
// buyer gets back what its limit had held above the price.
void settle(const State& state, const Market& market, const OpenOrder& taker, const Maker& maker,
            const Traded& trade, Draft& draft) {
    const bool buying = taker.side == Side::buy;
    const AccountId buyer = buying ? taker.account : maker.account;
    const AccountId seller = buying ? maker.account : taker.account;
    const Amount base = base_amount(market, trade.quantity);
    const Amount spent =
        buying ? held_for(market, taker, trade.quantity, trade.price) : trade.quote;
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

// Whole lots for at most so much.
Quantity lots_for(const Market& market, Amount quote, Price price) {
    const Int128 lots = quote.units / notional(market, price, Quantity{1}).units;
    return {static_cast<std::int64_t>(std::min<Int128>(lots, INT64_MAX))};
}

void release(const State& state, const OpenOrder& order, const Hold& hold, Draft& draft) {
    if (hold.amount == Amount{}) return;
    draft.open(PostingReason::release);
    draft.move(state.ledger, order.account, hold.asset, Bucket::held, -hold.amount);
    draft.move(state.ledger, order.account, hold.asset, Bucket::available, hold.amount);
}

// One walk of a taker through the makers; see match().
class Walk {
  public:
    Walk(const State& state, OpenOrder taker, Draft& draft)
        : state_{state},
          market_{state.catalogue.market(taker.market)},
          taker_{std::move(taker)},
          draft_{draft},
          last_trade_{state.catalogue.last_trade(taker_.market)} {}

    void run() {
        const OrderBook& book = state_.orders.book(taker_.market);
        std::size_t steps = 0;
        for (const Maker& maker : book.makers(taker_.side, worst_price(taker_))) {
            if (taker_.leaves == Quantity{}) break;
            if (steps++ == fills_max) return;  // goes on in ContinueOrder
            const bool goes_on = same_owner(taker_, maker) ? prevent(maker) : trade(maker);
            if (!goes_on) return;
        }
        finish();
    }

  private:
    bool trade(const Maker& maker) {
        const Quantity quantity = std::min(taker_.leaves, maker.leaves);
        const Amount quote = notional(market_, maker.price, quantity);
        const Amount base = base_amount(market_, quantity);
        const bool buying = taker_.side == Side::buy;
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
            .maker_fee = fee_on(buying ? quote : base, market_.maker_fee),
            .taker_fee = fee_on(buying ? base : quote, market_.taker_fee),
        };
        draft_.add(trade);
        settle(state_, market_, taker_, maker, trade, draft_);
        taker_.leaves -= quantity;
        if (quantity == maker.leaves) {
            draft_.add(OrderClosed{market_.id, maker.id, maker.account, CloseReason::filled});
        }
        return true;
    }

    // The maker is the taker's own. Says whether matching goes on.
    bool prevent(const Maker& maker) {
        const SelfTradePrevention mode = taker_.self_trade_prevention;
        if (mode == SelfTradePrevention::decrement) return decrement(maker);
        if (mode != SelfTradePrevention::expire_taker) {
            close_order(state_, *state_.orders.find(maker.id), CloseReason::self_trade, draft_);
        }
        if (mode == SelfTradePrevention::expire_maker) return true;
        close_taker(CloseReason::self_trade);
        return false;
    }

    bool decrement(const Maker& maker) {
        const Quantity quantity = std::min(taker_.leaves, maker.leaves);
        draft_.add(OrderDecremented{market_.id, maker.id, quantity});
        draft_.add(OrderDecremented{market_.id, taker_.id, quantity});
        OpenOrder resting = *state_.orders.find(maker.id);
        release(state_, resting, hold_of(market_, resting.side, resting.limit, quantity), draft_);
        release(state_, taker_, taker_hold(quantity), draft_);
        taker_.leaves -= quantity;
        if (quantity == maker.leaves) {
            draft_.add(OrderClosed{market_.id, maker.id, maker.account, CloseReason::self_trade});
        }
        if (taker_.leaves != Quantity{}) return true;
        draft_.add(OrderClosed{market_.id, taker_.id, taker_.account, CloseReason::self_trade});
        return false;
    }

    // What is held for so much of the taker that will not trade. A market buy holds only what its
    // trades cost.
    Hold taker_hold(Quantity quantity) const {
        if (taker_.type == OrderType::market && taker_.side == Side::buy)
            return {market_.quote, {}};
        return hold_of(market_, taker_.side, taker_.limit, quantity);
    }

    void close_taker(CloseReason reason) {
        draft_.add(OrderClosed{market_.id, taker_.id, taker_.account, reason});
        release(state_, taker_, taker_hold(taker_.leaves), draft_);
    }

    void finish() {
        if (taker_.leaves == Quantity{}) {
            close_taker(CloseReason::filled);
        } else if (taker_.type == OrderType::market) {
            close_taker(CloseReason::no_liquidity);
        } else if (taker_.time_in_force == TimeInForce::ioc) {
            close_taker(CloseReason::ioc_unfilled);
        } else {
            CHECK(taker_.time_in_force == TimeInForce::gtc);
            draft_.add(OrderRested{market_.id, taker_.id});
        }
    }

    const State& state_;
    const Market& market_;
    OpenOrder taker_;
    Draft& draft_;
    TradeId last_trade_;
};

}  // namespace

Hold hold_of(const Market& market, Side side, Price limit, Quantity quantity) {
    return side == Side::buy ? Hold{market.quote, notional(market, limit, quantity)}
                             : Hold{market.base, base_amount(market, quantity)};
}

Reach reach(const State& state, const Market& market, const OpenOrder& taker, Amount quote_amount) {
    Reach reached;
    const bool by_quote = quote_amount != Amount{};
    const Quantity most = by_quote ? market.market_quantity_max : taker.quantity;
    Amount left = quote_amount;
    for (const Maker& maker :
         state.orders.book(taker.market).makers(taker.side, worst_price(taker))) {
        Quantity wanted = most - reached.trades - reached.prevented;
        if (by_quote) wanted = std::min(wanted, lots_for(market, left, maker.price));
        const Quantity quantity = std::min(wanted, maker.leaves);
        const Amount quote = notional(market, maker.price, quantity);
        if (!same_owner(taker, maker)) {
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
    }
    return reached;
}

void match(const State& state, OpenOrder taker, Draft& draft) {
    Walk{state, std::move(taker), draft}.run();
}

void close_order(const State& state, const OpenOrder& order, CloseReason reason, Draft& draft) {
    if (list_of(order)) return close_legs(state, order, reason, draft);
    if (draft.closed(order.id)) return;
    const Market& market = state.catalogue.market(order.market);
    draft.close(OrderClosed{order.market, order.id, order.account, reason});
    release(state, order, hold_of(market, order.side, order.limit, order.leaves), draft);
}

}  // namespace core
