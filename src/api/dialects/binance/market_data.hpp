// What everybody may know of a market as it stands now.
#pragma once

#include "api/dialects/binance/asked.hpp"

namespace api::binance {

Result<Answered> depth(const Asked& asked);          // GET /api/v3/depth
Result<Answered> average_price(const Asked& asked);  // GET /api/v3/avgPrice

}  // namespace api::binance
