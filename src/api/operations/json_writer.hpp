// Writes JSON behind what a string holds already. No allocation but the string's own growth.
//
//     std::string out;
//     Json json{out};
//     json.begin_object();
//     json.text("symbol", "BTCUSDT");
//     json.decimal("price", 10'125, 2);      // "price":"101.25"
//     json.name("fills"); json.begin_array(); json.end_array();
//     json.end_object();                     // {"symbol":"BTCUSDT","price":"101.25","fills":[]}
//
// Commas come by themselves. Names are literals of ours and are written as they are; texts are
// escaped, and bytes that are no UTF-8 become U+FFFD.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "core/types/time.hpp"

namespace api {

class Json {
  public:
    explicit Json(std::string& out) : out_(out) {}

    void begin_object() { comma(), out_ += '{'; }
    void end_object() { out_ += '}'; }
    void begin_array() { comma(), out_ += '['; }
    void end_array() { out_ += ']'; }
    void name(std::string_view name) {
        const bool after_value = wants_comma();
        const std::size_t before = out_.size();
        const std::size_t size = before + name.size() + (after_value ? 4 : 3);
        out_.resize_and_overwrite(size, [&](char* text, std::size_t) {
            char* at = text + before;
            if (after_value) *at++ = ',';
            *at++ = '"';
            at = std::copy(name.begin(), name.end(), at);
            *at++ = '"';
            *at++ = ':';
            return size;
        });
    }

    // Values, in an array or behind a name.
    void text(std::string_view text);
    void boolean(bool value) { comma(), out_ += value ? "true" : "false"; }
    void null() { comma(), out_ += "null"; }
    void raw(std::string_view json) { comma(), out_ += json; }
    template <class Number>
    void number(Number number) {
        comma();
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
        out_.append(digits, end);
    }
    // In quotes: ids and money are strings.
    template <class Number>
    void number_text(Number value) {
        comma(), out_ += '"';
        char digits[24];
        const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        out_.append(digits, end);
        out_ += '"';
    }
    void decimal(base::Int128 units, int places) {
        comma(), out_ += '"';
        base::append_decimal(out_, units, places);
        out_ += '"';
    }
    void decimal_cut(base::Int128 units, int places, int shown) {
        comma(), out_ += '"';
        base::append_decimal_cut(out_, units, places, shown);
        out_ += '"';
    }
    void time(core::Timestamp time);  // RFC 3339; null for `never`

    // The same with a name before them.
    void text(std::string_view field, std::string_view value) { name(field), text(value); }
    void boolean(std::string_view field, bool value) { name(field), boolean(value); }
    void null(std::string_view field) { name(field), null(); }
    void raw(std::string_view field, std::string_view json) { name(field), raw(json); }
    template <class Number>
    void number(std::string_view field, Number value) {
        name(field), number(value);
    }
    template <class Number>
    void number_text(std::string_view field, Number value) {
        name(field), number_text(value);
    }
    void decimal(std::string_view field, base::Int128 units, int places) {
        name(field), decimal(units, places);
    }
    void decimal_cut(std::string_view field, base::Int128 units, int places, int shown) {
        name(field), decimal_cut(units, places, shown);
    }
    void time(std::string_view field, core::Timestamp value) { name(field), time(value); }

  private:
    bool wants_comma() const {
        if (out_.empty()) return false;
        const char last = out_.back();
        return last != '{' && last != '[' && last != ':' && last != ',';
    }
    void comma() {
        if (wants_comma()) out_ += ',';
    }

    std::string& out_;
};

}  // namespace api
