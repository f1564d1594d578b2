#include "views/market/bars.hpp"

#include <algorithm>

#include "views/market/deque_codec.hpp"
#include "views/market/interval.hpp"

namespace views {
namespace {

constexpr core::Timestamp always{INT64_MIN};

core::Timestamp ceil_to(core::Timestamp time, core::Duration step) {
    const core::Timestamp down = floor_to(time, step);
    return down == time ? time : down + step;
}

// Adds up the bars that open within the span. Works on a deque and on a span alike.
void add_within(Bar& all, const auto& bars, core::Timestamp from, core::Timestamp until) {
    auto bar = std::ranges::lower_bound(bars, from, {}, &TimedBar::opens);
    for (; bar != bars.end() && bar->opens < until; ++bar) all.add(bar->bar);
}

}  // namespace

void Bars::add(core::Timestamp time, const Bar& trade) {
    if (empty()) first_time_ = time;
    last_time_ = time;
    for (const Grain grain : {second, minute, quarter, day}) {
        std::deque<TimedBar>& bars = grains_[grain];
        const core::Timestamp opens = floor_to(time, step[grain]);
        if (bars.empty() || bars.back().opens != opens) bars.push_back({opens, {}});
        bars.back().bar.add(trade);
    }
    forget();
}

// The boundary of what is kept lies between two bars of the next grain, so that what is no longer
// there in detail is there whole.
core::Timestamp Bars::kept_from(Grain grain) const {
    if (grain >= kept.size()) return always;
    return floor_to(last_time_ - kept[grain], step[grain + 1]);
}

void Bars::forget() {
    for (const Grain grain : {second, minute}) {
        std::deque<TimedBar>& bars = grains_[grain];
        const core::Timestamp from = kept_from(grain);
        while (bars.front().opens < from) bars.pop_front();
    }
}

Bar Bars::fold(core::Timestamp from, core::Timestamp until, std::span<const TimedBar> older) const {
    return from < until ? fold(day, from, until, older) : Bar{};
}

// The middle in this grain, what sticks out at both ends in finer ones.
Bar Bars::fold(Grain grain, core::Timestamp from, core::Timestamp until,
               std::span<const TimedBar> older) const {
    if (grain == second) return sum(second, from, until, older);
    const auto finer = static_cast<Grain>(grain - 1);
    const core::Timestamp first = ceil_to(from, step[grain]);
    const core::Timestamp last = floor_to(until, step[grain]);
    if (first >= last) return fold(finer, from, until, older);
    Bar all;
    if (from < first) all.add(fold(finer, from, first, older));
    all.add(sum(grain, first, last, older));
    if (last < until) all.add(fold(finer, last, until, older));
    return all;
}

Bar Bars::sum(Grain grain, core::Timestamp from, core::Timestamp until,
              std::span<const TimedBar> older) const {
    Bar all;
    const core::Timestamp here = kept_from(grain);
    if (from < here) add_within(all, older, from, std::min(until, here));
    add_within(all, grains_[grain], std::max(from, here), until);
    return all;
}

core::Price Bars::close_before(core::Timestamp time, std::span<const TimedBar> older) const {
    const core::Timestamp whole = floor_to(time, step[quarter]);
    const Bar rest = fold(whole, time, older);
    if (!rest.empty()) return rest.close;
    const auto& quarters = grains_[quarter];
    const auto after = std::ranges::lower_bound(quarters, whole, {}, &TimedBar::opens);
    return after == quarters.begin() ? core::Price{} : std::prev(after)->bar.close;
}

void Bars::encode(base::Bytes& out) const {
    base::encode(out, first_time_);
    base::encode(out, last_time_);
    for (const auto& bars : grains_) encode_items(out, bars);
}

void Bars::decode(base::Decoder& in) {
    base::decode(in, first_time_);
    base::decode(in, last_time_);
    for (auto& bars : grains_) decode_items(in, bars);
}

}  // namespace views
