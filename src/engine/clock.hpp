// Where journal time comes from.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

#include "core/types/time.hpp"

namespace engine {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual core::Timestamp now() = 0;  // any thread
};

// The machine's two clocks, as they are.
struct MachineTime {
    std::int64_t real_ns{};  // what people call the time; may be stepped by anybody
    std::int64_t boot_ns{};  // only ever grows, evenly
};
MachineTime machine_time();

// Follows the machine's real time evenly: never backwards, and no faster than 500 millionths to
// or fro. A step of the machine's clock (a bad NTP answer, an operator's slip) is not believed; it
// is approached at that pace, so it expires no key and opens no door.
class DisciplinedClock : public Clock {
  public:
    // Starts at the machine's real time, or at `not_before` (the journal's last stamp) if that is
    // later.
    explicit DisciplinedClock(core::Timestamp not_before, MachineTime (*machine)() = machine_time);

    core::Timestamp now() override;
    // How far the machine's real time is from ours. More than two seconds want an operator.
    core::Duration error() const { return {error_ns_.load(std::memory_order_relaxed)}; }

    // The rule itself: ours at `seen`, when it was `ours` at `before`. Steers at every reading, by
    // a share of what passed since the one before; so no reading is less than an earlier one.
    static std::int64_t steer(std::int64_t ours_ns, MachineTime before, MachineTime seen);

  private:
    MachineTime (*const machine_)();
    std::mutex mutex_;  // over the next two
    MachineTime last_;
    std::int64_t ours_ns_{};
    std::atomic<std::int64_t> error_ns_{};
};

}  // namespace engine
