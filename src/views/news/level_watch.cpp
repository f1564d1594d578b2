#include "views/news/level_watch.hpp"

#include <algorithm>
#include <variant>

#include "base/plant.hpp"
#include "core/matching/ladder.hpp"

namespace views {
namespace {

core::OrderSummary summary_of(const core::OpenOrder& order) {
    return {.id = order.id,
            .market = order.market,
            .account = order.account,
            .side = order.side,
            .limit = order.limit,
            .leaves = order.leaves};
}

auto place_of(const LevelWatch::Level& level) {
    return std::tuple{level.market, level.side, core::Ladder::key_of(level.side, level.price)};
}

}  // namespace

void LevelWatch::look(const core::State& before, const core::Record& record) {
    levels_.clear();
    taker_ = before.taker ? summary_of(before.taker->order) : core::OrderSummary{};
    for (const core::Event& event : record.events) {
        std::visit([&](const auto& happened) { see(before, happened); }, event);
    }
    if (levels_.size() < 2) return;
    std::ranges::sort(levels_, {}, place_of);
    const auto twice = std::ranges::unique(levels_, {}, place_of);
    levels_.erase(twice.begin(), twice.end());
}

std::span<const LevelWatch::Level> LevelWatch::changes(const core::State& after) {
    std::erase_if(levels_, [&](Level& level) {
        const core::Quantity lots =
            after.orders.book(level.market).lots_at(level.side, level.price);
        if (base::planted("news_skip_a_level") && lots.lots % 5 == 3) return true;
        const bool same = lots == level.lots;
        level.lots = lots;
        return same;
    });
    return levels_;
}

void LevelWatch::see(const core::State&, const core::OrderAccepted& event) {
    taker_ = summary_of(event.order);
}

void LevelWatch::see(const core::State& before, const core::OrderActivated& event) {
    if (const auto parked = before.orders.summary(event.order)) taker_ = *parked;
}

void LevelWatch::see(const core::State& before, const core::OrderRested& event) {
    if (event.order == taker_.id) touch(before, event.market, taker_.side, taker_.limit);
    taker_ = {};
}

// In a call auction nobody is taker: both orders rest, each at its own limit.
void LevelWatch::see(const core::State& before, const core::Traded& event) {
    if (event.taker == taker_.id) {
        touch(before, event.market, core::opposite(event.taker_side), event.price);
        return;
    }
    touch_order(before, event.maker);
    touch_order(before, event.taker);
}

void LevelWatch::see(const core::State& before, const core::OrderDecremented& event) {
    if (event.order != taker_.id) touch_order(before, event.order);
}

void LevelWatch::see(const core::State& before, const core::OrderRefreshed& event) {
    touch_order(before, event.order);
}

void LevelWatch::see(const core::State& before, const core::OrderAmended& event) {
    touch_order(before, event.order);
}

// What was filled was traded, and its level touched by that.
void LevelWatch::see(const core::State& before, const core::OrderClosed& event) {
    if (event.order == taker_.id) {
        taker_ = {};
    } else if (event.reason != core::CloseReason::filled) {
        touch_order(before, event.order);
    }
}

void LevelWatch::touch(const core::State& before, core::MarketId market, core::Side side,
                       core::Price price) {
    if (!levels_.empty()) {  // the next maker mostly stands where the last one did
        const Level& last = levels_.back();
        if (last.price == price && last.side == side && last.market == market) return;
    }
    levels_.push_back({market, side, price, before.orders.book(market).lots_at(side, price)});
}

// An order that came to rest in this very record has touched its level by that; of a parked order
// the level at its price is looked at in vain.
void LevelWatch::touch_order(const core::State& before, core::OrderId order) {
    if (const auto found = before.orders.summary(order)) {
        touch(before, found->market, found->side, found->limit);
    }
}

}  // namespace views
