#include "core/matching/triggers.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/int128.hpp"
#include "base/plant.hpp"

namespace core {
namespace {

bool rises(const OpenOrder& order) { return triggers_above(order.side, order.type); }

// Where a trailing stop that does not trail yet begins to, less being sooner; without a stop of its
// own, at any price.
std::int64_t begins_at(const OpenOrder& order) {
    const std::int64_t stop = order.terms->stop.ticks;
    if (stop == 0) return -INT64_MAX;
    return rises(order) ? -stop : stop;
}

}  // namespace

// Trail

// Rounded down in keys: down for falling stops, up for rising ones.
Trail::Key Trail::stop(Key extreme, std::uint32_t distance) const {
    const base::Int128 share = 10'000 - sign_ * static_cast<std::int64_t>(distance);
    const base::Int128 scaled = static_cast<base::Int128>(extreme) * share;
    base::Int128 quotient = scaled / 10'000;
    if (scaled % 10'000 < 0) --quotient;
    return static_cast<Key>(quotient);
}

Trail::Key Trail::nearest(const Bucket& bucket) const {
    return stop(bucket.extreme, bucket.orders.begin()->first);
}

void Trail::add(OrderId order, std::uint32_t distance, Price extreme) {
    const Key key = sign_ * extreme.ticks;
    Bucket& bucket = buckets_[key];
    if (!bucket.orders.empty()) nearest_.erase({nearest(bucket), key});
    bucket.extreme = key;
    bucket.orders.emplace(distance, order);
    nearest_.emplace(nearest(bucket), key);
    CHECK(where_.emplace(order, Place{&bucket, distance}).second);
}

void Trail::remove(OrderId order) {
    const auto found = where_.find(order);
    if (found == where_.end()) return;
    const Place place = found->second;
    where_.erase(found);
    Bucket& bucket = *place.bucket;
    nearest_.erase({nearest(bucket), bucket.extreme});
    bucket.orders.erase({place.distance, order});
    if (bucket.orders.empty()) {
        buckets_.erase(bucket.extreme);
    } else {
        nearest_.emplace(nearest(bucket), bucket.extreme);
    }
}

std::optional<Price> Trail::extreme(OrderId order) const {
    const auto found = where_.find(order);
    if (found == where_.end()) return std::nullopt;
    return Price{sign_ * found->second.bucket->extreme};
}

void Trail::look(Price last, std::vector<Fired>& fired) {
    const Key key = sign_ * last.ticks;
    if (buckets_.begin()->first < key) follow(key);
    if (nearest_.rbegin()->first >= key) fire(key, fired);
}

// All that trailed from less trail from here. The smaller bucket moves into the larger one, so each
// order moves a few times in its life.
void Trail::follow(Key last) {
    auto found = buckets_.extract(buckets_.begin());
    nearest_.erase({nearest(found.mapped()), found.key()});
    while (!buckets_.empty() && buckets_.begin()->first <= last) {
        auto next = buckets_.extract(buckets_.begin());
        nearest_.erase({nearest(next.mapped()), next.key()});
        if (next.mapped().orders.size() > found.mapped().orders.size()) std::swap(next, found);
        merge(found.mapped(), next.mapped());
    }
    found.key() = last;
    found.mapped().extreme = last;
    const auto put = buckets_.insert(std::move(found)).position;
    nearest_.emplace(nearest(put->second), last);
}

void Trail::merge(Bucket& into, Bucket& from) {
    for (const auto& [distance, order] : from.orders) {
        into.orders.emplace(distance, order);
        where_.at(order).bucket = &into;
    }
}

void Trail::fire(Key last, std::vector<Fired>& fired) {
    while (!nearest_.empty() && nearest_.rbegin()->first >= last) {
        const auto [stop, extreme] = *nearest_.rbegin();
        const OrderId order = buckets_.at(extreme).orders.begin()->second;
        fired.push_back({-stop, order, sign_ * extreme});
        remove(order);
    }
    std::ranges::sort(fired);
}

// Triggers

void Triggers::add(const OpenOrder& order) {
    const OrderTerms& terms = *order.terms;
    ++waiting_;
    if (terms.trailing == 0) {
        const std::int64_t stop = terms.stop.ticks;
        rises(order) ? rising_.emplace(stop, order.id) : falling_.emplace(-stop, order.id);
    } else if (terms.extreme != Price{}) {
        (rises(order) ? trail_rising_ : trail_falling_)
            .add(order.id, terms.trailing, terms.extreme);
    } else if (rises(order)) {
        beginning_rising_.emplace(std::pair{begins_at(order), order.id}, terms.trailing);
    } else {
        beginning_falling_.emplace(std::pair{begins_at(order), order.id}, terms.trailing);
    }
}

void Triggers::remove(const OpenOrder& order) {
    const auto due = due_places_.find(order.id);
    if (due == due_places_.end()) return forget(order);
    due_.erase(due->second);
    due_places_.erase(due);
}

void Triggers::forget(const OpenOrder& order) {
    --waiting_;
    const std::int64_t stop = order.terms->stop.ticks;
    if (order.terms->trailing == 0) {
        rises(order) ? rising_.erase({stop, order.id}) : falling_.erase({-stop, order.id});
    } else {
        (rises(order) ? trail_rising_ : trail_falling_).remove(order.id);
        (rises(order) ? beginning_rising_ : beginning_falling_).erase({begins_at(order), order.id});
    }
}

std::optional<Price> Triggers::extreme(const OpenOrder& order) const {
    if (!order.terms || order.terms->trailing == 0) return std::nullopt;
    const auto due = due_places_.find(order.id);
    if (due != due_places_.end()) return due_.at(due->second).extreme;
    return (rises(order) ? trail_rising_ : trail_falling_).extreme(order.id);
}

void Triggers::look(Price last) {
    fire(rising_, last.ticks + (base::planted("trigger_too_early") ? 1 : 0));
    fire(falling_, -last.ticks);
    std::vector<Trail::Fired> fired;
    trail_rising_.saw(last, fired);
    fire(fired);
    trail_falling_.saw(last, fired);
    fire(fired);
    begin(beginning_rising_, -last.ticks, trail_rising_, last);
    begin(beginning_falling_, last.ticks, trail_falling_, last);
}

void Triggers::begin(Beginning& beginning, std::int64_t key, Trail& trail, Price last) {
    while (!beginning.empty() && beginning.begin()->first.first <= key) {
        trail.add(beginning.begin()->first.second, beginning.begin()->second, last);
        beginning.erase(beginning.begin());
    }
}

void Triggers::fire(Stops& stops, std::int64_t last) {
    while (!stops.empty() && stops.begin()->first <= last) {
        make_due(stops.begin()->second, Price{});
        stops.erase(stops.begin());
        --waiting_;
    }
}

void Triggers::fire(std::vector<Trail::Fired>& fired) {
    for (const Trail::Fired& one : fired) {
        make_due(one.order, Price{one.extreme});
        --waiting_;
    }
    fired.clear();
}

void Triggers::make_due(OrderId order, Price extreme) {
    due_.emplace(++fired_, Due{order, extreme});
    due_places_.emplace(order, fired_);
}

void Triggers::restore_due(const OpenOrder& order) {
    const Price extreme = order.terms->extreme;
    forget(order);
    make_due(order.id, extreme);
}

}  // namespace core
