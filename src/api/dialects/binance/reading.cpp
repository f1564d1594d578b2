#include "api/dialects/binance/reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/decimal.hpp"
#include "base/result.hpp"

namespace api::binance {
namespace {

constexpr std::string_view legal_symbols =
    R"(^\[("[A-Z0-9-_.]{1,20}"(,"[A-Z0-9-_.]{1,20}"){0,}){0,1}\]$)";

constexpr std::size_t symbol_size_max = 20;
constexpr std::size_t number_size_max = 20;
constexpr std::size_t client_order_id_size_max = core::ClientOrderId::capacity;
constexpr int decimal_places = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_symbol(std::string_view text) {
    return !text.empty() && text.size() <= symbol_size_max && std::ranges::all_of(text, [](char c) {
        return is_upper(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
    });
}

bool is_client_order_id(std::string_view text) {
    return !text.empty() && text.size() <= client_order_id_size_max &&
           std::ranges::all_of(text, [](char c) {
               return is_upper(c) || is_lower(c) || is_digit(c) ||
                      std::string_view{"-_.:/"}.contains(c);
           });
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.size() <= number_size_max && std::ranges::all_of(text, is_digit);
}

bool is_decimal(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    return is_digits(text.substr(0, point)) &&
           (point == text.size() || is_digits(text.substr(point + 1)));
}

// The items of ["A","B"], spaces between them allowed; nothing for anything else.
std::optional<std::vector<std::string>> json_texts(std::string_view text) {
    const auto skip_spaces = [&text] {
        text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    };
    const auto take = [&](char wanted) {
        skip_spaces();
        if (!text.starts_with(wanted)) return false;
        text.remove_prefix(1);
        return true;
    };
    std::vector<std::string> items;
    if (!take('[')) return std::nullopt;
    do {
        if (!take('"')) return std::nullopt;
        const std::size_t end = text.find('"');
        if (end == std::string_view::npos) return std::nullopt;
        items.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    } while (take(','));
    if (!take(']')) return std::nullopt;
    skip_spaces();
    if (!text.empty()) return std::nullopt;
    return items;
}

bool has_repeated(std::vector<std::string> items) {
    std::ranges::sort(items);
    return std::ranges::adjacent_find(items) != items.end();
}

}  // namespace

Result<std::string_view> read_mandatory(const Parameters& parameters, std::string_view name) {
    const auto value = parameters.find(name);
    if (!value || value->empty()) return mandatory(name);
    return *value;
}

Optional<std::string_view> read_optional(const Parameters& parameters, std::string_view name) {
    const auto value = parameters.find(name);
    if (value && value->empty()) return empty_parameter(name);
    return value;
}

Result<std::string_view> read_symbol(const Parameters& parameters) {
    TRY(const std::string_view symbol, read_mandatory(parameters, "symbol"));
    if (!is_symbol(symbol)) return illegal_characters("symbol", legal_symbol);
    return symbol;
}

Optional<std::string_view> read_optional_symbol(const Parameters& parameters) {
    TRY(const auto symbol, read_optional(parameters, "symbol"));
    if (symbol && !is_symbol(*symbol)) return illegal_characters("symbol", legal_symbol);
    return symbol;
}

Optional<std::vector<std::string>> read_symbols(const Parameters& parameters) {
    const auto text = parameters.find("symbols");
    if (!text) return std::nullopt;
    const auto symbols = json_texts(*text);
    if (!symbols || !std::ranges::all_of(*symbols, is_symbol)) {
        return illegal_characters("symbols", legal_symbols);
    }
    if (has_repeated(*symbols)) {
        return failed(-1151, "Symbol is present multiple times in the list.",
                      core::Reject::duplicate_field);
    }
    return symbols;
}

Optional<std::vector<std::string>> read_texts(const Parameters& parameters, std::string_view name) {
    TRY(const auto text, read_optional(parameters, name));
    if (!text) return std::nullopt;
    if (is_symbol(*text)) return std::vector<std::string>{std::string{*text}};
    const auto words = json_texts(*text);
    if (!words || !std::ranges::all_of(*words, is_symbol)) return not_valid(name);
    return words;
}

Optional<std::int64_t> read_integer(const Parameters& parameters, std::string_view name) {
    TRY(const auto text, read_optional(parameters, name));
    if (!text) return std::nullopt;
    if (!is_digits(*text)) return illegal_characters(name, legal_integer);
    std::int64_t number{};
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{}) return overflowed(name);
    return number;
}

Result<std::size_t> read_limit(const Parameters& parameters, std::size_t usual, std::size_t most) {
    TRY(const auto limit, read_integer(parameters, "limit"));
    if (!limit) return usual;
    if (*limit == 0) return not_valid("limit");
    return std::min(static_cast<std::size_t>(*limit), most);
}

core::Timestamp time_from(std::int64_t ms_or_us) {
    constexpr std::int64_t ms_max = 100'000'000'000'000;  // in the year 5138
    const std::int64_t ns_each = ms_or_us > ms_max ? 1'000 : 1'000'000;
    if (ms_or_us > core::never.ns / ns_each) return core::never;
    return {ms_or_us * ns_each};
}

Optional<core::Timestamp> read_time(const Parameters& parameters, std::string_view name) {
    TRY(const auto number, read_integer(parameters, name));
    if (!number) return std::nullopt;
    return time_from(*number);
}

Optional<core::Timestamp> read_end_time(const Parameters& parameters, std::string_view name) {
    TRY(const auto number, read_integer(parameters, name));
    if (!number) return std::nullopt;
    return time_from(std::min(*number, INT64_MAX - 1) + 1);
}

Result<bool> read_flag(const Parameters& parameters, std::string_view name) {
    TRY(const auto text, read_optional(parameters, name));
    if (!text || *text == "false" || *text == "FALSE" || *text == "False") return false;
    if (*text == "true" || *text == "TRUE" || *text == "True") return true;  // Python says True
    return not_valid(name);
}

Optional<base::Int128> read_decimal(const Parameters& parameters, std::string_view name) {
    TRY(auto text, read_optional(parameters, name));
    if (!text) return std::nullopt;
    if (!is_decimal(*text)) return illegal_characters(name, legal_decimal);
    while (text->size() > 1 && text->starts_with('0') && is_digit((*text)[1])) {
        text->remove_prefix(1);
    }
    const auto number = base::parse_decimal(*text, decimal_places);
    if (number) return *number;
    if (number.error() == base::DecimalError::too_many_places) return too_precise(name);
    return overflowed(name);
}

Optional<core::ClientOrderId> read_client_order_id(const Parameters& parameters,
                                                   std::string_view name) {
    const auto text = parameters.find(name);
    if (!text) return std::nullopt;
    if (text->empty() && name == "newClientOrderId") {
        return failed(-1118, "New client order ID was empty.");
    }
    if (text->empty() && name == "origClientOrderId") {
        return failed(-1119, "Original client order ID was empty.");
    }
    if (!is_client_order_id(*text)) return illegal_characters(name, legal_id);
    return core::ClientOrderId{*text};
}

}  // namespace api::binance
