// The news of the last records, so that whoever was cut off hears what he missed.
//
//     ring.add(news);                              // as the street hears them
//     if (ring.reaches(resume_from)) ring.each_after(resume_from, tell);
//
// Bounded by records and by what they say; what is dropped cannot be resumed from any more.
// Threads: the street. Cost: add O(1). Memory: the news themselves, shared with the hub's batches.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>

#include "views/news/news.hpp"

namespace api::native {

using KeptNews = std::shared_ptr<const views::RecordNews>;

struct RingLimits {
    std::size_t records_max{65'536};
    std::size_t facts_max{500'000};  // levels, trades, orders, balances
};

class StreamRing {
  public:
    // `from`: what was decided up to here is not in it.
    explicit StreamRing(core::Sequence from, RingLimits limits = {})
        : from_{from}, limits_{limits} {}

    void add(KeptNews news);
    // Whether everything after that sequence is still here.
    bool reaches(core::Sequence after) const { return after >= from_; }
    // Oldest first, until `tell` answers false. Cost: O(log records) and what is told.
    template <class Tell>
    void each_after(core::Sequence after, Tell&& tell) const {
        const auto sequence = [](const KeptNews& news) { return news->stamp.sequence; };
        auto news = std::ranges::upper_bound(kept_, after, {}, sequence);
        while (news != kept_.end() && tell(**news)) ++news;
    }
    // What was decided up to there may be missing.
    void forget(core::Sequence up_to);

  private:
    void drop_oldest();

    core::Sequence from_;
    RingLimits limits_;
    std::deque<KeptNews> kept_;
    std::size_t facts_{};
};

}  // namespace api::native
