#include "api/operations/in_flight.hpp"

namespace api {

bool InFlight::enter(core::AccountId account, core::Fingerprint idempotency) {
    const std::lock_guard lock{mutex_};
    return names_.insert({account, idempotency}).second;
}

void InFlight::leave(core::AccountId account, core::Fingerprint idempotency) {
    const std::lock_guard lock{mutex_};
    names_.erase({account, idempotency});
}

}  // namespace api
