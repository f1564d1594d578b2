// A number that names one kind of thing and converts to no other.
//
//     using OrderId = base::Id<struct OrderKind>;
//     OrderId{7} == AccountId{7};   // does not compile
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace base {

template <class Kind, class Number = std::uint64_t>
struct Id {
    using number_type = Number;

    Number value{};

    friend constexpr auto operator<=>(Id, Id) = default;
    constexpr explicit operator bool() const { return value != 0; }  // 0 names nothing
};

template <class Type>
inline constexpr bool is_id = false;
template <class Kind, class Number>
inline constexpr bool is_id<Id<Kind, Number>> = true;

}  // namespace base

template <class Kind, class Number>
struct std::hash<base::Id<Kind, Number>> {
    std::size_t operator()(base::Id<Kind, Number> id) const noexcept {
        return std::hash<Number>{}(id.value);
    }
};
