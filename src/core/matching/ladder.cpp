#include "core/matching/ladder.hpp"

#include <iterator>

namespace core {

std::size_t Ladder::bytes_used() const {
    constexpr std::size_t node = 64;  // a map node as malloc hands it out
    return (ring_ ? sizeof(Ring) : 0) + outside_.size() * node;
}

Slot Ladder::at_outside(Key key) const {
    const auto found = outside_.find(key);
    return found == outside_.end() ? no_slot : found->second;
}

void Ladder::add_outside(Key key, Slot level) { outside_.emplace(key, level); }

void Ladder::remove_outside(Key key) { outside_.erase(key); }

// What is better than the window comes first, then the window, then what is worse.
Ladder::Found Ladder::after_outside(Key key) const {
    const auto next = outside_.upper_bound(key);
    const bool before_window = key < first_ && inside_ != 0;
    if (before_window && (next == outside_.end() || next->first > first_)) {
        const std::uint32_t at = next_place(place(first_));
        return {first_ + static_cast<Key>((at - place(first_)) % window), ring_->levels[at]};
    }
    if (next == outside_.end()) return {};
    return {next->first, next->second};
}

// The bounds go where the best price has a little room ahead and much behind, as far as eight
// levels carried allow; the next change goes on from there.
void Ladder::follow() {
    if (empty()) return;
    if (!ring_) ring_ = base::make_zeroed<Ring>();
    const Key first = best_.key - window / 8;
    const Key last = first + window;
    int budget = 8;
    shrink_to(last, budget);
    if (inside_ == 0) {
        first_ = first;
        width_ = 0;
    } else if (first_ < first) {  // nothing is better than the best, so nothing is left behind
        width_ -= static_cast<std::uint64_t>(first - first_);
        first_ = first;
    }
    widen_down_to(first, budget);
    widen_up_to(last, budget);
}

// Gives up what lies at `last` and beyond, the worst levels first.
void Ladder::shrink_to(Key last, int& budget) {
    while (inside_ != 0 && budget > 0) {
        const Key worst = last_inside();
        if (worst < last) break;
        outside_.emplace(worst, ring_->levels[place(worst)]);
        clear(worst);
        width_ = static_cast<std::uint64_t>(worst - first_);
        --budget;
    }
    if (inside_ == 0 || first_ + static_cast<Key>(width_) <= last || last_inside() >= last) return;
    width_ = static_cast<std::uint64_t>(last - first_);
}

// Takes in what lies from `first` to the window, the nearest first.
void Ladder::widen_down_to(Key first, int& budget) {
    if (first_ <= first || budget == 0) return;
    for (auto next = outside_.lower_bound(first_); next != outside_.begin();) {
        const auto near = std::prev(next);
        if (near->first < first) break;
        if (budget-- == 0) return;
        width_ += static_cast<std::uint64_t>(first_ - near->first);
        first_ = near->first;
        put(near->first, near->second);
        next = outside_.erase(near);
    }
    width_ += static_cast<std::uint64_t>(first_ - first);
    first_ = first;
}

// Takes in what lies from the window to `last`, the nearest first.
void Ladder::widen_up_to(Key last, int& budget) {
    if (first_ + static_cast<Key>(width_) >= last) return;
    auto next = outside_.lower_bound(first_ + static_cast<Key>(width_));
    while (next != outside_.end() && next->first < last) {
        if (budget-- <= 0) return;
        width_ = static_cast<std::uint64_t>(next->first - first_) + 1;
        put(next->first, next->second);
        next = outside_.erase(next);
    }
    width_ = static_cast<std::uint64_t>(last - first_);
}

// The worst key of the ring, which is not empty.
Ladder::Key Ladder::last_inside() const {
    const Key end = first_ + static_cast<Key>(width_) - 1;
    const std::uint32_t from = place(end);
    std::uint32_t word = from / 64;
    std::uint64_t taken = ring_->bits[word] & ~std::uint64_t{0} >> (63 - from % 64);
    while (taken == 0) taken = ring_->bits[word = (word + words - 1) % words];
    const std::uint32_t at = word * 64 + 63 - static_cast<std::uint32_t>(std::countl_zero(taken));
    return end - static_cast<Key>((from - at) % window);
}

}  // namespace core
