// What the gate's refusals are in this dialect. Strangers hear the texts of Binance and no more.
#pragma once

#include "api/access/gate.hpp"
#include "api/dialects/binance/errors.hpp"

namespace api::binance {

Error told_to_stranger(const Denial& denial);

// 16 to 128 letters, digits and "_": what could be a key's name; anything else is -2014.
bool is_key_header(std::string_view text);

}  // namespace api::binance
