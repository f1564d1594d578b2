// Asks for a cache line that will soon be read and written. A hint: nothing else changes.
#pragma once

namespace base {

// The empty asm is there because GCC 12 takes a function that only prefetches for one that does
// nothing, and drops the calls to it.
inline void prefetch_line(const void* address) {
    __builtin_prefetch(address, 1);
    asm volatile("");
}

}  // namespace base
