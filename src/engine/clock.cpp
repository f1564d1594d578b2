#include "engine/clock.hpp"

#include <algorithm>
#include <ctime>

namespace engine {
namespace {

constexpr std::int64_t billion = 1'000'000'000;
constexpr std::int64_t steering_interval_ns = billion;
constexpr std::int64_t slew_divisor = 2'000;  // 500 millionths

std::int64_t read_clock(clockid_t which) {
    timespec time{};
    clock_gettime(which, &time);
    return time.tv_sec * billion + time.tv_nsec;
}

MachineTime machine_time() { return {read_clock(CLOCK_REALTIME), read_clock(CLOCK_BOOTTIME)}; }

}  // namespace

DisciplinedClock::DisciplinedClock(core::Timestamp not_before) {
    const MachineTime machine = machine_time();
    offset_ns_ = std::max(machine.real_ns, not_before.ns) - machine.boot_ns;
    steered_boot_ns_ = machine.boot_ns;
}

std::int64_t DisciplinedClock::steer(std::int64_t ours_ns, MachineTime before, MachineTime seen) {
    const std::int64_t passed = std::max<std::int64_t>(0, seen.boot_ns - before.boot_ns);
    const std::int64_t expected = ours_ns + passed;
    const std::int64_t most = passed / slew_divisor;
    return expected + std::clamp(seen.real_ns - expected, -most, most);
}

core::Timestamp DisciplinedClock::now() {
    const std::int64_t boot = read_clock(CLOCK_BOOTTIME);
    std::int64_t steered = steered_boot_ns_.load(std::memory_order_relaxed);
    const std::int64_t offset = offset_ns_.load(std::memory_order_acquire);
    if (boot - steered < steering_interval_ns ||
        !steered_boot_ns_.compare_exchange_strong(steered, boot)) {
        return {boot + offset};
    }
    // This thread steers for all, once a second. The pace keeps time from running backwards: in
    // the interval it gains or loses less than passes between two readings a second apart.
    const MachineTime machine = machine_time();
    const std::int64_t ours = steer(steered + offset, {.real_ns = 0, .boot_ns = steered}, machine);
    offset_ns_.store(ours - machine.boot_ns, std::memory_order_release);
    error_ns_.store(machine.real_ns - ours, std::memory_order_relaxed);
    return {ours};
}

}  // namespace engine
