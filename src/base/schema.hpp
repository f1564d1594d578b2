// The shape of described structs as a text: the same description that gives their codec.
//
//     schema_of<Price>()   -> "{ticks:i64}"
//
// Two programs whose texts are equal read each other's bytes.
#pragma once

#include <string>

#include "base/codec.hpp"

namespace base {

template <class Type>
std::string schema_of();

namespace codec {

template <class Number>
std::string number_schema() {
    constexpr bool is_signed = static_cast<Number>(-1) < Number{0};
    return (is_signed ? "i" : "u") + std::to_string(sizeof(Number) * 8);
}

template <class Variant>
std::string variant_schema() {
    std::string text = "<";
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Variant>>(
        [&]<class Item>(boost::mp11::mp_identity<Item>) {
            text += std::to_string(Item::type_number) + schema_of<Item>() + ' ';
        });
    return text + '>';
}

template <class Enum>
std::string enum_schema() {
    std::string text = number_schema<std::underlying_type_t<Enum>>();
    if constexpr (boost::describe::has_describe_enumerators<Enum>::value) {
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto named) {
            text += '|' + std::string(named.name) + '=' +
                    std::to_string(static_cast<std::uint64_t>(named.value));
        });
    }
    return text;
}

}  // namespace codec

template <class Type>
std::string schema_of() {
    if constexpr (std::is_same_v<Type, bool>) {
        return "bool";
    } else if constexpr (codec::is_whole<Type>) {
        return codec::number_schema<Type>();
    } else if constexpr (std::is_enum_v<Type>) {
        return codec::enum_schema<Type>();
    } else if constexpr (codec::is_id_like<Type>) {
        return "id:" + schema_of<typename Type::number_type>();
    } else if constexpr (is_text<Type>) {
        return "text" + std::to_string(Type::capacity);
    } else if constexpr (std::is_same_v<Type, std::string>) {
        return "string";
    } else if constexpr (is_inline_vector<Type> || codec::is_vector<Type>) {
        return (is_inline_vector<Type> ? "few[" : "list[") +
               schema_of<typename Type::value_type>() + ']';
    } else if constexpr (codec::is_optional<Type>) {
        return "maybe[" + schema_of<typename Type::value_type>() + ']';
    } else if constexpr (codec::is_indirect<Type>) {
        return schema_of<typename Type::value_type>();
    } else if constexpr (codec::is_variant<Type>) {
        return codec::variant_schema<Type>();
    } else {
        std::string text = "{";
        boost::mp11::mp_for_each<codec::Members<Type>>([&](auto member) {
            using Member = std::remove_cvref_t<decltype(std::declval<Type>().*member.pointer)>;
            text += std::string(member.name) + ':' + schema_of<Member>() + ' ';
        });
        return text + '}';
    }
}

}  // namespace base
