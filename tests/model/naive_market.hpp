// One market as a beginner would write it: a list of orders, and everything looked for from the
// start each time. It knows no money, no ids of trades and no speed; what it says of orders, trades
// and triggers, the core must say too.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>
#include <vector>

#include "core/types/command.hpp"
#include "core/types/reject.hpp"

namespace model {

struct Fill {
    std::uint64_t maker{};
    std::uint64_t taker{};
    std::int64_t price{};
    std::int64_t lots{};

    friend bool operator==(const Fill&, const Fill&) = default;
};

struct Order {
    std::uint64_t id{};
    std::uint64_t account{};
    core::Side side{};
    core::OrderType type{};
    core::TimeInForce time_in_force{};
    core::SelfTradePrevention prevention{};
    std::int64_t limit{};
    std::int64_t leaves{};
    std::int64_t prevented{};
    std::int64_t display{};  // 0: all of it
    std::int64_t visible{};
    std::int64_t stop{};
    std::int64_t trailing{};  // basis points
    std::int64_t extreme{};   // 0: does not trail yet
    core::Parking parking{};
    std::uint64_t line{};  // its place in time among all that rest
    std::uint64_t list{};
    bool is_due{};
};

struct List {
    std::uint64_t id{};
    core::ListKind kind{};
    std::vector<std::uint64_t> legs;  // the working order first
    bool working{};                   // the first leg is open and works; the others wait for it
    bool ready{};                     // the first leg was filled: the others' turn has come
};

using Answer = std::optional<core::Reject>;  // nothing: accepted

class NaiveMarket {
  public:
    std::vector<Order> orders;  // open ones, oldest first
    std::vector<List> lists;
    std::vector<Fill> fills;
    std::int64_t last{};  // price of the last trade; 0: none yet
    std::uint64_t last_id{};
    core::MarketMode mode = core::MarketMode::open;

    Answer place(Order order) {
        if (const Answer no = refusal(order)) return no;
        order.id = ++last_id;
        enter(order);
        proceed();
        return {};
    }

    // Legs as the command has them: the working order first; of a pair, the upper one.
    Answer place_list(core::ListKind kind, std::vector<Order> legs) {
        const bool pair_only = kind == core::ListKind::oco;
        const std::size_t first = pair_only ? 0 : 1;
        for (const Order& leg : legs) {
            if (not_in_auction(leg)) return core::Reject::market_auction;
        }
        if (kind != core::ListKind::oto && price_of(legs[first]) <= price_of(legs[first + 1])) {
            return core::Reject::list_prices;
        }
        const bool around = price_of(legs[0]) > last && last > price_of(legs[1]);
        if (pair_only && last != 0 && !around) return core::Reject::list_prices;
        if (const Answer no = refusal(legs[0])) return no;
        if (pair_only) {
            if (const Answer no = refusal(legs[1])) return no;
        }
        List list{.id = lists_made_ + 1, .kind = kind, .legs = {}, .working = !pair_only};
        ++lists_made_;
        for (Order& leg : legs) leg.list = list.id;
        std::vector<Order> in_order(legs.begin() + static_cast<std::ptrdiff_t>(first), legs.end());
        for (Order& leg : in_order) leg.id = ++last_id;
        if (!pair_only) legs[0].id = ++last_id, list.legs.push_back(legs[0].id);
        for (const Order& leg : in_order) list.legs.push_back(leg.id);
        lists.push_back(list);
        for (Order& leg : in_order) {
            if (pair_only) {
                enter(leg);
            } else {
                leg.parking = core::Parking::list;
                add(leg);
            }
        }
        if (!pair_only) enter(legs[0]);
        proceed();
        return {};
    }

    Answer cancel(std::uint64_t id) {
        if (find(id) == nullptr) return core::Reject::order_unknown;
        end(id, false);
        proceed();
        return {};
    }

    Answer amend(std::uint64_t id, std::int64_t quantity) {
        Order* order = find(id);
        if (order == nullptr) return core::Reject::order_unknown;
        order->leaves -= quantity;
        if (order->display != 0) {
            order->visible = std::min(order->visible, order->leaves);
        } else {
            order->visible = order->leaves;
        }
        return {};
    }

    void set_mode(core::MarketMode to) {
        if (mode == core::MarketMode::auction && to == core::MarketMode::open) uncross();
        mode = to;
        proceed();
    }

