#include "core/matching/reference_price.hpp"

namespace core {
namespace {

std::int64_t minute_of(Timestamp at) { return at.ns / minutes(1).ns; }

}  // namespace

PriceRange range_around(Price reference, std::int64_t down, std::int64_t up) {
    constexpr std::int64_t whole = 1'000'000;
    const base::Int128 low = static_cast<base::Int128>(reference.ticks) * down;
    const base::Int128 high = static_cast<base::Int128>(reference.ticks) * up;
    return {Price{static_cast<std::int64_t>((low + whole - 1) / whole)},
            Price{static_cast<std::int64_t>(high / whole)}};
}

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
