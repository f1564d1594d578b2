// Who was turned away, and why exactly. Strangers are told little; this port hears everything.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "core/types/ip.hpp"
#include "core/types/reject.hpp"
#include "core/types/time.hpp"

namespace api {

// One refusal at the gate. Addresses are plain here: this never enters the journal.
struct Refused {
    core::Timestamp time;
    core::Reject exact{};   // the cause
    core::Reject told{};    // what the caller heard
    std::string operation;  // "orders.place"; empty when the path named none
    std::string key;        // as the caller gave it, at most 128 characters
    core::IpAddress ip;
    std::string request_id;
};

class Audit {
  public:
    virtual ~Audit() = default;
    virtual void refused(Refused what) = 0;
};

// The last so many, in memory; hands each on to whoever is `next`, for the log.
class RecentRefusals final : public Audit {
  public:
    explicit RecentRefusals(std::size_t kept = 1'000, Audit* next = nullptr)
        : kept_{kept}, next_{next} {}
    void refused(Refused what) override;
    std::vector<Refused> latest() const;  // oldest first

  private:
    mutable std::mutex mutex_;
    std::deque<Refused> refused_;
    std::size_t kept_;
    Audit* next_;
};

}  // namespace api
