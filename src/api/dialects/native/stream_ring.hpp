// The news of the last records, so that whoever was cut off hears what he missed.
//
//     ring.add(news);                              // as the street hears them
//     if (ring.reaches(resume_from)) ring.each_after(resume_from, tell);
//
// Bounded by records and by what they say; what is dropped cannot be resumed from any more.
// Threads: the street. Cost: add O(1). Memory: the news themselves, shared with the hub's batches.
#pragma once

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
    // Oldest first.
    template <class Tell>
    void each_after(core::Sequence after, Tell&& tell) const {
        for (const KeptNews& news : kept_) {
            if (news->stamp.sequence > after) tell(*news);
        }
    }

  private:
    void drop_oldest();

    core::Sequence from_;
    RingLimits limits_;
    std::deque<KeptNews> kept_;
    std::size_t facts_{};
};

}  // namespace api::native
