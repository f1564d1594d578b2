// Commands and events that are agreed on and not built yet: nobody can send the one, so nothing
// makes the other. Each leaves this file for its own as it is built; then the file goes.
#include "core/exchange/appliers.hpp"
#include "core/exchange/deciders.hpp"

namespace core {

#define UNBUILT(Wish) \
    Verdict decide(const State&, Asked, const Wish&, Draft&) { return reject(Reject::unavailable); }
UNBUILT(Uncross)
#undef UNBUILT

}  // namespace core
