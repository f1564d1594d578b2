#include "api/dialects/binance/stream_names.hpp"

#include <algorithm>

namespace api::binance {
namespace {

constexpr std::size_t symbol_max = 20;

// Lower case in, upper case out; nothing where it is no symbol.
std::optional<std::string> read_stream_symbol(std::string_view text) {
    if (text.empty() || text.size() > symbol_max) return std::nullopt;
    std::string symbol;
    for (const char c : text) {
        const bool letter = c >= 'a' && c <= 'z';
        if (!letter && !(c >= '0' && c <= '9')) return std::nullopt;
        symbol += letter ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return symbol;
}

std::optional<int> two_digits(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 2 || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    return (text[0] - '0') * 10 + (text[1] - '0');
}

// "+08:00"
std::optional<core::Duration> read_zone(std::string_view text) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return std::nullopt;
    }
    const auto hours = two_digits(text.substr(1, 2));
    const auto minutes = two_digits(text.substr(4, 2));
    if (!hours || !minutes || *minutes > 59) return std::nullopt;
    const std::int64_t ahead = *hours * 60 + *minutes;
    const core::Duration zone = core::minutes(text[0] == '-' ? -ahead : ahead);
    return views::is_time_zone(zone) ? std::optional{zone} : std::nullopt;
}

bool is_window(views::Interval interval) {
    return interval == views::Interval::one_hour || interval == views::Interval::four_hours ||
           interval == views::Interval::one_day;
}

// What stands behind the symbol: "kline_1m", "depth5"; `rest` is what follows another "@".
std::optional<StreamName> read_candle(std::string_view word, std::string_view rest) {
    const auto interval = views::interval_named(word.substr(word.find('_') + 1));
    if (!interval) return std::nullopt;
    StreamName name{.kind = StreamKind::candle, .interval = *interval};
    if (rest.empty()) return name;
    const auto zone = read_zone(rest);
    if (!zone) return std::nullopt;
    name.zone = *zone;
    return name;
}

std::optional<StreamName> read_depth(std::string_view word, std::string_view rest) {
    StreamName name{.kind = StreamKind::depth_changes};
    const std::string_view levels = word.substr(std::string_view{"depth"}.size());
    if (!levels.empty()) {
        name.kind = StreamKind::depth;
        name.levels = levels == "5" ? 5 : levels == "10" ? 10 : levels == "20" ? 20 : 0;
        if (name.levels == 0) return std::nullopt;
    }
    name.every_second = rest != "100ms";
    if (!rest.empty() && rest != "100ms" && rest != "1000ms") return std::nullopt;
    return name;
}

std::optional<StreamName> read_window(std::string_view word) {
    const auto interval = views::interval_named(word.substr(word.find('_') + 1));
    if (!interval || !is_window(*interval)) return std::nullopt;
    return StreamName{.kind = StreamKind::window_ticker, .interval = *interval};
}

std::optional<StreamName> read_kind(std::string_view word, std::string_view rest) {
    if (word.starts_with("kline_")) return read_candle(word, rest);
    if (word.starts_with("depth")) return read_depth(word, rest);
    if (!rest.empty()) return std::nullopt;
    if (word.starts_with("ticker_")) return read_window(word);
    if (word == "trade") return StreamName{.kind = StreamKind::trade};
    if (word == "aggTrade") return StreamName{.kind = StreamKind::aggregate};
    if (word == "miniTicker") return StreamName{.kind = StreamKind::mini_ticker};
    if (word == "ticker") return StreamName{.kind = StreamKind::ticker};
    if (word == "bookTicker") return StreamName{.kind = StreamKind::book_ticker};
    if (word == "avgPrice") return StreamName{.kind = StreamKind::average};
    return std::nullopt;
}

// "!bookTicker", "!miniTicker@arr"
std::optional<StreamName> read_all_markets(std::string_view name) {
    if (name == "!bookTicker") return StreamName{.kind = StreamKind::book_ticker};
    constexpr std::string_view list = "@arr";
    if (!name.ends_with(list)) return std::nullopt;
    const std::string_view word = name.substr(1, name.size() - 1 - list.size());
    if (word != "miniTicker" && word != "ticker" && !word.starts_with("ticker_")) {
        return std::nullopt;
    }
    return read_kind(word, {});
}

}  // namespace

std::optional<StreamName> parse_stream_name(std::string_view name) {
    if (name.starts_with('!')) return read_all_markets(name);
    const std::size_t at = name.find('@');
    if (at == std::string_view::npos) return std::nullopt;
    auto symbol = read_stream_symbol(name.substr(0, at));
    if (!symbol) return std::nullopt;
    std::string_view word = name.substr(at + 1);
    std::string_view rest;
    if (const std::size_t next = word.find('@'); next != std::string_view::npos) {
        rest = word.substr(next + 1);
        word = word.substr(0, next);
        if (rest.empty()) return std::nullopt;
    }
    auto read = read_kind(word, rest);
    if (read) read->symbol = *std::move(symbol);
    return read;
}

core::Duration window_of(const StreamName& name) {
    if (name.kind != StreamKind::window_ticker) return core::hours(24);
    if (name.interval == views::Interval::one_hour) return core::hours(1);
    if (name.interval == views::Interval::four_hours) return core::hours(4);
    return core::hours(24);
}

}  // namespace api::binance
