#include "core/matching/reference_price.hpp"

namespace core {
namespace {

std::int64_t minute_of(Timestamp at) { return at.ns / minutes(1).ns; }

}  // namespace

void ReferencePrice::saw(Price price, Quantity quantity, Timestamp at) {
    const std::int64_t number = minute_of(at);
    Minute& minute = minutes_[static_cast<std::size_t>(number % minutes_kept)];
    if (minute.number != number) minute = Minute{.number = number};
    minute.quote += static_cast<base::Int128>(price.ticks) * quantity.lots;
    minute.lots += quantity.lots;
    last_ = price;
}

std::optional<Price> ReferencePrice::at(Timestamp now) const {
    if (last_ == Price{}) return std::nullopt;
    Minute sum;
    for (const Minute& minute : minutes_) {
        if (minute.number <= minute_of(now) - minutes_kept) continue;
        sum.quote += minute.quote;
        sum.lots += minute.lots;
    }
    if (sum.lots == 0) return last_;
    return Price{static_cast<std::int64_t>(sum.quote / sum.lots)};
}

void ReferencePrice::restore(Price last, const Minutes& minutes) {
    last_ = last;
    minutes_ = minutes;
}

}  // namespace core
