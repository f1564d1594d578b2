#include "api/access/binance_signature.hpp"

#include <algorithm>

#include "base/result.hpp"

namespace api {
namespace {

constexpr std::string_view signature_name = "signature=";

// Where a pair stands in a text of pairs.
struct Pair {
    std::size_t begin{};
    std::size_t end{};  // of the "&" behind it, or of the text
};

// The next pair at or behind `from`; nothing at the end of the text.
std::optional<Pair> next_pair(std::string_view text, std::size_t from) {
    if (from >= text.size()) return std::nullopt;
    return Pair{from, std::min(text.find('&', from), text.size())};
}

// A text without its signature pair.
struct Split {
    std::string_view before, after;
    std::optional<std::string_view> signature;
};

Split without(std::string_view text, Pair pair) {
    const std::string_view value =
        text.substr(pair.begin, pair.end - pair.begin).substr(signature_name.size());
    if (pair.begin > 0) return {text.substr(0, pair.begin - 1), text.substr(pair.end), value};
    const std::size_t rest = std::min(pair.end + 1, text.size());
    return {text.substr(0, 0), text.substr(rest), value};
}

std::expected<Split, BinanceSplitError> split(std::string_view text) {
    Split found{text, text.substr(text.size()), std::nullopt};
    for (auto pair = next_pair(text, 0); pair; pair = next_pair(text, pair->end + 1)) {
        if (!text.substr(pair->begin, pair->end - pair->begin).starts_with(signature_name))
            continue;
        if (found.signature) return std::unexpected(BinanceSplitError::repeated);
        found = without(text, *pair);
    }
    return found;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void append_reencoded(std::string& out, std::string_view pairs) {
    std::size_t from = 0;
    while (from <= pairs.size() && !pairs.empty()) {
        const std::size_t end = std::min(pairs.find('&', from), pairs.size());
        const std::string_view pair = pairs.substr(from, end - from);
        const std::size_t equals = pair.find('=');
        out += encode_percent(decode_form(pair.substr(0, equals)));
        if (equals != std::string_view::npos) {
            out += '=';
            out += encode_percent(decode_form(pair.substr(equals + 1)));
        }
        if (end == pairs.size()) break;
        out += '&';
        from = end + 1;
    }
}

std::optional<std::string_view> find_in(std::string_view text, std::string_view name) {
    for (auto pair = next_pair(text, 0); pair; pair = next_pair(text, pair->end + 1)) {
        const std::string_view whole = text.substr(pair->begin, pair->end - pair->begin);
        if (whole.size() > name.size() && whole.starts_with(name) && whole[name.size()] == '=') {
            return whole.substr(name.size() + 1);
        }
    }
    return std::nullopt;
}

}  // namespace

std::expected<BinanceSigned, BinanceSplitError> split_signed(std::string_view query,
                                                             std::string_view body) {
    TRY(const Split in_query, split(query));
    TRY(const Split in_body, split(body));
    const auto signature = in_query.signature ? in_query.signature : in_body.signature;
    if (!signature || signature->empty()) return std::unexpected(BinanceSplitError::missing);
    return BinanceSigned{.query_before = in_query.before,
                         .query_after = in_query.after,
                         .body_before = in_body.before,
                         .body_after = in_body.after,
                         .signature = *signature};
}

std::string decode_form(std::string_view text) {
    if (std::ranges::none_of(text, [](char c) { return c == '%' || c == '+'; })) {
        return std::string{text};
    }
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                decoded += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        decoded += text[i] == '+' ? ' ' : text[i];
    }
    return decoded;
}

std::string encode_percent(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4];
        encoded += digits[byte & 15];
    }
    return encoded;
}

std::string decode_form_signature(std::string_view sent) {
    std::string decoded = decode_form(sent);
    std::ranges::replace(decoded, ' ', '+');
    if (decoded.find('%') == std::string::npos) return decoded;
    decoded = decode_form(decoded);
    std::ranges::replace(decoded, ' ', '+');
    return decoded;
}

std::string reencoded(const BinanceSigned& signed_text) {
    std::string query{signed_text.query_before};
    query += signed_text.query_after;
    std::string body{signed_text.body_before};
    body += signed_text.body_after;
    std::string text;
    append_reencoded(text, query);
    append_reencoded(text, body);
    return text;
}

std::optional<std::string_view> find_parameter(std::string_view query, std::string_view body,
                                               std::string_view name) {
    const auto in_query = find_in(query, name);
    return in_query ? in_query : find_in(body, name);
}

namespace {

std::string joined_by_name(Parameters& parameters, bool encoded) {
    std::ranges::sort(parameters);
    std::string text;
    for (const auto& [name, value] : parameters) {
        if (!text.empty()) text += '&';
        text += name;
        text += '=';
        text += encoded ? encode_percent(value) : std::string{value};
    }
    return text;
}

}  // namespace

std::string websocket_payload(Parameters parameters) { return joined_by_name(parameters, false); }

std::string websocket_payload_encoded(Parameters parameters) {
    return joined_by_name(parameters, true);
}

}  // namespace api
