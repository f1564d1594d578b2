// The events decided so far, and the balances as they will be after them.
//
// Reused from command to command, so that deciding allocates nothing once it is warm.
#pragma once

#include <span>
#include <vector>

#include "core/exchange/state.hpp"
#include "core/types/event.hpp"

namespace core {

class Draft {
  public:
    std::span<const Event> events() const { return events_; }
    void clear();

    template <class Happened>
    void add(const Happened& event) {
        events_.emplace_back(event);
    }

    // Opens a Posted event; move() adds to it until the next open().
    void open(PostingReason reason);
    // Adds `delta` to a bucket; the balance after it is worked out from the ledger and what this
    // draft moved before. Nothing happens for a delta of zero.
    void move(const Ledger& ledger, AccountId account, AssetId asset, Bucket bucket, Amount delta);

  private:
    struct Slot {
        std::uint64_t turn{};
        AccountId account;
        AssetId asset;
        Bucket bucket{};
        Amount after;
    };
    Slot& slot(AccountId account, AssetId asset, Bucket bucket);
    void grow();

    std::vector<Event> events_;
    std::vector<Slot> slots_ = std::vector<Slot>(1024);  // open addressing; stale turns are empty
    std::size_t used_{};
    std::uint64_t turn_{1};
};

}  // namespace core
