// The enumerations of orders and markets as the native words: "gtc", "limit_maker", and back.
//
//     word_of(core::TimeInForce::gtc)          -> "gtc"
//     value_named<core::Side>("buy")           -> Side::buy
//
// The words are the names of the enumerators, taken from their descriptions.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <string_view>

namespace api {

template <class Enum>
constexpr std::string_view word_of(Enum value) {
    std::string_view found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
        if (described.value == value) found = described.name;
    });
    return found;
}

template <class Enum>
constexpr std::optional<Enum> value_named(std::string_view word) {
    std::optional<Enum> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto described) {
        if (word == described.name) found = described.value;
    });
    return found;
}

}  // namespace api
