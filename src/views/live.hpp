// The durable present: a second State and the market view, fed with durable records only.
//
//     const views::Live::Read live = view.read();
//     live->state.ledger.balance(account, asset);      // as of live->state.stamp
//
// Threads: apply() from the engine's committing thread; read() from any, under a shared lock.
// Keep a Read for the length of one answer, never across a wait.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>

#include "core/exchange/state.hpp"
#include "journal/snapshots.hpp"
#include "views/closed_orders.hpp"
#include "views/market/market_view.hpp"

namespace views {

struct Present {
    core::State state;
    MarketView markets;
    ClosedOrders closed;  // since this start: not in snapshots, history knows the older ones
};

// One record later.
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

    void apply(std::span<const core::Record> records, const journal::Position& position);

  private:
    mutable std::shared_mutex mutex_;
    std::unique_ptr<Present> present_;
    journal::Position position_;
};

}  // namespace views
