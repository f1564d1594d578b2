#include <algorithm>

#include "api/access/budget.hpp"
#include "api/access/client_table.hpp"

namespace api {
namespace {

constexpr core::Duration minute = core::minutes(1);
constexpr core::Duration ten_seconds = core::seconds(10);
constexpr core::Duration day = core::hours(24);

// Windows stand on a fixed grid: the start of the minute, tens of seconds, the UTC day.
core::Timestamp window_at(core::Timestamp now, core::Duration length) {
    return {now.ns - now.ns % length.ns};
}

// A count that begins anew in each window.
struct WindowCount {
    core::Timestamp window{};
    std::int64_t count{};

    std::int64_t at(core::Timestamp now, core::Duration length) const {
        return window == window_at(now, length) ? count : 0;
    }
    void add(std::int64_t more, core::Timestamp now, core::Duration length) {
        count = at(now, length) + more;
        window = window_at(now, length);
    }
};

struct Weight {
    WindowCount used;
    WindowCount refusals;
    core::Timestamp banned_until{};

    bool is_idle(core::Timestamp now) const {
        return used.at(now, minute) == 0 && refusals.at(now, minute) == 0 && banned_until <= now;
    }

    Share take(std::int64_t weight, const BinanceLimits& limits, Purpose purpose,
               core::Timestamp now) {
        const std::int64_t before = used.at(now, minute);
        const std::int64_t limit = limits.weight_per_minute;
        const std::int64_t reserve =
            purpose == Purpose::cancel ? limit * limits.cancel_reserve_percent / 100 : 0;
        if (before + weight > limit + reserve) {
            return {.used = before, .limit = limit, .free_at = window_at(now, minute) + minute};
        }
        used.add(weight, now, minute);
        return {.granted = true, .used = before + weight, .limit = limit, .free_at = now};
    }

    Share banned(const BinanceLimits& limits, core::Timestamp now) const {
        return {.banned = true,
                .used = used.at(now, minute),
                .limit = limits.weight_per_minute,
                .free_at = banned_until};
    }

    Share take_unsigned(std::int64_t weight, const BinanceLimits& limits, core::Timestamp now) {
        if (banned_until > now) return banned(limits, now);
        const Share share = take(weight, limits, Purpose::anything, now);
        if (share.granted || limits.refusals_before_ban == 0) return share;
        refusals.add(1, now, minute);
        if (refusals.at(now, minute) <= limits.refusals_before_ban) return share;
        banned_until = now + limits.ban;
        return banned(limits, now);
    }
};

struct Orders {
    WindowCount in_10_seconds;
    WindowCount in_day;

    bool is_idle(core::Timestamp now) const { return in_day.at(now, day) == 0; }

    OrderCounts counts(core::Timestamp now) const {
        return {in_10_seconds.at(now, ten_seconds), in_day.at(now, day)};
    }

    OrderShare take(std::int64_t count, const BinanceLimits& limits, core::Timestamp now) {
        const OrderCounts before = counts(now);
        if (before.in_day + count > limits.orders_per_day) {
            return {.counts = before, .day = true, .free_at = window_at(now, day) + day};
        }
        if (before.in_10_seconds + count > limits.orders_per_10_seconds) {
            return {.counts = before, .free_at = window_at(now, ten_seconds) + ten_seconds};
        }
        in_10_seconds.add(count, now, ten_seconds);
        in_day.add(count, now, day);
        return {.granted = true, .counts = counts(now), .free_at = now};
    }

    // Into the windows it was taken from; where they are over there is nothing to give back.
    void give_back(std::int64_t count, core::Timestamp taken_at) {
        in_10_seconds.count -= std::min(in_10_seconds.at(taken_at, ten_seconds), count);
        in_day.count -= std::min(in_day.at(taken_at, day), count);
    }
};

}  // namespace

std::int64_t retry_after_seconds(core::Timestamp free_at, core::Timestamp now) {
    const std::int64_t ns = (free_at - now).ns;
    constexpr std::int64_t second = core::seconds(1).ns;
    return std::max<std::int64_t>(1, (ns + second - 1) / second);
}

struct BinanceBudget::Impl {
    explicit Impl(BinanceLimits given)
        : limits{given},
          by_account{given.clients_max},
          by_address{given.clients_max},
          orders{given.clients_max} {}

    BinanceLimits limits;
    ClientTable<Weight> by_account;
    ClientTable<Weight> by_address;
    mutable ClientTable<Orders> orders;
};

BinanceBudget::BinanceBudget(BinanceLimits limits) : impl_{std::make_unique<Impl>(limits)} {}
BinanceBudget::~BinanceBudget() = default;

const BinanceLimits& BinanceBudget::limits() const { return impl_->limits; }

Share BinanceBudget::take_weight(core::AccountId account, std::int64_t weight, core::Timestamp now,
                                 Purpose purpose) {
    return impl_->by_account.with(client_id(account), now, [&](Weight& entry) {
        return entry.take(weight, impl_->limits, purpose, now);
    });
}

Share BinanceBudget::take_weight(core::IpAddress ip, std::int64_t weight, core::Timestamp now) {
    return impl_->by_address.with(client_id(ip), now, [&](Weight& entry) {
        return entry.take_unsigned(weight, impl_->limits, now);
    });
}

OrderShare BinanceBudget::take_orders(core::AccountId account, std::int64_t count,
                                      core::Timestamp now) {
    return impl_->orders.with(client_id(account), now,
                              [&](Orders& entry) { return entry.take(count, impl_->limits, now); });
}

void BinanceBudget::give_back_orders(core::AccountId account, std::int64_t count,
                                     core::Timestamp taken_at) {
    impl_->orders.with(client_id(account), taken_at,
                       [&](Orders& entry) { entry.give_back(count, taken_at); });
}

OrderCounts BinanceBudget::order_counts(core::AccountId account, core::Timestamp now) const {
    return impl_->orders.with(client_id(account), now,
                              [&](const Orders& entry) { return entry.counts(now); });
}

}  // namespace api
