// The durable present: a second State and the market view, fed with durable records only.
//
//     const views::Live::Read live = view.read();
//     live->state.ledger.balance(account, asset);      // as of live->state.stamp
//     view.listen(streams);                            // and hear of each change
//
// Threads: apply() from the engine's committing thread; read() from any, under a shared lock.
// Keep a Read for the length of one answer, never across a wait. Listeners hear on the committing
// thread, when the lock is free again.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>

#include "core/exchange/state.hpp"
#include "journal/snapshots.hpp"
#include "views/closed_lists.hpp"
#include "views/closed_orders.hpp"
#include "views/market/market_view.hpp"
#include "views/news/level_watch.hpp"
#include "views/news/news_maker.hpp"
#include "views/order_trail.hpp"

namespace views {

struct Present {
    core::State state;
    MarketView markets;
    ClosedOrders closed;       // since this start: not in snapshots, history knows the older ones
    ClosedLists closed_lists;  // the same
    LevelWatch watch;          // of the last record: not in snapshots
};

// One record later. What it closes is not kept.
void apply(Present& present, const core::Record& record);

// The whole present as the bytes of a snapshot, and back; nothing if these are not such bytes.
// Cost: about a third of a second per million open orders.
base::Bytes encode(const Present& present);
bool decode(base::BytesView bytes, Present& present);

class Live {
  public:
    // `position`: of the last record in `present`.
    Live(std::unique_ptr<Present> present, const journal::Position& position);

    class Read {
      public:
        explicit Read(const Live& live) : lock_{live.mutex_}, live_{live} {}
        const Present* operator->() const { return live_.present_.get(); }
        const Present& operator*() const { return *live_.present_; }
        // Where this present stands in the journal.
        const journal::Position& position() const { return live_.position_; }

      private:
        std::shared_lock<std::shared_mutex> lock_;
        const Live& live_;
    };
    Read read() const { return Read{*this}; }

    // From the next batch on; the listener outlives the last one. A batch without news is not told.
    void listen(NewsListener& listener);

    void apply(std::span<const core::Record> records, const journal::Position& position);

  private:
    std::vector<RecordNews> applied(std::span<const core::Record> records,
                                    std::span<NewsListener* const> listeners);
    void follow(const core::Record& record, bool heard);
    void note_leg(const core::OpenOrder& closed);
    void end_lists(core::Timestamp time);

    mutable std::shared_mutex mutex_;
    std::unique_ptr<Present> present_;
    journal::Position position_;
    std::vector<NewsListener*> listeners_;
    OrderTrail trail_;
    NewsMaker maker_;
    std::vector<core::OrderList> lists_;  // that the record may end; then those that it ended
};

}  // namespace views