    Order* find(std::uint64_t id) {
        const auto found = std::ranges::find(orders, id, &Order::id);
        return found == orders.end() ? nullptr : &*found;
    }

    // Those of one side in the order in which a taker meets them.
    std::vector<const Order*> book(core::Side side) const {
        std::vector<const Order*> resting;
        for (const Order& order : orders) {
            if (order.side == side && order.parking == core::Parking::none) {
                resting.push_back(&order);
            }
        }
        std::ranges::sort(resting, [side](const Order* a, const Order* b) {
            if (a->limit != b->limit) {
                return side == core::Side::buy ? a->limit > b->limit : a->limit < b->limit;
            }
            return a->line < b->line;
        });
        return resting;
    }

    // Where its stop stands now; nothing while it waits for the price to trail from.
    static std::optional<std::int64_t> stop_of(const Order& order) {
        if (order.trailing == 0) return order.stop;
        if (order.extreme == 0) return {};
        if (core::triggers_above(order.side, order.type)) {
            return (order.extreme * (10'000 + order.trailing) + 9'999) / 10'000;
        }
        return order.extreme * (10'000 - order.trailing) / 10'000;
    }

  private:
    static bool reaches(core::Side taker, std::int64_t limit, std::int64_t price) {
        return taker == core::Side::buy ? price <= limit : price >= limit;
    }
    static bool takes(const Order& taker, const Order& maker) {
        return core::takes_any_price(taker.type) || reaches(taker.side, taker.limit, maker.limit);
    }

    Answer refusal(const Order& order) const {
        if (not_in_auction(order)) return core::Reject::market_auction;
        if (core::has_trigger(order.type) && order.trailing == 0 && last != 0 &&
            reached(order, order.stop)) {
            return core::Reject::would_trigger;
        }
        if (order.type == core::OrderType::limit_maker && mode == core::MarketMode::open) {
            for (const Order* maker : book(core::opposite(order.side))) {
                if (takes(order, *maker)) return core::Reject::would_match;
            }
        }
        return {};
    }

    bool reached(const Order& order, std::int64_t stop) const {
        return core::triggers_above(order.side, order.type) ? last >= stop : last <= stop;
    }

    bool not_in_auction(const Order& order) const {
        return mode == core::MarketMode::auction && !core::has_trigger(order.type) &&
               (order.type == core::OrderType::market ||
                order.time_in_force != core::TimeInForce::gtc);
    }

    static std::int64_t price_of(const Order& leg) {
        return core::has_trigger(leg.type) ? leg.stop : leg.limit;
    }

    void add(const Order& order) {
        const auto at = std::ranges::upper_bound(orders, order.id, {}, &Order::id);
        orders.insert(at, order);
    }

    // Accepted: to wait, or to be matched.
    void enter(Order order) {
        if (!core::has_trigger(order.type)) return match(order);
        order.parking = core::Parking::trigger;
        if (order.trailing != 0) begin_to_trail(order);
        add(order);
    }

    void begin_to_trail(Order& order) const {
        if (last == 0) return;
        const bool above = core::triggers_above(order.side, order.type);
        const bool in_favour = above ? last <= order.stop : last >= order.stop;
        if (order.stop == 0 || in_favour) order.extreme = last;
    }

    void match(Order taker) {
        if (taker.time_in_force == core::TimeInForce::fok && !fills_whole(taker)) {
            return end_of(taker, false);
        }
        const bool matches = mode == core::MarketMode::open;
        while (matches && taker.leaves > 0) {
            const auto against = book(core::opposite(taker.side));
            if (against.empty() || !takes(taker, *against.front())) break;
            Order& maker = *find(against.front()->id);
            if (own(taker, maker)) {
                if (!prevent(taker, maker)) return end_of(taker, false);
            } else {
                trade(taker, maker);
            }
        }
        if (taker.leaves == 0) return end_of(taker, true);
        const bool rests =
            !core::takes_any_price(taker.type) && taker.time_in_force == core::TimeInForce::gtc;
        if (!rests) return end_of(taker, false);
        taker.parking = core::Parking::none;
        taker.visible = taker.display == 0 ? taker.leaves : std::min(taker.display, taker.leaves);
        taker.line = ++lines_;
        add(taker);
    }

    static bool own(const Order& taker, const Order& maker) {
        return taker.account == maker.account &&
               taker.prevention != core::SelfTradePrevention::none;
    }

    // Tried out on a copy of everything.
    bool fills_whole(const Order& taker) const {
        NaiveMarket trial = *this;
        Order same = taker;
        same.time_in_force = core::TimeInForce::ioc;
        trial.fills.clear();
        trial.match(same);
        std::int64_t sum = 0;
        for (const Fill& fill : trial.fills) sum += fill.lots;
        return sum == taker.leaves;
    }

    void trade(Order& taker, Order& maker) {
        const std::uint64_t maker_id = maker.id;
        const std::int64_t lots = std::min(taker.leaves, maker.visible);
        last = maker.limit;
        fills.push_back({maker.id, taker.id, maker.limit, lots});
        taker.leaves -= lots;
        take_from(maker, lots);
        end_siblings(maker_id);
        see_price();
        settle_maker(maker_id, true);
    }

    static void take_from(Order& maker, std::int64_t lots) {
        maker.leaves -= lots;
        maker.visible -= lots;
    }

    // Ended if nothing is left; the next slice, if an iceberg shows nothing.
    void settle_maker(std::uint64_t id, bool filled) {
        Order* maker = find(id);
        if (maker == nullptr || maker->visible > 0) return;
        if (maker->leaves == 0) return end(id, filled);
        maker->visible = std::min(maker->display, maker->leaves);
        maker->line = ++lines_;
    }

    // Says whether matching goes on.
    bool prevent(Order& taker, Order& maker) {
        const std::uint64_t maker_id = maker.id;
        const core::SelfTradePrevention mode_of_taker = taker.prevention;
        if (mode_of_taker == core::SelfTradePrevention::decrement) {
            const std::int64_t lots = std::min(taker.leaves, maker.visible);
            taker.leaves -= lots;
            taker.prevented += lots;
            maker.prevented += lots;
            take_from(maker, lots);
            end_siblings(maker_id);
            settle_maker(maker_id, false);
            return taker.leaves > 0;
        }
        if (mode_of_taker != core::SelfTradePrevention::expire_taker) end(maker_id, false);
        return mode_of_taker == core::SelfTradePrevention::expire_maker;
    }

    // A leg trades or triggers: of a pair, the other one ends.
    void end_siblings(std::uint64_t id) {
        const Order* order = find(id);
        const std::uint64_t list = order != nullptr ? order->list : 0;
        if (list == 0) return;
        const auto found = std::ranges::find(lists, list, &List::id);
        if (found == lists.end() || found->working) return;
        for (const std::uint64_t leg : std::vector(found->legs)) {
            if (leg != id) drop(leg);
        }
    }

    void drop(std::uint64_t id) {
        std::erase_if(orders, [id](const Order& order) { return order.id == id; });
        std::erase(due_, id);
    }

    // An open order ends; what depends on it ends or gets its turn.
    void end(std::uint64_t id, bool filled) {
        const Order order = *find(id);
        drop(id);
        end_of(order, filled);
    }
    void end_of(const Order& order, bool filled) {
        if (order.list == 0) return;
        const auto list = std::ranges::find(lists, order.list, &List::id);
        if (list == lists.end()) return;
        if (list->working && filled && list->legs.front() == order.id) {
            list->working = false;
            list->ready = true;
            return;
        }
        for (const std::uint64_t leg : std::vector(list->legs)) drop(leg);
        lists.erase(list);
    }

    // A trade happened at `last`.
    void see_price() {
        std::vector<Order*> woken;
        for (Order& order : orders) {
            if (order.parking != core::Parking::trigger || order.is_due) continue;
            if (order.trailing != 0) trail(order);
            const auto stop = stop_of(order);
            if (stop && reached(order, *stop)) woken.push_back(&order);
        }
        std::ranges::sort(woken, {}, [this](const Order* order) { return rank(*order); });
        for (Order* order : woken) {
            order->is_due = true;
            due_.push_back(order->id);
        }
    }
    void trail(Order& order) const {
        if (order.extreme == 0) return begin_to_trail(order);
        const bool above = core::triggers_above(order.side, order.type);
        order.extreme = above ? std::min(order.extreme, last) : std::max(order.extreme, last);
    }
    // Rising stops first, the lowest first; then falling ones, the highest first; then trailing
    // ones, in the same two orders.
    static std::tuple<int, std::int64_t, std::uint64_t> rank(const Order& order) {
        const bool above = core::triggers_above(order.side, order.type);
        const std::int64_t stop = *stop_of(order);
        return {(above ? 0 : 1) + (order.trailing != 0 ? 2 : 0), above ? stop : -stop, order.id};
    }

    // What follows by itself.
    void proceed() {
        while (mode == core::MarketMode::open) {
            if (!due_.empty()) {
                const std::uint64_t id = due_.front();
                end_siblings(id);
                Order order = *find(id);
                drop(id);
                match(order);
                continue;
            }
            const auto ready = std::ranges::find(lists, true, &List::ready);
            if (ready == lists.end()) return;
            ready->ready = false;
            turn_of(*ready);
        }
    }

    void turn_of(const List& list) {
        std::vector<Order> legs;
        for (std::size_t i = 1; i < list.legs.size(); ++i) legs.push_back(*find(list.legs[i]));
        for (const Order& leg : legs) drop(leg.id);
        const bool around =
            legs.size() < 2 || last == 0 || (price_of(legs[0]) > last && last > price_of(legs[1]));
        const bool refused = !around || std::ranges::any_of(legs, [this](const Order& leg) {
            return refusal(leg).has_value();
        });
        if (refused) {
            std::erase_if(lists, [id = list.id](const List& other) { return other.id == id; });
            return;
        }
        for (const Order& leg : legs) enter(leg);
    }

    // The price at which most trades; then with the smallest surplus, nearest to the last price,
    // and the lowest.
    void uncross() {
        while (const auto price = auction_price()) trade_all_at(*price);
    }
    void trade_all_at(std::int64_t price) {
        while (true) {
            const auto buys = book(core::Side::buy);
            const auto sells = book(core::Side::sell);
            if (buys.empty() || sells.empty() || buys.front()->limit < price ||
                sells.front()->limit > price) {
                return;
            }
            auction_trade(buys.front()->id, sells.front()->id, price);
        }
    }

    void auction_trade(std::uint64_t buy, std::uint64_t sell, std::int64_t price) {
        Order& taker = *find(std::max(buy, sell));
        Order& maker = *find(std::min(buy, sell));
        const auto [taker_id, maker_id] = std::pair{taker.id, maker.id};
        const std::int64_t lots = std::min(taker.visible, maker.visible);
        if (own(taker, maker)) return auction_prevent(taker_id, maker_id, lots);
        last = price;
        fills.push_back({maker_id, taker_id, price, lots});
        take_from(taker, lots);
        take_from(maker, lots);
        end_siblings(maker_id);
        end_siblings(taker_id);
        see_price();
        settle_maker(maker_id, true);
        settle_maker(taker_id, true);
    }
    void auction_prevent(std::uint64_t taker, std::uint64_t maker, std::int64_t lots) {
        const core::SelfTradePrevention how = find(taker)->prevention;
        if (how == core::SelfTradePrevention::decrement) {
            for (const std::uint64_t id : {maker, taker}) {
                end_siblings(id);
                find(id)->prevented += lots;
                take_from(*find(id), lots);
                settle_maker(id, false);
            }
            return;
        }
        if (how != core::SelfTradePrevention::expire_taker) end(maker, false);
        if (how != core::SelfTradePrevention::expire_maker && find(taker)) end(taker, false);
    }

    std::optional<std::int64_t> auction_price() const {
        const auto buys = book(core::Side::buy);
        const auto sells = book(core::Side::sell);
        std::optional<std::int64_t> best;
        std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t> best_rank;
        const std::int64_t highest = buys.empty() ? 0 : buys.front()->limit;
        for (std::int64_t price = 1; price <= highest; ++price) {
            std::int64_t bought = 0, sold = 0;
            for (const Order* buy : buys) bought += buy->limit >= price ? buy->leaves : 0;
            for (const Order* sell : sells) sold += sell->limit <= price ? sell->leaves : 0;
            const std::int64_t traded = std::min(bought, sold);
            if (traded == 0) continue;
            const std::int64_t away = last == 0 ? 0 : std::abs(price - last);
            const std::tuple rank{-traded, std::max(bought, sold) - traded, away, price};
            if (!best || rank < best_rank) best = price, best_rank = rank;
        }
        return best;
    }

    std::deque<std::uint64_t> due_;
    std::uint64_t lines_{};
    std::uint64_t lists_made_{};
};

}  // namespace model
