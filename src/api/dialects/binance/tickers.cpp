#include "api/dialects/binance/tickers.hpp"

#include <charconv>

#include "api/dialects/binance/paging.hpp"
#include "api/dialects/binance/symbols.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

// What one line of an answer is made from.
struct Line {
    Json& json;
    const views::Present& live;
    const core::Market& market;
    const Figures& figures;
    core::Timestamp now;
    TimeUnit unit{};
};

// One object for symbol=, a list otherwise.
template <class Write>
Result<Answered> answer_for_markets(const Asked& asked, Write&& write) {
    TRY(const SymbolChoice choice, read_symbol_choice(asked.parameters));
    TRY(const auto mode, read_symbol_status(asked.parameters));
    const views::Live::Read live = asked.house.live.read();
    TRY(const auto markets, chosen_markets(choice, live->state.catalogue, mode));

    Answered answered{.body = {}, .seen = live->state.stamp.sequence, .orders = {}};
    Json json{answered.body};
    if (!choice.one) json.begin_array();
    for (const core::Market* market : markets) {
        const Figures figures{live->state.catalogue, *market};
        json.begin_object();
        json.text("symbol", figures.symbol());
        write(Line{.json = json,
                   .live = *live,
                   .market = *market,
                   .figures = figures,
                   .now = asked.now,
                   .unit = asked.unit});
        json.end_object();
    }
    if (!choice.one) json.end_array();
    return answered;
}

void write_best(const Line& line, core::Side side, std::string_view price,
                std::string_view quantity) {
    const auto best = line.live.state.orders.book(line.market.id).depth(side, 1);
    const core::DepthLevel level = best.empty() ? core::DepthLevel{} : best.front();
    line.figures.price(line.json, price, level.price);
    line.figures.quantity(line.json, quantity, level.lots);
}

void write_both_best(const Line& line) {
    write_best(line, core::Side::buy, "bidPrice", "bidQty");
    write_best(line, core::Side::sell, "askPrice", "askQty");
}

void write_changes(const Line& line, const views::Ticker& ticker) {
    const int base_places = line.live.state.catalogue.asset(line.market.base).decimals;
    const views::Bar& bar = ticker.bar;
    const std::int64_t change = bar.close.ticks - bar.open.ticks;
    line.figures.price(line.json, "priceChange", core::Price{change});
    write_percent(line.json, "priceChangePercent", change, bar.open.ticks);
    line.figures.quote(
        line.json, "weightedAvgPrice",
        views::price_of({.quote = bar.quote_volume, .volume = bar.volume}, base_places));
}

void write_prices(const Line& line, const views::Bar& bar) {
    line.figures.price(line.json, "openPrice", bar.open);
    line.figures.price(line.json, "highPrice", bar.high);
    line.figures.price(line.json, "lowPrice", bar.low);
}

// From how much was traded on.
void write_traded(const Line& line, const views::Ticker& ticker) {
    const views::Bar& bar = ticker.bar;
    Json& json = line.json;
    line.figures.base(json, "volume", bar.volume);
    line.figures.quote(json, "quoteVolume", bar.quote_volume);
    json.number("openTime", time_in(line.unit, ticker.window.from));
    json.number("closeTime", time_in(line.unit, line.now));
    if (bar.empty()) {
        json.number("firstId", -1);
        json.number("lastId", -1);
    } else {
        json.number("firstId", bar.first_trade.value);
        json.number("lastId", bar.last_trade.value);
    }
    json.number("count", bar.count());
}

void write_day(const Line& line, bool full) {
    const views::Ticker ticker = line.live.markets.ticker(line.market.id, line.now);
    if (full) {
        write_changes(line, ticker);
        line.figures.price(line.json, "prevClosePrice", ticker.previous_close);
    }
    line.figures.price(line.json, "lastPrice", ticker.bar.close);
    if (full) {
        line.figures.quantity(line.json, "lastQty", ticker.last_quantity);
        write_both_best(line);
    }
    write_prices(line, ticker.bar);
    write_traded(line, ticker);
}

// Of any window: nothing of the book, and nothing of what was before.
void write_window(const Line& line, const views::Ticker& ticker, bool full) {
    if (full) write_changes(line, ticker);
    write_prices(line, ticker.bar);
    line.figures.price(line.json, "lastPrice", ticker.bar.close);
    write_traded(line, ticker);
}

// 1m to 59m, 1h to 23h, 1d to 7d.
Result<core::Duration> read_window(const Parameters& parameters) {
    TRY(const auto text, read_optional(parameters, "windowSize"));
    if (!text) return core::hours(24);
    struct Unit {
        char letter;
        int most;
        core::Duration length;
    };
    constexpr Unit units[] = {
        {'m', 59, core::minutes(1)}, {'h', 23, core::hours(1)}, {'d', 7, core::hours(24)}};
    const std::string_view digits = text->substr(0, text->size() - 1);
    int count{};
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, count);
    if (error != std::errc{} || stop != end) return not_valid("windowSize");
    for (const Unit& unit : units) {
        if (text->back() == unit.letter && count >= 1 && count <= unit.most) {
            return core::Duration{unit.length.ns * count};
        }
    }
    return not_valid("windowSize");
}

core::Timestamp day_start(core::Timestamp now, core::Duration zone) {
    constexpr std::int64_t day = core::hours(24).ns;
    const std::int64_t there = now.ns + zone.ns;
    return {there - there % day - zone.ns};
}

// These two are for markets that are named.
Result<void> check_named(const Parameters& parameters) {
    if (parameters.has("symbol") || parameters.has("symbols")) return {};
    return one_of_two("symbol", "symbols");
}

// FULL unless said; MINI leaves out what needs the book and the day before.
Result<bool> is_full(const Parameters& parameters) {
    TRY(const auto type, read_optional(parameters, "type"));
    if (!type || *type == "FULL") return true;
    if (*type == "MINI") return false;
    return failed(-1139, "Invalid ticker type.");
}

}  // namespace

Result<Answered> ticker_24hr(const Asked& asked) {
    TRY(const bool full, is_full(asked.parameters));
    return answer_for_markets(asked, [full](const Line& line) { write_day(line, full); });
}

Result<Answered> ticker_window(const Asked& asked) {
    TRY_OK(check_named(asked.parameters));
    TRY(const bool full, is_full(asked.parameters));
    TRY(const core::Duration window, read_window(asked.parameters));
    return answer_for_markets(asked, [full, window](const Line& line) {
        write_window(line, line.live.markets.ticker(line.market.id, line.now, window), full);
    });
}

Result<Answered> ticker_of_day(const Asked& asked) {
    TRY_OK(check_named(asked.parameters));
    TRY(const bool full, is_full(asked.parameters));
    TRY(const core::Duration zone, read_time_zone(asked.parameters));
    const core::Timestamp from = day_start(asked.now, zone);
    return answer_for_markets(asked, [full, from](const Line& line) {
        write_window(line, line.live.markets.ticker_since(line.market.id, from, line.now), full);
    });
}

Result<Answered> ticker_price(const Asked& asked) {
    return answer_for_markets(asked, [](const Line& line) {
        const views::PublicTrade* last = line.live.markets.last_trade(line.market.id);
        line.figures.price(line.json, "price", last == nullptr ? core::Price{} : last->price);
    });
}

Result<Answered> ticker_book(const Asked& asked) {
    return answer_for_markets(asked, write_both_best);
}

}  // namespace api::binance
