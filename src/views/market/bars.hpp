// What was traded in one market, in four grains of time, from which any candle is folded.
//
//     grain    1 s     1 m      15 m      1 d
//     kept     25 h    32 d     for ever  for ever
//
//     fold(09:14:30, 11:31:00)  =  30 x 1s, then 5 x 15m + ..., then 1 x 1m: the coarsest that fit
//
// Only stretches in which something was traded are kept, and what is kept depends on the trades
// alone, not on when somebody looks.
//
// Memory   128 bytes per stretch: at most 11.6 MB of seconds, 6 MB of minutes, and 4.5 MB a year of
//          quarters, if something is traded in every one.
// Cost     add: O(1). fold: O(log n) and the bars merged, about 300 for 24 hours.
#pragma once

#include <array>
#include <deque>
#include <span>

#include "base/codec.hpp"
#include "views/market/bar.hpp"

namespace views {

class Bars {
  public:
    enum Grain : std::size_t { second, minute, quarter, day };
    static constexpr std::array step{core::seconds(1), core::minutes(1), core::minutes(15),
                                     core::hours(24)};
    static constexpr std::array kept{core::hours(25), core::hours(24 * 32)};

    // Trades come in the order of time.
    void add(core::Timestamp time, const Bar& trade);

    bool empty() const { return grains_[day].empty(); }
    core::Timestamp first_time() const { return first_time_; }  // of the first trade ever
    core::Timestamp last_time() const { return last_time_; }

    // All that was traded in the span, whose ends are whole seconds. Where it cuts into seconds or
    // minutes that are no longer kept, these are taken from `older`, which has them by time.
    Bar fold(core::Timestamp from, core::Timestamp until,
             std::span<const TimedBar> older = {}) const;
    // The price of the last trade before a time; zero if there was none.
    core::Price close_before(core::Timestamp time, std::span<const TimedBar> older = {}) const;
    // From when on the bars of a grain are all here.
    core::Timestamp kept_from(Grain grain) const;

    void encode(base::Bytes& out) const;
    void decode(base::Decoder& in);

  private:
    Bar fold(Grain grain, core::Timestamp from, core::Timestamp until,
             std::span<const TimedBar> older) const;
    Bar sum(Grain grain, core::Timestamp from, core::Timestamp until,
            std::span<const TimedBar> older) const;
    void forget();

    std::array<std::deque<TimedBar>, step.size()> grains_;
    core::Timestamp first_time_;
    core::Timestamp last_time_;
};

}  // namespace views
