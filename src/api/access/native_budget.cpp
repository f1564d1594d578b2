#include <algorithm>

#include "api/access/budget.hpp"
#include "api/access/client_table.hpp"

namespace api {
namespace {

// The generic cell rate algorithm: one number per client, the moment at which its bucket will be
// full again. A request moves it by its weight; it may not be further away than a whole bucket.
struct Bucket {
    core::Timestamp full_at{};

    bool is_idle(core::Timestamp now) const { return full_at <= now; }
};

struct Pace {
    Rate rate;
    std::int64_t kept_for_cancels{};  // of the burst

    core::Duration per_unit() const { return {core::seconds(1).ns / rate.per_second}; }
    core::Duration time_for(std::int64_t units) const { return {per_unit().ns * units}; }
    std::int64_t most(Purpose purpose) const {
        return purpose == Purpose::cancel ? rate.burst : rate.burst - kept_for_cancels;
    }
};

// What a bucket would say, without taking.
struct Look {
    bool granted{};
    core::Timestamp full_at;  // after taking
    core::Timestamp free_at;
};

Look look(const Bucket& bucket, const Pace& pace, std::int64_t weight, Purpose purpose,
          core::Timestamp now) {
    // Nothing weighs more than a full bucket, or it could never be had.
    const std::int64_t units = std::min(weight, pace.most(purpose));
    const core::Timestamp from = std::max(bucket.full_at, now);
    const core::Timestamp full_at = from + pace.time_for(units);
    const core::Timestamp free_at = full_at - pace.time_for(pace.most(purpose));
    return {free_at <= now, full_at, std::max(free_at, now)};
}

NativeShare share_of(const Bucket& bucket, const Pace& pace, bool granted, core::Timestamp free_at,
                     core::Timestamp now) {
    const core::Timestamp full_at = std::max(bucket.full_at, now);
    const std::int64_t missing = ((full_at - now).ns + pace.per_unit().ns - 1) / pace.per_unit().ns;
    const std::int64_t most = pace.most(Purpose::anything);
    return {.granted = granted,
            .limit = most,
            .remaining = std::max<std::int64_t>(0, most - missing),
            .per_second = pace.rate.per_second,
            .free_at = free_at,
            .full_at = full_at};
}

// Of two the one with less left of it, in parts of its whole.
const NativeShare& tighter(const NativeShare& a, const NativeShare& b) {
    return a.remaining * b.limit <= b.remaining * a.limit ? a : b;
}

Pace with_reserve(Rate rate, std::int64_t percent) { return {rate, rate.burst * percent / 100}; }

}  // namespace

struct NativeBudget::Impl {
    explicit Impl(const NativeLimits& limits)
        : key{with_reserve(limits.key, limits.cancel_reserve_percent)},
          account{with_reserve(limits.account, limits.cancel_reserve_percent)},
          address{limits.address, 0},
          by_key{limits.clients_max},
          by_account{limits.clients_max},
          by_address{limits.clients_max} {}

    Pace key, account, address;
    ClientTable<Bucket> by_key, by_account, by_address;

    NativeShare take_both(Bucket& of_key, Bucket& of_account, std::int64_t weight, Purpose purpose,
                          core::Timestamp now) const {
        const Look first = look(of_key, key, weight, purpose, now);
        const Look second = look(of_account, account, weight, purpose, now);
        const bool granted = first.granted && second.granted;
        if (granted) {
            of_key.full_at = first.full_at;
            of_account.full_at = second.full_at;
        }
        const core::Timestamp free_at = granted ? now : std::max(first.free_at, second.free_at);
        return tighter(share_of(of_key, key, granted, free_at, now),
                       share_of(of_account, account, granted, free_at, now));
    }

    NativeShare take_one(Bucket& bucket, std::int64_t weight, core::Timestamp now) const {
        const Look found = look(bucket, address, weight, Purpose::anything, now);
        if (found.granted) bucket.full_at = found.full_at;
        return share_of(bucket, address, found.granted, found.free_at, now);
    }
};

NativeBudget::NativeBudget(NativeLimits limits) : impl_{std::make_unique<Impl>(limits)} {}
NativeBudget::~NativeBudget() = default;

NativeShare NativeBudget::take(core::KeyId key, core::AccountId account, std::int64_t weight,
                               Purpose purpose, core::Timestamp now) {
    // Always key before account, so two threads never wait for each other.
    return impl_->by_key.with(client_id(key), now, [&](Bucket& of_key) {
        return impl_->by_account.with(client_id(account), now, [&](Bucket& of_account) {
            return impl_->take_both(of_key, of_account, weight, purpose, now);
        });
    });
}

NativeShare NativeBudget::take(core::IpAddress ip, std::int64_t weight, core::Timestamp now) {
    return impl_->by_address.with(
        client_id(ip), now, [&](Bucket& bucket) { return impl_->take_one(bucket, weight, now); });
}

void append_rate_limit_headers(std::string& headers, const NativeShare& share,
                               core::Timestamp now) {
    const auto number = [](std::int64_t value) { return std::to_string(value); };
    const std::int64_t window =
        std::max<std::int64_t>(1, (share.limit + share.per_second - 1) / share.per_second);
    headers += "RateLimit-Policy: \"default\";q=" + number(share.limit) + ";w=" + number(window);
    headers += "\r\nRateLimit: \"default\";r=" + number(share.remaining) +
               ";t=" + number(retry_after_seconds(share.full_at, now)) + "\r\n";
    if (share.granted) return;
    headers += "Retry-After: " + number(retry_after_seconds(share.free_at, now)) + "\r\n";
}

}  // namespace api
