#include "api/streams/book_changes.hpp"

#include "base/check.hpp"
#include "base/plant.hpp"

namespace api {
namespace {

template <class Levels>
std::vector<views::LevelChange> list_of(core::Side side, const Levels& levels) {
    std::vector<views::LevelChange> changes;
    changes.reserve(levels.size());
    for (const auto& [price, lots] : levels) changes.push_back({side, price, lots});
    return changes;
}

}  // namespace

void BookLedger::note(const views::BookNews& news) {
    Pending& pending = tenth_[news.market];
    if (pending.last == 0) pending.first = news.first;
    CHECK(pending.last == 0 || news.first == pending.last + 1);
    pending.last = news.last;
    for (const views::LevelChange& level : news.levels) {
        if (base::planted("streams_keep_emptied_levels") && level.lots == core::Quantity{})
            continue;
        if (level.side == core::Side::buy) {
            pending.bids[level.price] = level.lots;
        } else {
            pending.asks[level.price] = level.lots;
        }
    }
}

std::vector<BookChanges> BookLedger::take(Book& book) {
    std::vector<BookChanges> told;
    told.reserve(book.size());
    for (const auto& [market, pending] : book) {
        told.push_back({.market = market,
                        .first = pending.first,
                        .last = pending.last,
                        .bids = list_of(core::Side::buy, pending.bids),
                        .asks = list_of(core::Side::sell, pending.asks)});
    }
    book.clear();
    return told;
}

std::span<const BookChanges> BookLedger::take_100ms() {
    told_100ms_ = take(tenth_);
    for (const BookChanges& changes : told_100ms_) {
        Pending& pending = second_[changes.market];
        if (pending.last == 0) pending.first = changes.first;
        pending.last = changes.last;
        for (const auto& level : changes.bids) pending.bids[level.price] = level.lots;
        for (const auto& level : changes.asks) pending.asks[level.price] = level.lots;
    }
    return told_100ms_;
}

std::span<const BookChanges> BookLedger::take_1s() {
    told_1s_ = take(second_);
    return told_1s_;
}

}  // namespace api
