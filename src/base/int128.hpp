// The 128-bit integers of the compiler, under a name that -Wpedantic accepts.
#pragma once

namespace base {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

}  // namespace base
