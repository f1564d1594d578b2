// What changed in the books since the last flush of a cadence: each level once, as it is now.
//
//     news     41..42: sell 100 -> 3, buy 99 -> 2        flush at 100 ms: 41..44
//              43..44: sell 100 -> 0                       sell 100 -> 0, buy 99 -> 2
//     news     45..45: buy 99 -> 5                        flush at 200 ms: 45..45
//                                                         flush at 1 s: 41..45
//
// Kept for every market, whether somebody listens or not: so `first` is always one more than the
// `last` before it, for every subscriber and in both cadences.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "views/news/news.hpp"

namespace api {

struct BookChanges {
    core::MarketId market;
    std::uint64_t first{};
    std::uint64_t last{};
    std::vector<views::LevelChange> bids{};  // best first
    std::vector<views::LevelChange> asks{};
};

// The changes of all markets in both cadences.
class BookLedger {
  public:
    void note(const views::BookNews& news);

    // By market; what was noted since the last call. The spans hold until the next call.
    std::span<const BookChanges> take_100ms();
    std::span<const BookChanges> take_1s();  // call it right after take_100ms()

  private:
    struct Pending {
        std::uint64_t first{};
        std::uint64_t last{};
        std::map<core::Price, core::Quantity, std::greater<>> bids;
        std::map<core::Price, core::Quantity> asks;
    };
    using Book = std::map<core::MarketId, Pending>;
    static std::vector<BookChanges> take(Book& book);

    Book tenth_;
    Book second_;
    std::vector<BookChanges> told_100ms_;
    std::vector<BookChanges> told_1s_;
};

}  // namespace api
