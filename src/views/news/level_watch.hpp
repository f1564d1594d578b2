// Which levels of which books a record changes, and to what. One update of a market's book is one
// level whose lots are not what they were before the record.
//
//     watch.look(state, record);       // the levels that it may touch, as they are
//     core::apply(state, record);
//     for (const LevelWatch::Level& level : watch.changes(state)) ...   // and where they changed
//
// A level that is emptied and filled again within one record has not changed, if it holds as much
// as before. By market, buys before sells, the best price first.
//
// Cost     O(events), and two looks at the book for each level touched. Reuses its memory.
#pragma once

#include <span>
#include <vector>

#include "core/exchange/state.hpp"
#include "core/types/record.hpp"

namespace views {

class LevelWatch {
  public:
    struct Level {
        core::MarketId market;
        core::Side side{};
        core::Price price;
        core::Quantity lots;

        friend bool operator==(const Level&, const Level&) = default;
    };

    void look(const core::State& before, const core::Record& record);
    std::span<const Level> changes(const core::State& after);
    // The same, as found last.
    std::span<const Level> changes() const { return levels_; }

  private:
    void see(const core::State& before, const core::OrderAccepted& event);
    void see(const core::State& before, const core::OrderActivated& event);
    void see(const core::State& before, const core::OrderRested& event);
    void see(const core::State& before, const core::Traded& event);
    void see(const core::State& before, const core::OrderDecremented& event);
    void see(const core::State& before, const core::OrderRefreshed& event);
    void see(const core::State& before, const core::OrderAmended& event);
    void see(const core::State& before, const core::OrderClosed& event);
    void see(const core::State&, const auto&) {}

    void touch(const core::State& before, core::MarketId market, core::Side side,
               core::Price price);
    void touch_order(const core::State& before, core::OrderId order);

    std::vector<Level> levels_;
    core::OrderSummary taker_;  // not in the book until it rests
};

}  // namespace views
