// For tests: records as the core would write them, made up from a seed. No balance is checked and
// no price has priority; what matters is that every event comes, in the right order.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/prng.hpp"
#include "core/types/record.hpp"

namespace views {

inline core::Market fabricated_market(std::uint32_t id) {
    core::Market market;
    market.id = core::MarketId{id};
    market.symbol = base::Text<20>{"MARKET" + std::to_string(id)};
    market.base = core::AssetId{id};
    market.quote = core::AssetId{9};
    market.tick = {1'000'000};
    market.lot = {1'000};
    market.tick_lot = {10};
    return market;
}

class Fabricated {
  public:
    explicit Fabricated(std::uint64_t seed, std::uint32_t markets = 2, std::uint64_t accounts = 5)
        : prng_{seed}, accounts_{accounts} {
        for (std::uint32_t id = 1; id <= markets; ++id) {
            markets_.push_back(fabricated_market(id));
            begin();
            add(core::MarketDefined{markets_.back()});
        }
    }

    const std::vector<core::Record>& records() const { return records_; }
    core::Timestamp now() const { return now_; }
    base::Prng& prng() { return prng_; }
    void wait(core::Duration time) { now_ = now_ + time; }
    void go_to(core::Timestamp time) { now_ = time; }

    // One record, or two when an order goes on.
    void step() {
        const auto what = prng_.below(10);
        if (what == 0) return cancel();
        if (what == 1) return fund();
        place();
    }

    // What most orders never see: parking, activation, amendments, lists.
    void rare_step() {
        switch (prng_.below(4)) {
            case 0:
                return amend();
            case 1:
                begin();
                return park(rare_order(), core::Parking::trigger);
            case 2:
                return place_list();
            default:
                return activate();
        }
    }

    // One trade, and nothing but that.
    void trade(core::MarketId market, core::Price price, core::Quantity quantity,
               core::Side taker) {
        begin();
        core::OpenOrder maker = order(market, core::opposite(taker), price, quantity);
        add(core::OrderAccepted{maker, {}});
        add(core::OrderRested{market, maker.id});
        begin();
        core::OpenOrder order_of_taker = order(market, taker, price, quantity);
        add(core::OrderAccepted{order_of_taker, {}});
        match(order_of_taker, maker, quantity);
        close(maker, core::CloseReason::filled);
        close(order_of_taker, core::CloseReason::filled);
    }

  private:
    void begin() {
        core::Record record;
        record.stamp = {core::Sequence{records_.size() + 1}, now_};
        record.command = core::Tick{};
        records_.push_back(std::move(record));
    }
    void add(const core::Event& event) { records_.back().events.push_back(event); }

    core::OpenOrder order(core::MarketId market, core::Side side, core::Price limit,
                          core::Quantity quantity) {
        core::OpenOrder made;
        made.id = core::OrderId{++last_order_};
        made.market = market;
        made.account = core::AccountId{10 + prng_.below(accounts_)};
        made.key = core::KeyId{3};
        made.side = side;
        made.type = core::OrderType::limit;
        made.time_in_force = core::TimeInForce::gtc;
        made.self_trade_prevention = core::SelfTradePrevention::decrement;
        made.limit = limit;
        made.quantity = made.leaves = quantity;
        if (!prng_.one_in(4)) {
            made.client_order_id = core::ClientOrderId{"mine-" + std::to_string(prng_.below(50))};
        }
        made.created_at = made.updated_at = now_;
        return made;
    }

    void post(core::PostingReason reason, core::AccountId account, core::AssetId asset,
              core::Amount available, core::Amount held) {
        core::Posted posted{reason, {}};
        core::Balance& balance = balances_[{account, asset}];
        if (available != core::Amount{}) {
            balance.available += available;
            posted.postings.push_back(
                {account, asset, core::Bucket::available, available, balance.available});
        }
        if (held != core::Amount{}) {
            balance.held += held;
            posted.postings.push_back({account, asset, core::Bucket::held, held, balance.held});
        }
        add(posted);
    }

    void close(const core::OpenOrder& order, core::CloseReason reason) {
        add(core::OrderClosed{order.market, order.id, order.account, reason});
        post(core::PostingReason::release, order.account, core::AssetId{9}, {7}, {-7});
    }

    void match(core::OpenOrder& taker, core::OpenOrder& maker, core::Quantity quantity) {
        const core::Market& market = markets_[taker.market.value - 1];
        const core::Amount quote = core::notional(market, maker.limit, quantity);
        add(core::Traded{.market = market.id,
                         .trade = core::TradeId{++last_trade_[market.id]},
                         .maker = maker.id,
                         .taker = taker.id,
                         .maker_account = maker.account,
                         .taker_account = taker.account,
                         .taker_side = taker.side,
                         .price = maker.limit,
                         .quantity = quantity,
                         .quote = quote,
                         .maker_fee = {3},
                         .taker_fee = core::fee_on(quote, {1'000})});
        taker.leaves -= quantity;
        maker.leaves -= quantity;
        const bool buys = taker.side == core::Side::buy;
        const core::OpenOrder& buyer = buys ? taker : maker;
        const core::OpenOrder& seller = buys ? maker : taker;
        post(core::PostingReason::trade, buyer.account, market.quote, {}, -quote);
        post(core::PostingReason::trade, seller.account, market.quote, quote, {});
        post(core::PostingReason::trade, core::house, market.quote, {3}, {});
    }

    core::Price price() { return {1'000 + prng_.between(-5, 5)}; }

    void place() {
        begin();
        const core::MarketId market = markets_[prng_.below(markets_.size())].id;
        const core::Side side = prng_.one_in(2) ? core::Side::buy : core::Side::sell;
        core::OpenOrder taker = order(market, side, price(), {prng_.between(1, 40)});
        const core::Amount asked = prng_.one_in(5) ? core::Amount{12'345} : core::Amount{};
        if (prng_.one_in(9)) {  // beyond 64 bits
            taker.quantity = taker.leaves = {prng_.between(1, 9) * 1'000'000'000'000'000};
            taker.limit = {1'000'000};
        }
        add(core::OrderAccepted{taker, asked});
        post(core::PostingReason::hold, taker.account, core::AssetId{9}, {-50}, {50});
        auto& makers = resting_[{market, core::opposite(side)}];
        while (!makers.empty() && taker.leaves.lots > 0 && !prng_.one_in(3)) {
            if (prng_.one_in(6)) {
                wait({5});
                begin();  // as by ContinueOrder
            }
            meet(taker, makers);
        }
        if (taker.leaves.lots == 0) return close(taker, core::CloseReason::filled);
        if (prng_.one_in(4)) return close(taker, core::CloseReason::ioc_unfilled);
        add(core::OrderRested{market, taker.id});
        resting_[{market, side}].push_back(taker);
    }

    core::OpenOrder rare_order() {
        core::OpenOrder made = order(markets_[prng_.below(markets_.size())].id,
                                     prng_.one_in(2) ? core::Side::buy : core::Side::sell, price(),
                                     {prng_.between(1, 40)});
        core::OrderTerms& terms = made.terms.emplace();
        made.type = core::OrderType::stop_loss_limit;
        terms.stop = price();
        terms.trailing = static_cast<std::uint32_t>(prng_.below(3) * 50);
        terms.tag = prng_.one_in(2) ? core::OrderTag{"grid"} : core::OrderTag{};
        terms.strategy = prng_.below(9);
        if (prng_.one_in(3)) terms.expires_at = now_ + core::hours(5);
        return made;
    }

    void park(core::OpenOrder made, core::Parking why) {
        add(core::OrderAccepted{made, {}});
        made.terms->parking = why;
        made.terms->extreme = prng_.one_in(3) ? price() : core::Price{};
        add(core::OrderParked{made.market, made.id, why, made.terms->extreme});
        parked_.push_back(std::move(made));
    }

    void place_list() {
        begin();
        core::OpenOrder legs[] = {rare_order(), rare_order()};
        core::OrderList list;
        list.id = core::OrderListId{++last_list_};
        list.market = legs[0].market;
        list.account = legs[0].account;
        list.kind = core::ListKind::oco;
        if (prng_.one_in(2))
            list.client_list_id = core::ClientOrderId{"list-" + std::to_string(prng_.below(9))};
        list.created_at = now_;
        for (core::OpenOrder& leg : legs) {
            leg.market = list.market;
            leg.account = list.account;
            leg.terms->list = list.id;
            list.legs.push_back({leg.id, leg.client_order_id});
        }
        add(core::OrderListOpened{list});
        for (core::OpenOrder& leg : legs) park(leg, core::Parking::trigger);
    }

    // It rests from now on, or it cannot be placed after all.
    void activate() {
        if (parked_.empty()) return;
        begin();
        core::OpenOrder made = parked_[prng_.below(parked_.size())];
        std::erase_if(parked_, [&](const core::OpenOrder& one) { return one.id == made.id; });
        const core::Quantity leaves{prng_.between(1, made.leaves.lots)};
        add(core::OrderActivated{made.market, made.id, made.terms->parking, leaves});
        made.quantity = made.leaves = leaves;
        if (prng_.one_in(3)) return close(made, core::CloseReason::unplaceable);
        add(core::OrderRested{made.market, made.id});
        resting_[{made.market, made.side}].push_back(made);
    }

    void amend() {
        for (auto& [place, orders] : resting_) {
            if (orders.empty() || prng_.one_in(2)) continue;
            core::OpenOrder& order = orders[prng_.below(orders.size())];
            if (order.leaves.lots < 2) continue;
            begin();
            core::OrderAmended event{.market = order.market,
                                     .order = order.id,
                                     .account = order.account,
                                     .before = order.quantity,
                                     .quantity = {},
                                     .leaves = {prng_.between(1, order.leaves.lots - 1)},
                                     .client_order_id_before = order.client_order_id,
                                     .client_order_id = order.client_order_id};
            event.quantity = order.quantity - (order.leaves - event.leaves);
            if (prng_.one_in(2)) {
                event.client_order_id =
                    core::ClientOrderId{"again-" + std::to_string(prng_.below(50))};
            }
            order.quantity = event.quantity;
            order.leaves = event.leaves;
            order.client_order_id = event.client_order_id;
            return add(event);
        }
    }

    void prevent(const core::OpenOrder& maker, const core::OpenOrder& taker,
                 core::Quantity of_taker) {
        const core::Quantity quantity = std::min(taker.leaves, maker.leaves);
        add(core::TradePrevented{.market = maker.market,
                                 .prevention = core::PreventionId{++last_prevention_[maker.market]},
                                 .maker = maker.id,
                                 .taker = taker.id,
                                 .account = taker.account,
                                 .mode = taker.self_trade_prevention,
                                 .price = maker.limit,
                                 .quantity = quantity,
                                 .maker_prevented = quantity,
                                 .taker_prevented = of_taker});
    }

    void meet(core::OpenOrder& taker, std::vector<core::OpenOrder>& makers) {
        core::OpenOrder& maker = makers.back();
        const core::Quantity quantity = std::min(taker.leaves, maker.leaves);
        if (maker.account != taker.account) {
            match(taker, maker, quantity);
        } else if (prng_.one_in(3)) {
            prevent(maker, taker, {});
            close(maker, core::CloseReason::self_trade);
            return makers.pop_back();
        } else {
            prevent(maker, taker, quantity);
            decrement(maker, quantity);
            decrement(taker, quantity);
        }
        if (maker.leaves.lots > 0) return;
        close(maker, maker.account == taker.account ? core::CloseReason::self_trade
                                                    : core::CloseReason::filled);
        makers.pop_back();
    }

    void decrement(core::OpenOrder& order, core::Quantity quantity) {
        order.leaves -= quantity;
        add(core::OrderDecremented{order.market, order.id, quantity});
    }

    void cancel() {
        for (auto& [place, orders] : resting_) {
            if (orders.empty() || prng_.one_in(2)) continue;
            begin();
            close(orders.back(), core::CloseReason::cancelled);
            return orders.pop_back();
        }
    }

    void fund() {
        begin();
        post(core::PostingReason::fund, core::AccountId{10 + prng_.below(accounts_)},
             core::AssetId{1 + static_cast<std::uint32_t>(prng_.below(3))}, {1'000}, {});
    }

    base::Prng prng_;
    std::uint64_t accounts_;
    core::Timestamp now_{core::from_unix_ms(1'700'000'000'123)};
    std::vector<core::Market> markets_;
    std::vector<core::Record> records_;
    std::uint64_t last_order_{};
    std::uint64_t last_list_{};
    std::vector<core::OpenOrder> parked_;
    std::map<core::MarketId, std::uint64_t> last_prevention_;
    std::map<core::MarketId, std::uint64_t> last_trade_;
    std::map<std::pair<core::MarketId, core::Side>, std::vector<core::OpenOrder>> resting_;
    std::map<std::pair<core::AccountId, core::AssetId>, core::Balance> balances_;
};

}  // namespace views
