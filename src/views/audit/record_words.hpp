// What a record says to an auditor, found through its description alone: the name of its command,
// who asked, and which keys and customers it is about. A new command, or a new part of the
// envelope, is understood without a change here.
//
//     name_of(record.command)                         // "PlaceOrder"
//     envelope_number(record.envelope, "user")        // 0 where an envelope has no such thing
//     mentions(record, core::KeyId{7})                // in its envelope, command or events
//
// Cost     name_of: none. mentions: one walk over the record.
#pragma once

#include <string_view>

#include "base/codec.hpp"
#include "core/types/record.hpp"

namespace views {

// The name of the type, without its namespace.
std::string_view name_of(const core::Command& command);
std::string_view command_name(std::uint16_t type_number);  // "" when there is none
std::optional<std::uint16_t> command_number(std::string_view name);
std::uint16_t number_of(const core::Command& command);

// Whether `id` stands anywhere in the value, as an id of its own kind.
template <class Id, class Type>
bool mentions(const Type& value, Id id) {
    if constexpr (std::is_same_v<Type, Id>) {
        return value == id;
    } else if constexpr (base::codec::is_whole<Type> || std::is_enum_v<Type> ||
                         base::codec::is_id_like<Type> || base::is_text<Type> ||
                         std::is_same_v<Type, std::string> || std::is_same_v<Type, base::Bytes>) {
        return false;
    } else if constexpr (base::is_inline_vector<Type> || base::codec::is_vector<Type>) {
        for (const auto& item : value) {
            if (mentions(item, id)) return true;
        }
        return false;
    } else if constexpr (base::codec::is_optional<Type>) {
        return value && mentions(*value, id);
    } else if constexpr (base::codec::is_indirect<Type>) {
        return mentions(*value, id);
    } else if constexpr (base::codec::is_variant<Type>) {
        return std::visit([id](const auto& item) { return mentions(item, id); }, value);
    } else {
        bool found = false;
        boost::mp11::mp_for_each<base::codec::Members<Type>>(
            [&](auto member) { found = found || mentions(value.*member.pointer, id); });
        return found;
    }
}

// The first number that stands under that name in the value or in its parts: an id, a whole
// number, an enum, or the first half of a fingerprint; 0 when there is none.
template <class Type>
std::uint64_t number_named(const Type& value, std::string_view name, bool is_it = false) {
    if constexpr (base::codec::is_id_like<Type>) {
        return is_it ? static_cast<std::uint64_t>(value.value) : 0;
    } else if constexpr (std::is_enum_v<Type> || base::codec::is_whole<Type>) {
        return is_it ? static_cast<std::uint64_t>(value) : 0;
    } else if constexpr (base::codec::is_optional<Type>) {
        return value ? number_named(*value, name, is_it) : 0;
    } else if constexpr (base::codec::is_indirect<Type>) {
        return number_named(*value, name, is_it);
    } else if constexpr (boost::describe::has_describe_members<Type>::value) {
        std::uint64_t found = 0;
        boost::mp11::mp_for_each<base::codec::Members<Type>>([&](auto member) {
            if (found != 0) return;
            found = number_named(value.*member.pointer, name, is_it || member.name == name);
        });
        return found;
    } else {
        return 0;
    }
}

inline std::uint64_t envelope_number(const core::Envelope& envelope, std::string_view name) {
    return number_named(envelope, name);
}

}  // namespace views
