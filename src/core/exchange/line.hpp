// The makers of a book in the order in which a taker meets them, icebergs slice by slice.
//
//     book:  sell #1 5 (7 hidden) @ 100, sell #2 5 @ 100, sell #3 5 @ 101
//     line:  #1 5, #2 5, #1 5, #1 2, #3 5
//
// A slice that was taken whole is followed by the iceberg's next one, behind all others at its
// price: refresh() says so before pop(). Orders that the draft has closed are not met.
//
// Cost: as the book's own walk; O(log special orders) more for a special one.
#pragma once

#include <vector>

#include "core/exchange/draft.hpp"
#include "core/exchange/state.hpp"

namespace core {

class Line {
  public:
    Line(const State& state, MarketId market, Side taker, Price limit, const Draft& draft)
        : orders_{state.orders},
          draft_{draft},
          at_{state.orders.book(market).makers(taker, limit).begin()} {
        enter();
    }

    bool empty() const { return empty_; }
    const Maker& front() const { return front_; }
    // What is behind the front's slice.
    Quantity hidden() const { return hidden_; }

    // Part of the front's slice is gone.
    void take(Quantity quantity) { front_.leaves -= quantity; }
    // All of it is: its next slice, which will be met again. Nothing where nothing is hidden.
    Quantity refresh();
    void pop() {
        if (from_book_) ++at_;
        enter();
    }

  private:
    struct Slice {
        Maker maker;
        Quantity hidden;
    };

    bool at_end() const { return at_ == std::default_sentinel; }
    void enter() {
        while (draft_.closes_any() && !at_end() && draft_.closed((*at_).id)) ++at_;
        if (next_slice_ != slices_.size() && enter_slice()) return;
        empty_ = at_end();
        if (empty_) return;
        front_ = *at_;
        orders_.prefetch_order(front_.id);  // to be filled when this draft is applied
        from_book_ = true;
        hidden_ = front_.special ? orders_.hidden(front_.id) : Quantity{};
    }
    bool enter_slice();

    const OpenOrders& orders_;
    const Draft& draft_;
    Makers::Iterator at_;
    bool empty_{};
    bool from_book_{};
    Maker front_{};
    Quantity hidden_{};
    std::vector<Slice> slices_;  // of the price that is being met, in the order of refreshing
    std::size_t next_slice_{};
};

}  // namespace core
