// The durable present: a second State and the market view, fed with durable records only.
//
//     const views::Live::Read live = view.read();
//     live->state.ledger.balance(account, asset);      // as of live->state.stamp
//
// Threads: follow() from the engine's committing thread; read() from any, under a shared lock.
// Keep a Read for the length of one answer, never across a wait.
#pragma once

#include <memory>
#include <shared_mutex>

#include "core/exchange/state.hpp"
#include "views/closed_orders.hpp"
#include "views/market/market_view.hpp"

namespace views {

struct Present {
    core::State state;
    MarketView markets;
    ClosedOrders closed;  // not in snapshots: empty after a start, and history knows them
};

class Live {
  public:
    explicit Live(std::unique_ptr<Present> present);

    class Read {
      public:
        explicit Read(const Live& live) : lock_{live.mutex_}, present_{*live.present_} {}
        const Present* operator->() const { return &present_; }
        const Present& operator*() const { return present_; }

      private:
        std::shared_lock<std::shared_mutex> lock_;
        const Present& present_;
    };
    Read read() const { return Read{*this}; }

    void apply(std::span<const core::Record> records);

  private:
    mutable std::shared_mutex mutex_;
    std::unique_ptr<Present> present_;
};

}  // namespace views
