// Described structs as JSON, for people who look into a journal.
//
//     append_json(out, Price{101});    // {"ticks":101}
//
// Enums are their names, ids their numbers, 128-bit numbers and bytes strings, and a variant is
// {"type":<number>, ...} with its members beside. Not for the API, whose words are chosen.
#pragma once

#include <boost/describe.hpp>
#include <string>

#include "base/codec.hpp"
#include "base/decimal.hpp"

namespace base {

template <class Type>
void append_json(std::string& out, const Type& value);

namespace codec {

inline void append_quoted(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

template <class Enum>
void append_enum(std::string& out, Enum value) {
    if constexpr (boost::describe::has_describe_enumerators<Enum>::value) {
        const char* name = nullptr;
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto named) {
            if (named.value == value) name = named.name;
        });
        if (name != nullptr) return append_quoted(out, name);
    }
    out += std::to_string(static_cast<std::uint64_t>(value));
}

template <class List>
void append_list(std::string& out, const List& list) {
    out += '[';
    bool first = true;
    for (const auto& item : list) {
        if (!first) out += ',';
        first = false;
        append_json(out, item);
    }
    out += ']';
}

template <class Struct>
void append_members(std::string& out, const Struct& value, bool first) {
    boost::mp11::mp_for_each<Members<Struct>>([&](auto member) {
        if (!first) out += ',';
        first = false;
        append_quoted(out, member.name);
        out += ':';
        append_json(out, value.*member.pointer);
    });
}

}  // namespace codec

template <class Type>
void append_json(std::string& out, const Type& value) {
    if constexpr (std::is_same_v<Type, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_same_v<Type, Int128>) {
        out += '"' + format_decimal(value, 0) + '"';
    } else if constexpr (codec::is_whole<Type>) {
        out += std::to_string(value);
    } else if constexpr (std::is_enum_v<Type>) {
        codec::append_enum(out, value);
    } else if constexpr (codec::is_id_like<Type>) {
        append_json(out, value.value);
    } else if constexpr (is_text<Type>) {
        codec::append_quoted(out, value.view());
    } else if constexpr (std::is_same_v<Type, std::string>) {
        codec::append_quoted(out, value);
    } else if constexpr (std::is_same_v<Type, Bytes>) {
        codec::append_quoted(out, format_hex(value));
    } else if constexpr (is_inline_vector<Type> || codec::is_vector<Type>) {
        codec::append_list(out, value);
    } else if constexpr (codec::is_optional<Type>) {
        if (value) {
            append_json(out, *value);
        } else {
            out += "null";
        }
    } else if constexpr (codec::is_indirect<Type>) {
        append_json(out, *value);
    } else if constexpr (codec::is_variant<Type>) {
        std::visit(
            [&out]<class Item>(const Item& item) {
                out += "{\"type\":" + std::to_string(Item::type_number);
                codec::append_members(out, item, false);
                out += '}';
            },
            value);
    } else {
        out += '{';
        codec::append_members(out, value, true);
        out += '}';
    }
}

}  // namespace base
