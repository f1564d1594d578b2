// What keeps guessing slow, and what signing in costs within bounds. Nothing here is worth keeping
// over a restart.
//
//     if (auto again = limits.take_try(login, ip, now)) ... rate_limited until *again ...
//     auto place = limits.take_place();              // an Argon2id at a time costs 64 MiB
//     if (!place) ... unavailable ...
//     if (limits.touches(session, now)) ... submit TouchSession ...
//
// Tries    evenly refilling buckets (GCRA): 10 in 5 minutes for a login, 30 for an address. A login
//          counts whether anybody has it or not. A right password is a try too.
// Places   that many passwords are worked on or wait to be; whoever comes then is told to come
//          again.
// Touches  at most one a minute for a session.
// Threads  any. Memory: bounded; see client_table.hpp.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "core/types/fingerprint.hpp"
#include "core/types/ids.hpp"
#include "core/types/ip.hpp"
#include "core/types/time.hpp"

namespace api {

struct SignInRates {
    std::int64_t tries_of_login = 10;
    std::int64_t tries_of_address = 30;
    core::Duration within = core::minutes(5);
    std::size_t places = 16;
    std::size_t clients_max = 65'536;
};

class SignInLimits {
  public:
    explicit SignInLimits(SignInRates rates = {});
    ~SignInLimits();

    // Nothing: go on. Else the moment from which on it may be tried again; nothing was taken.
    std::optional<core::Timestamp> take_try(core::Fingerprint login, core::IpAddress ip,
                                            core::Timestamp now);
    // To register somebody: counts for the address alone.
    std::optional<core::Timestamp> take_try(core::IpAddress ip, core::Timestamp now);

    // Given back when it goes.
    class Place {
      public:
        explicit Place(std::atomic<std::size_t>& taken) : taken_{&taken} {}
        Place(Place&& other) noexcept : taken_{std::exchange(other.taken_, nullptr)} {}
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (taken_ != nullptr) --*taken_;
        }

      private:
        std::atomic<std::size_t>* taken_;
    };
    std::optional<Place> take_place();

    // Whether this use of a session is the first in a minute.
    bool touches(core::SessionId session, core::Timestamp now);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace api
