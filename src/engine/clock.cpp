#include "engine/clock.hpp"

#include <algorithm>
#include <ctime>

namespace engine {
namespace {

constexpr std::int64_t slew_divisor = 2'000;  // 500 millionths

std::int64_t read_clock(clockid_t which) {
    timespec time{};
    clock_gettime(which, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

MachineTime machine_time() { return {read_clock(CLOCK_REALTIME), read_clock(CLOCK_BOOTTIME)}; }

DisciplinedClock::DisciplinedClock(core::Timestamp not_before, MachineTime (*machine)())
    : machine_{machine}, last_{machine()}, ours_ns_{std::max(last_.real_ns, not_before.ns)} {
    error_ns_ = last_.real_ns - ours_ns_;
}

std::int64_t DisciplinedClock::steer(std::int64_t ours_ns, MachineTime before, MachineTime seen) {
    const std::int64_t passed = std::max<std::int64_t>(0, seen.boot_ns - before.boot_ns);
    const std::int64_t expected = ours_ns + passed;
    const std::int64_t most = passed / slew_divisor;
    return expected + std::clamp(seen.real_ns - expected, -most, most);
}

core::Timestamp DisciplinedClock::now() {
    const std::lock_guard lock{mutex_};
    const MachineTime seen = machine_();
    ours_ns_ = steer(ours_ns_, last_, seen);
    last_ = seen;
    error_ns_.store(seen.real_ns - ours_ns_, std::memory_order_relaxed);
    return {ours_ns_};
}

}  // namespace engine
