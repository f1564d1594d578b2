// What a Binance-style request signed: the bytes as received, without the signature itself.
//
//     query  symbol=LTCBTC&signature=c8db&side=BUY     body  quantity=1
//     parts  "symbol=LTCBTC" "&side=BUY" "quantity=1" ""     signature "c8db"
//     signed symbol=LTCBTC&side=BUYquantity=1                no "&" where query and body meet
//
// The pair goes together with one adjacent "&": the one before it, or at the very start the one
// behind it. It may stand anywhere in the query or the body; in both, the query's counts and both
// are left out. Nothing is decoded and encoded again: clients sign what they send.
#pragma once

#include <array>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

// Views into the request. The payload is the four parts, one behind the other.
struct BinanceSigned {
    std::string_view query_before, query_after, body_before, body_after;
    std::string_view signature;  // as sent: perhaps percent-encoded

    std::array<std::string_view, 4> payload() const {
        return {query_before, query_after, body_before, body_after};
    }
};

enum class BinanceSplitError : std::uint8_t {
    missing,   // no signature, or an empty one
    repeated,  // two in one place: nobody can say what was signed
};

[[nodiscard]] std::expected<BinanceSigned, BinanceSplitError> split_signed(std::string_view query,
                                                                           std::string_view body);

// Form decoding of one value: %xx and "+" for a space. What is no escape stays as it is.
std::string decode_form(std::string_view text);
// RFC 3986: all but letters, digits and -._~ as %XX.
std::string encode_percent(std::string_view text);

// The signature as clients meant it: decoded once or, where a "%" is left, twice; a space was a
// "+" of base64 that the form ate.
std::string decode_form_signature(std::string_view sent);

// The payload once more with each name and value decoded and encoded again by RFC 3986: what
// clients sign that encode after signing. Query and body stay apart as they were.
std::string reencoded(const BinanceSigned& signed_text);

// The value of a parameter as sent, from the query, else from the body; nothing when in neither.
std::optional<std::string_view> find_parameter(std::string_view query, std::string_view body,
                                               std::string_view name);

// The WebSocket API signs its parameters sorted by name, "name=value" joined by "&".
using Parameters = std::vector<std::pair<std::string_view, std::string_view>>;
std::string websocket_payload(Parameters parameters);          // values as plain text
std::string websocket_payload_encoded(Parameters parameters);  // values percent-encoded

}  // namespace api
