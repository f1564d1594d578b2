// The events decided so far, the balances as they will be after them, and the orders they close.
//
// Reused from command to command, so that deciding allocates nothing once it is warm.
#pragma once

#include <span>
#include <utility>
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
    // Makes the event where it will stand.
    template <class Happened, class... Fields>
    void emplace(Fields&&... fields) {
        events_.emplace_back(std::in_place_type<Happened>, std::forward<Fields>(fields)...);
    }

    // Takes back the last events, down to so many. They moved nothing and closed nothing.
    void take_back(std::size_t count) { events_.resize(count); }

    // Opens a Posted event; move() adds to it until the next open().
    void open(PostingReason reason);
    // Adds `delta` to a bucket; the balance after it is worked out from the ledger and what this
    // draft moved before. Nothing happens for a delta of zero.
    void move(const Ledger& ledger, AccountId account, AssetId asset, Bucket bucket, Amount delta);
    // What a bucket holds after all that was moved.
    Amount balance(const Ledger& ledger, AccountId account, AssetId asset, Bucket bucket) const;

    // Adds OrderClosed. The state does not know it yet; who decides more in this draft asks
    // closed() before he takes the order for an open one.
    void close(const OrderClosed& event);
    bool closed(OrderId order) const { return closed_count_ != 0 && is_closed(order); }
    bool closes_any() const { return closed_count_ != 0; }

  private:
    struct Slot {
        std::uint64_t turn{};
        AccountId account;
        AssetId asset;
        Bucket bucket{};
        Amount after;
    };
    Slot& slot(AccountId account, AssetId asset, Bucket bucket);
    const Slot& slot(AccountId account, AssetId asset, Bucket bucket) const;
    void grow();

    // Few enough that they stay in the nearest cache with what deciding reads beside them.
    static constexpr std::size_t slots_min = 64;

    struct Closed {
        std::uint64_t turn{};
        OrderId order;
    };
    bool is_closed(OrderId order) const;
    void mark(OrderId order);

    std::vector<Event> events_;
    std::vector<Slot> slots_ =
        std::vector<Slot>(slots_min);  // open addressing; stale turns are empty
    std::size_t used_{};
    std::vector<Closed> closed_ = std::vector<Closed>(256);  // the same
    std::size_t closed_count_{};
    std::uint64_t turn_{1};
};

}  // namespace core
