// Postern's book behind the driver, as the house uses it: first a look at what an order would meet
// (const), then the facts of it one by one, each finding its order by its id again.
//
// -DPREFETCH looks ahead in the batch, as an engine does that has decoded one. What a record will
// touch hangs together like a chain (id, order, level, neighbours), so each link is asked for some
// records before the next one.
#include <algorithm>
#include <vector>

#include "core/matching/order_book.hpp"
#include "driver.hpp"

namespace {

core::Side side_of(const ostr::Record& record) {
    return record.side == ostr::BUY ? core::Side::buy : core::Side::sell;
}

class Postern {
  public:
    ostr::Digest dig;

    explicit Postern(const ostr::Header& header) {
        for (std::uint32_t symbol = 0; symbol < header.symbols; ++symbol) {
            books_.emplace_back(pool_, core::MarketId{symbol + 1});
        }
    }

    void add(const ostr::Record& record) {
        core::OrderBook& book = books_[record.symbol];
        const core::Side side = side_of(record);
        const core::Price limit =
            record.kind == ostr::MARKET ? core::any_price(side) : core::Price{record.price};
        core::Quantity leaves{record.qty};
        if (book.crosses(side, limit)) leaves = match(book, record, limit, leaves);
        if (leaves.lots == 0 || record.kind != ostr::LIMIT) return;
        book.add(core::OrderId{record.order_id}, core::AccountId{record.account}, side, limit,
                 leaves);
    }

    void cancel(const ostr::Record& record) {
        const core::Slot slot = pool_.find(core::OrderId{record.order_id});
        if (slot != core::no_slot) books_[record.symbol].remove(slot);
    }

#ifdef PREFETCH
    static const char* name() { return "postern+prefetch"; }
    void ahead(const ostr::Record* record, const ostr::Record* end) {
        asm volatile("");  // else GCC takes a function that only prefetches for a pure one
        if (record + 18 < end) pool_.prefetch(core::OrderId{record[18].order_id});
    }
#else
    static const char* name() { return "postern"; }
#endif

  private:
    struct Traded {
        core::OrderId maker;
        core::Quantity quantity;
        bool closes;
    };

    core::Quantity match(core::OrderBook& book, const ostr::Record& record, core::Price limit,
                         core::Quantity leaves) {
        trades_.clear();
        for (const core::Maker& maker : book.makers(side_of(record), limit)) {
            const core::Quantity quantity = std::min(maker.leaves, leaves);
            dig.trade(maker.id.value, record.order_id, maker.price.ticks,
                      static_cast<std::uint64_t>(quantity.lots));
            trades_.push_back({maker.id, quantity, quantity == maker.leaves});
            leaves -= quantity;
            if (leaves.lots == 0) break;
        }
        for (const Traded& traded : trades_) {
            const core::Slot slot = pool_.find(traded.maker);
            book.reduce(slot, traded.quantity);
            if (traded.closes) book.remove(slot);
        }
        return leaves;
    }

    core::OrderPool pool_;
    std::vector<core::OrderBook> books_;
    std::vector<Traded> trades_;
};

}  // namespace

DRIVER_MAIN(Postern)
