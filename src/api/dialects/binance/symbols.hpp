// Which markets a request means: one, some, or all of them.
//
//     symbol=BTCUSDT                   one: the answer is an object
//     symbols=["BTCUSDT","ETHUSDT"]    some: a list, in this order
//     neither                          all: a list
#pragma once

#include <string>
#include <vector>

#include "api/dialects/binance/reading.hpp"
#include "core/exchange/catalogue.hpp"

namespace api::binance {

struct SymbolChoice {
    std::optional<std::string_view> one;
    std::optional<std::vector<std::string>> some;
};

// Both at once are -1128.
Result<SymbolChoice> read_symbol_choice(const Parameters& parameters);

// -1121 when one of them does not exist. Where a mode is asked for, all markets are those of that
// mode, and one that was named and stands otherwise is -1220.
Result<std::vector<const core::Market*>> chosen_markets(const SymbolChoice& choice,
                                                        const core::Catalogue& catalogue,
                                                        std::optional<core::MarketMode> mode = {});

// symbolStatus=TRADING. -1122 for a status that no market here can have.
Optional<core::MarketMode> read_symbol_status(const Parameters& parameters);

}  // namespace api::binance
