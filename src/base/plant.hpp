// Planted bugs: each test harness must fail on them before its green counts.
//
//     if (base::planted("ack_before_fsync")) return;   // only in builds with POSTERN_PLANTS
//
// In a release build planted() is the constant false and the plant is not in the program.
#pragma once

#include <string_view>

#ifdef POSTERN_PLANTS
#include <cstdlib>
#endif

namespace base {

#ifdef POSTERN_PLANTS
// Whether the environment variable POSTERN_PLANT names this bug.
inline bool planted(std::string_view bug) {
    static const char* const chosen = std::getenv("POSTERN_PLANT");
    return chosen != nullptr && bug == chosen;
}
#else
constexpr bool planted(std::string_view) { return false; }
#endif

}  // namespace base
