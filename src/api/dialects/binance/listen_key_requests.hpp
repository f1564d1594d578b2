// Listen keys over REST: /api/v3/userDataStream. They take a key and no signature, because that is
// what their clients send.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

Result<Answered> open_listen_key(const Asked& asked);    // POST
Result<Answered> extend_listen_key(const Asked& asked);  // PUT
Result<Answered> close_listen_key(const Asked& asked);   // DELETE

}  // namespace api::binance
