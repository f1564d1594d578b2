#include "core/matching/triggers.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <tuple>

#include "base/int128.hpp"
#include "base/prng.hpp"

namespace core {
namespace {

OpenOrder stop_order(std::uint64_t id, Side side, OrderType type, std::int64_t stop,
                     std::uint32_t trailing = 0) {
    OpenOrder order;
    order.id = OrderId{id};
    order.market = MarketId{1};
    order.side = side;
    order.type = type;
    OrderTerms& terms = order.terms.emplace();
    terms.stop = Price{stop};
    terms.trailing = trailing;
    terms.parking = Parking::trigger;
    return order;
}

std::vector<OrderId> due_in(const Triggers& triggers) {
    std::vector<OrderId> due;
    triggers.for_each_due([&due](OrderId order) { due.push_back(order); });
    return due;
}

// The obvious way: every order is looked at with every price.
class NaiveTriggers {
  public:
    void add(const OpenOrder& order) { waiting_.push_back(order); }
    bool remove(OrderId id) {
        std::erase(due, id);
        return std::erase_if(waiting_, [id](const OpenOrder& one) { return one.id == id; }) != 0;
    }
    void saw(Price last) {
        using Fired = std::tuple<int, std::int64_t, OrderId>;  // what goes first, its stop, its id
        std::vector<Fired> fired;
        for (OpenOrder& order : waiting_) {
            OrderTerms& terms = *order.terms;
            const bool above = triggers_above(order.side, order.type);
            if (terms.trailing != 0 && terms.extreme == Price{}) {
                const bool there = above ? last <= terms.stop : last >= terms.stop;
                if (there || terms.stop == Price{}) terms.extreme = last;
                continue;
            }
            if (terms.trailing != 0) {
                terms.extreme =
                    above ? std::min(terms.extreme, last) : std::max(terms.extreme, last);
            }
            const std::int64_t stop = stop_of(order, above);
            if (above ? last.ticks < stop : last.ticks > stop) continue;
            const int kind = (terms.trailing != 0 ? 2 : 0) + (above ? 0 : 1);
            fired.emplace_back(kind, above ? stop : -stop, order.id);
        }
        std::ranges::sort(fired);
        for (const auto& [kind, stop, id] : fired) {
            remove(id);
            due.push_back(id);
        }
    }
    Price extreme(OrderId id) const {
        const auto found = std::ranges::find(waiting_, id, &OpenOrder::id);
        return found == waiting_.end() ? Price{} : found->terms->extreme;
    }

    std::vector<OrderId> due;

  private:
    static std::int64_t stop_of(const OpenOrder& order, bool above) {
        const OrderTerms& terms = *order.terms;
        if (terms.trailing == 0) return terms.stop.ticks;
        const std::int64_t away = terms.trailing;
        if (above) return (terms.extreme.ticks * (10'000 + away) + 9'999) / 10'000;
        return terms.extreme.ticks * (10'000 - away) / 10'000;
    }

    std::vector<OpenOrder> waiting_;
};

TEST(Triggers, fire_rising_stops_upwards_then_falling_ones_downwards_then_trailing_ones) {
    Triggers triggers;
    OpenOrder trailing = stop_order(9, Side::sell, OrderType::stop_loss, 0, 100);
    trailing.terms->extreme = Price{200};
    for (const OpenOrder& order : {trailing, stop_order(4, Side::sell, OrderType::stop_loss, 110),
                                   stop_order(3, Side::sell, OrderType::stop_loss, 120),
                                   stop_order(2, Side::buy, OrderType::stop_loss, 90),
                                   stop_order(7, Side::buy, OrderType::stop_loss, 80),
                                   stop_order(6, Side::buy, OrderType::stop_loss, 80)}) {
        triggers.add(order);
    }
    EXPECT_FALSE(triggers.has_due());
    triggers.saw(Price{100});
    EXPECT_EQ(due_in(triggers), (std::vector{OrderId{6}, OrderId{7}, OrderId{2}, OrderId{3},
                                             OrderId{4}, OrderId{9}}));
}

TEST(Triggers, of_prices_as_large_as_they_get_do_not_overflow) {
    constexpr std::int64_t high = std::int64_t{1} << 52;
    Triggers triggers;
    OpenOrder order = stop_order(1, Side::buy, OrderType::stop_loss, 0, 9'999);
    order.terms->extreme = Price{high};
    triggers.add(order);
    triggers.saw(Price{high - 1});
    EXPECT_EQ(triggers.extreme(order), Price{high - 1});
    EXPECT_FALSE(triggers.has_due());
}

class Player {
  public:
    explicit Player(std::uint64_t seed) : prng_{seed} {}

    void step() {
        const std::uint64_t dice = prng_.below(100);
        if (dice < 40) {
            add();
        } else if (dice < 50 && !orders_.empty()) {
            const OpenOrder order = orders_[prng_.below(orders_.size())];
            fast_.remove(order);
            naive_.remove(order.id);
            std::erase_if(orders_, [&](const OpenOrder& one) { return one.id == order.id; });
        } else {
            last_ = Price{std::clamp<std::int64_t>(last_.ticks + prng_.between(-30, 30), 1, 3'000)};
            fast_.saw(last_);
            naive_.saw(last_);
        }
        ASSERT_EQ(due_in(fast_), naive_.due);
        fired = std::max(fired, naive_.due.size());
        for (const OpenOrder& order : orders_) {
            if (fast_.is_due(order.id)) continue;
            ASSERT_EQ(fast_.extreme(order).value_or(Price{}), naive_.extreme(order.id));
        }
        while (!naive_.due.empty() && prng_.one_in(2)) take_first();
    }

    std::size_t fired = 0;

  private:
    void add() {
        if (orders_.size() > 60) return;
        const Side side = prng_.one_in(2) ? Side::buy : Side::sell;
        const OrderType type = prng_.one_in(2) ? OrderType::stop_loss : OrderType::take_profit;
        const bool above = triggers_above(side, type);
        const std::int64_t away = prng_.between(1, 60);
        const std::int64_t stop = std::max<std::int64_t>(1, last_.ticks + (above ? away : -away));
        OpenOrder order = stop_order(++last_id_, side, type, stop);
        if (prng_.one_in(2)) {
            order.terms->trailing = static_cast<std::uint32_t>(prng_.between(1, 800));
            if (prng_.one_in(2)) order.terms->stop = Price{};
            if (prng_.one_in(2)) order.terms->extreme = last_;
        }
        fast_.add(order);
        naive_.add(order);
        orders_.push_back(order);
    }
    void take_first() {
        const OrderId first = fast_.due();
        const auto order = std::ranges::find(orders_, first, &OpenOrder::id);
        fast_.remove(*order);
        naive_.remove(first);
        orders_.erase(order);
    }

    base::Prng prng_;
    Triggers fast_;
    NaiveTriggers naive_;
    std::vector<OpenOrder> orders_;
    Price last_{1'000};
    std::uint64_t last_id_ = 0;
};

TEST(Triggers, are_those_that_looking_at_every_order_finds) {
    std::size_t fired = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Player player{seed};
        for (int i = 0; i < 2'000 && !testing::Test::HasFatalFailure(); ++i) player.step();
        fired = std::max(fired, player.fired);
    }
    EXPECT_GT(fired, 5u);  // several at once
}

}  // namespace
}  // namespace core
