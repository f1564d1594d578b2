// The idempotent commands that are with the engine right now. A second request with the same key
// is told so (409) instead of being decided as a repetition of what nobody knows the end of yet.
#pragma once

#include <mutex>
#include <set>

#include "core/types/command.hpp"

namespace api {

class InFlight {
  public:
    // False when it is in flight already.
    bool enter(core::AccountId account, core::Fingerprint idempotency);
    void leave(core::AccountId account, core::Fingerprint idempotency);

  private:
    struct Name {
        core::AccountId account;
        core::Fingerprint idempotency;
        friend auto operator<=>(const Name&, const Name&) = default;
    };
    std::mutex mutex_;
    std::set<Name> names_;
};

}  // namespace api
