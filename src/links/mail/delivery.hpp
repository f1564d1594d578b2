// What became of something that was handed to the outside.
#pragma once

#include <cstdint>

namespace links {

enum class Delivery : std::uint8_t {
    accepted,  // the other side has it and answers for it from now on
    later,     // it refuses this one for now; others may go through
    never,     // it refuses this one for good
    trouble,   // it cannot be reached, or takes nothing from us at all
};

}  // namespace links
