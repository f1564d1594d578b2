// How much a caller may ask for. Each dialect counts in its own way:
//
//     BinanceBudget   fixed windows: weight per minute (an account's when signed, an address's when
//                     not; cancels have a reserve beyond it), new orders per 10 s and per UTC day
//                     of an account
//     NativeBudget    GCRA (a bucket that refills evenly): per key and per account when signed,
//                     per address when not; the last part of it is kept for cancels
//
// Nobody who signs is ever banned; unsigned traffic that goes on after many refusals is (418).
// IPv6 addresses count by their /64, because whoever has one has all of it.
//
// Threads: any, at once. `now` comes from the caller. Memory: at most clients_max entries in each
// table; idle ones are forgotten first, and when all are busy newcomers share one entry.
// Cost: about 100 ns.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/types/access.hpp"

namespace api {

// The answer to asking for a share of one limit.
struct Share {
    bool granted{};
    bool banned{};        // unsigned traffic only
    std::int64_t used{};  // of the window, this request included; Binance's headers
    std::int64_t limit{};
    core::Timestamp free_at;  // when it may be tried again, where it was not granted
};
// Whole seconds until then, rounded up, at least 1: the Retry-After header.
std::int64_t retry_after_seconds(core::Timestamp free_at, core::Timestamp now);

// Cancels may use what is kept for them when everything else is used up.
enum class Purpose : std::uint8_t { anything, cancel };

struct BinanceLimits {
    std::int64_t weight_per_minute = 6'000;
    std::int64_t cancel_reserve_percent = 20;  // of the weight, beyond it; signed requests only
    std::int64_t orders_per_10_seconds = 100;
    std::int64_t orders_per_day = 200'000;
    std::int64_t refusals_before_ban = 1'000;  // in one minute, unsigned; 0: never
    core::Duration ban = core::minutes(2);
    std::size_t clients_max = 131'072;
};

// What the account's orders have used, for X-MBX-ORDER-COUNT-10S and -1D.
struct OrderCounts {
    std::int64_t in_10_seconds{};
    std::int64_t in_day{};
};

struct OrderShare {
    bool granted{};
    OrderCounts counts;  // this order included where granted
    bool day{};          // which limit refused: the day's, else the 10 seconds'
    core::Timestamp free_at;
};

class BinanceBudget {
  public:
    explicit BinanceBudget(BinanceLimits limits);
    ~BinanceBudget();

    const BinanceLimits& limits() const;
    Share take_weight(core::AccountId account, std::int64_t weight, core::Timestamp now,
                      Purpose purpose = Purpose::anything);
    Share take_weight(core::IpAddress ip, std::int64_t weight, core::Timestamp now);

    // Orders count when they are taken up, all of a list or none; what the core rejects is given
    // back.
    OrderShare take_orders(core::AccountId account, std::int64_t count, core::Timestamp now);
    void give_back_orders(core::AccountId account, std::int64_t count, core::Timestamp taken_at);
    OrderShare take_order(core::AccountId account, core::Timestamp now) {
        return take_orders(account, 1, now);
    }
    void give_back_order(core::AccountId account, core::Timestamp taken_at) {
        give_back_orders(account, 1, taken_at);
    }
    OrderCounts order_counts(core::AccountId account, core::Timestamp now) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// So much per second on average, and so much at once.
struct Rate {
    std::int64_t per_second = 100;
    std::int64_t burst = 1'000;
};

struct NativeLimits {
    Rate key{};
    Rate account{.per_second = 200, .burst = 2'000};
    Rate address{.per_second = 20, .burst = 200};
    std::int64_t cancel_reserve_percent = 20;  // of the burst of key and account
    std::size_t clients_max = 131'072;
};

struct NativeShare {
    bool granted{};
    std::int64_t limit{};      // the burst of whichever is nearer its end
    std::int64_t remaining{};  // of it, for anything but cancels
    std::int64_t per_second{};
    core::Timestamp free_at;  // when it may be tried again; `now` where it was granted
    core::Timestamp full_at;  // when all of it is back
};

class NativeBudget {
  public:
    explicit NativeBudget(NativeLimits limits);
    ~NativeBudget();

    // Takes from both or from none.
    NativeShare take(core::KeyId key, core::AccountId account, std::int64_t weight, Purpose purpose,
                     core::Timestamp now);
    NativeShare take(core::IpAddress ip, std::int64_t weight, core::Timestamp now);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

// "RateLimit-Policy: ...\r\nRateLimit: ...\r\n", and Retry-After where it was not granted.
void append_rate_limit_headers(std::string& headers, const NativeShare& share, core::Timestamp now);

}  // namespace api
