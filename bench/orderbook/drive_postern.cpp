// Postern's book behind the driver, as the house uses it: first a look at what an order would meet
// (const), then the facts of it one by one, each finding its order by its id again.
// With a large book it looks ahead in the stream, as an engine can that has decoded a batch.
#include <algorithm>
#include <vector>

#include "core/matching/order_book.hpp"
#include "driver.hpp"

namespace {

// The stream counts sides from 0, the house from 1. Without a branch: sides come at random.
static_assert(core::Side{ostr::BUY + 1} == core::Side::buy);
static_assert(core::Side{ostr::SELL + 1} == core::Side::sell);
core::Side side_of(const ostr::Record& record) { return static_cast<core::Side>(record.side + 1); }

class Postern {
  public:
    static const char* name() { return "postern"; }
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

    // What a record will touch hangs together like a chain (id, order, level and neighbours), so
    // each link is asked for some records before the next one.
    void ahead(const ostr::Record* record, const ostr::Record* end) {
        if (!pool_.is_large() || end - record <= 64) return;
        base::prefetch_line(record + 64);
        const ostr::Record& third = record[24];
        const ostr::Record& second = record[16];
        const ostr::Record& first = record[8];
        if (third.op == ostr::CANCEL) {
            pool_.prefetch_index(core::OrderId{third.order_id});
        } else if (third.kind == ostr::LIMIT) {
            books_[third.symbol].prefetch_window(side_of(third), core::Price{third.price});
        }
        if (second.op == ostr::CANCEL) {
            pool_.prefetch_order(core::OrderId{second.order_id});
        } else if (second.kind == ostr::LIMIT) {
            books_[second.symbol].prefetch_level(side_of(second), core::Price{second.price});
        }
        if (first.op == ostr::CANCEL) {
            pool_.prefetch_neighbours(core::OrderId{first.order_id});
        } else if (first.kind == ostr::LIMIT) {
            books_[first.symbol].prefetch_newest(side_of(first), core::Price{first.price});
        }
    }

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
            trades_.emplace_back(maker.id, quantity, quantity == maker.leaves);
            leaves -= quantity;
            if (leaves.lots == 0) break;
        }
        for (const Traded& traded : trades_) {
            const core::Slot slot = pool_.find(traded.maker);
            if (traded.closes) {
                book.remove(slot);
            } else {
                book.reduce(slot, traded.quantity);
            }
        }
        return leaves;
    }

    core::OrderPool pool_;
    std::vector<core::OrderBook> books_;
    std::vector<Traded> trades_;
};

}  // namespace

DRIVER_MAIN(Postern)
