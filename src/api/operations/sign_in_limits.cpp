#include "api/operations/sign_in_limits.hpp"

#include <algorithm>

#include "api/access/client_table.hpp"

namespace api {
namespace {

constexpr core::Duration touch_apart = core::minutes(1);

ClientId client_of(core::Fingerprint login) { return {login.high, login.low}; }
ClientId client_of(core::SessionId session) { return {0, session.value}; }

// When the bucket will be full again; see native_budget.cpp.
struct Tries {
    core::Timestamp full_at{};

    bool is_idle(core::Timestamp now) const { return full_at <= now; }
};

struct Pace {
    core::Duration apart;   // from one try to the next, in the long run
    core::Duration within;  // a whole bucket

    Pace(core::Duration window, std::int64_t tries) : apart{window.ns / tries}, within{window} {}

    core::Timestamp after(const Tries& tries, core::Timestamp now) const {
        return std::max(tries.full_at, now) + apart;
    }
    // The moment from which on one more fits.
    core::Timestamp free_at(const Tries& tries, core::Timestamp now) const {
        return after(tries, now) - within;
    }
};

struct Touched {
    core::Timestamp last{};

    bool is_idle(core::Timestamp now) const { return last + touch_apart <= now; }
};

}  // namespace

struct SignInLimits::Impl {
    explicit Impl(const SignInRates& rates)
        : login_pace{rates.within, rates.tries_of_login},
          address_pace{rates.within, rates.tries_of_address},
          places{rates.places},
          logins{rates.clients_max},
          addresses{rates.clients_max},
          sessions{rates.clients_max} {}

    Pace login_pace;
    Pace address_pace;
    std::size_t places;
    std::atomic<std::size_t> taken{};
    ClientTable<Tries> logins;
    ClientTable<Tries> addresses;
    ClientTable<Touched> sessions;

    std::optional<core::Timestamp> take(Tries& of_address, core::Timestamp now) const {
        const core::Timestamp free_at = address_pace.free_at(of_address, now);
        if (free_at > now) return free_at;
        of_address.full_at = address_pace.after(of_address, now);
        return std::nullopt;
    }
    std::optional<core::Timestamp> take(Tries& of_login, Tries& of_address,
                                        core::Timestamp now) const {
        const core::Timestamp free_at = login_pace.free_at(of_login, now);
        if (free_at > now) return std::max(free_at, address_pace.free_at(of_address, now));
        if (const auto again = take(of_address, now)) return again;
        of_login.full_at = login_pace.after(of_login, now);
        return std::nullopt;
    }
};

SignInLimits::SignInLimits(SignInRates rates) : impl_{std::make_unique<Impl>(rates)} {}
SignInLimits::~SignInLimits() = default;

std::optional<core::Timestamp> SignInLimits::take_try(core::Fingerprint login, core::IpAddress ip,
                                                      core::Timestamp now) {
    // Always login before address, so two threads never wait for each other.
    return impl_->logins.with(client_of(login), now, [&](Tries& of_login) {
        return impl_->addresses.with(client_id(ip), now, [&](Tries& of_address) {
            return impl_->take(of_login, of_address, now);
        });
    });
}

std::optional<core::Timestamp> SignInLimits::take_try(core::IpAddress ip, core::Timestamp now) {
    return impl_->addresses.with(client_id(ip), now,
                                 [&](Tries& of_address) { return impl_->take(of_address, now); });
}

std::optional<SignInLimits::Place> SignInLimits::take_place() {
    Place place{impl_->taken};
    const bool fits = ++impl_->taken <= impl_->places;
    return fits ? std::optional{std::move(place)} : std::nullopt;
}

bool SignInLimits::touches(core::SessionId session, core::Timestamp now) {
    return impl_->sessions.with(client_of(session), now, [&](Touched& touched) {
        if (!touched.is_idle(now)) return false;
        touched.last = now;
        return true;
    });
}

}  // namespace api
