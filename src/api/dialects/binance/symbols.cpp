#include "api/dialects/binance/symbols.hpp"

#include "api/dialects/binance/words.hpp"
#include "base/result.hpp"

namespace api::binance {

Result<SymbolChoice> read_symbol_choice(const Parameters& parameters) {
    if (parameters.has("symbol") && parameters.has("symbols")) return bad_combination();
    SymbolChoice choice;
    TRY(choice.one, read_optional_symbol(parameters));
    TRY(choice.some, read_symbols(parameters));
    return choice;
}

Result<std::vector<const core::Market*>> chosen_markets(const SymbolChoice& choice,
                                                        const core::Catalogue& catalogue,
                                                        std::optional<core::MarketMode> mode) {
    std::vector<const core::Market*> markets;
    const auto add = [&](std::string_view symbol) -> Result<void> {
        const core::Market* market = catalogue.find_market(symbol);
        if (market == nullptr) return unknown_symbol();
        if (mode && market->mode != *mode) {
            return failed(-1220, "The symbol's status does not match the requested symbolStatus.");
        }
        markets.push_back(market);
        return {};
    };
    if (choice.one) {
        TRY_OK(add(*choice.one));
    } else if (choice.some) {
        for (const std::string& symbol : *choice.some) TRY_OK(add(symbol));
    } else {
        for (const core::Market& market : catalogue.markets()) {
            if (!mode || market.mode == *mode) markets.push_back(&market);
        }
    }
    return markets;
}

Optional<core::MarketMode> read_symbol_status(const Parameters& parameters) {
    using enum core::MarketMode;
    TRY(const auto text, read_optional(parameters, "symbolStatus"));
    if (!text) return std::nullopt;
    for (const core::MarketMode mode : {halt, cancel_only, auction, open}) {
        if (name_of(mode) == *text) return mode;
    }
    return failed(-1122, "Invalid symbolStatus.");
}

}  // namespace api::binance
