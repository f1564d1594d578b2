// CHECK(condition): a promise the code makes to itself, kept in release builds too.
//
// It never sees input: what comes from outside is parsed and refused with a code. A failed CHECK
// prints where and what, and ends the process; the journal holds everything anybody was told.
#pragma once

namespace base {

// Called with the failed condition and its place; prints one line to stderr and aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace base

#define CHECK(condition)                                 \
    (static_cast<bool>(condition) ? static_cast<void>(0) \
                                  : ::base::check_failed(#condition, __FILE__, __LINE__))
