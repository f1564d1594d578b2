// Structs as bytes and back, from their one description (Boost.Describe).
//
//     base::Bytes out;
//     base::encode(out, Price{101});           // 65 00 00 00 00 00 00 00
//     base::Decoder in{out};
//     Price price = base::decode<Price>(in);   // in.ok() says whether all of it was there
//
// Whole numbers are little-endian and as wide as their type; a bool is one byte, 0 or 1; an enum
// is its number; a text or a list is its length (u8 for Text and InlineVector, u32 otherwise)
// and its items; an optional is a bool and perhaps the item; a struct is its members in the order
// of the description; a variant is the u16 `type_number` of the alternative and that.
//
// Every value has one encoding, and decode() takes no other.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/boxed.hpp"
#include "base/bytes.hpp"
#include "base/indirect.hpp"
#include "base/inline_vector.hpp"
#include "base/text.hpp"

namespace base {

// Reads bytes from the front. After a first failure every read gives zeros and ok() is false.
class Decoder {
  public:
    explicit Decoder(BytesView bytes) : rest_{bytes} {}

    bool ok() const { return ok_; }
    bool at_end() const { return rest_.empty(); }
    std::size_t remaining() const { return rest_.size(); }
    void fail() {
        ok_ = false;
        rest_ = {};
    }

    BytesView take(std::size_t count) {
        if (count > rest_.size()) {
            fail();
            return {};
        }
        const BytesView taken = rest_.first(count);
        rest_ = rest_.subspan(count);
        return taken;
    }

    template <class Number>
    Number number() {
        Number value{};
        const BytesView taken = take(sizeof value);
        if (taken.size() == sizeof value) std::memcpy(&value, taken.data(), sizeof value);
        return value;
    }

  private:
    BytesView rest_;
    bool ok_{true};
};

namespace codec {

template <class Type>
inline constexpr bool is_whole =
    std::is_integral_v<Type> || std::is_same_v<Type, Int128> || std::is_same_v<Type, Uint128>;
template <class Type>
inline constexpr bool is_vector = false;
template <class Item>
inline constexpr bool is_vector<std::vector<Item>> = true;
template <class Type>
inline constexpr bool is_optional = false;
template <class Item>
inline constexpr bool is_optional<std::optional<Item>> = true;
template <class Item>
inline constexpr bool is_optional<Boxed<Item>> = true;
template <class Type>
inline constexpr bool is_indirect = false;
template <class Item>
inline constexpr bool is_indirect<Indirect<Item>> = true;
template <class Type>
inline constexpr bool is_variant = false;
template <class... Items>
inline constexpr bool is_variant<std::variant<Items...>> = true;
template <class Type>
inline constexpr bool is_id_like = requires {
    typename Type::number_type;
    &Type::value;
};

template <class Type>
using Members = boost::describe::describe_members<Type, boost::describe::mod_any_access>;

// The most bytes that any value of the type takes; 0 where there is no such bound.
template <class Type>
constexpr std::size_t bound();

template <class Type>
constexpr std::size_t bound_of_members() {
    std::size_t sum = 0;
    bool bounded = true;
    boost::mp11::mp_for_each<Members<Type>>([&](auto member) {
        using Member = std::remove_cvref_t<decltype(std::declval<Type>().*member.pointer)>;
        bounded = bounded && bound<Member>() > 0;
        sum += bound<Member>();
    });
    return bounded ? sum : 0;
}

template <class Type>
constexpr std::size_t bound() {
    if constexpr (is_whole<Type> || std::is_enum_v<Type>) {
        return sizeof(Type);
    } else if constexpr (is_id_like<Type>) {
        return sizeof(typename Type::number_type);
    } else if constexpr (is_text<Type>) {
        return 1 + Type::capacity;
    } else if constexpr (is_inline_vector<Type>) {
        const std::size_t item = bound<typename Type::value_type>();
        return item == 0 ? 0 : 1 + Type::capacity * item;
    } else if constexpr (is_optional<Type>) {
        const std::size_t item = bound<typename Type::value_type>();
        return item == 0 ? 0 : 1 + item;
    } else if constexpr (is_indirect<Type>) {
        return bound<typename Type::value_type>();
    } else if constexpr (std::is_same_v<Type, std::string> || is_vector<Type> || is_variant<Type>) {
        return 0;
    } else {
        return bound_of_members<Type>();
    }
}

// Writes a value of a bounded type; the bytes are there. Gives the end.
template <class Type>
std::uint8_t* write(std::uint8_t* at, const Type& value) {
    if constexpr (std::is_same_v<Type, bool>) {
        *at = value ? 1 : 0;
        return at + 1;
    } else if constexpr (is_whole<Type> || std::is_enum_v<Type>) {
        std::memcpy(at, &value, sizeof value);
        return at + sizeof value;
    } else if constexpr (is_id_like<Type>) {
        return write(at, value.value);
    } else if constexpr (is_text<Type>) {
        // All that it has room for: a copy of a fixed size is a move or two.
        *at = static_cast<std::uint8_t>(value.size());
        std::memcpy(at + 1, value.view().data(), Type::capacity);
        return at + 1 + value.size();
    } else if constexpr (is_inline_vector<Type>) {
        *at++ = static_cast<std::uint8_t>(value.size());
        for (const auto& item : value) at = write(at, item);
        return at;
    } else if constexpr (is_optional<Type>) {
        *at++ = value.has_value() ? 1 : 0;
        return value ? write(at, *value) : at;
    } else if constexpr (is_indirect<Type>) {
        return write(at, *value);
    } else {
        boost::mp11::mp_for_each<Members<Type>>(
            [&](auto member) { at = write(at, value.*member.pointer); });
        return at;
    }
}

}  // namespace codec

// Puts values behind one another at the end of the bytes. Small ones go by way of the stack, so
// that the bytes grow once for many; all of them are there when the encoder is gone.
class Encoder {
  public:
    explicit Encoder(Bytes& out) : out_{out} {}
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
    ~Encoder() { flush(); }

    template <class Type>
    void put(const Type& value) {
        if constexpr (codec::bound<Type>() > 0 && codec::bound<Type>() <= sizeof room_) {
            if (room_ + sizeof room_ - at_ < std::ptrdiff_t{codec::bound<Type>()}) flush();
            at_ = codec::write(at_, value);
        } else if constexpr (std::is_same_v<Type, std::string>) {
            put(static_cast<std::uint32_t>(value.size()));
            append(value.data(), value.size());
        } else if constexpr (is_inline_vector<Type>) {
            put(static_cast<std::uint8_t>(value.size()));
            for (const auto& item : value) put(item);
        } else if constexpr (codec::is_vector<Type>) {
            put_list(value);
        } else if constexpr (codec::is_optional<Type>) {
            put(value.has_value());
            if (value) put(*value);
        } else if constexpr (codec::is_indirect<Type>) {
            put(*value);
        } else if constexpr (codec::is_variant<Type>) {
            std::visit([this](const auto& item) { this->put_numbered(item); }, value);
        } else {
            boost::mp11::mp_for_each<codec::Members<Type>>(
                [&](auto member) { put(value.*member.pointer); });
        }
    }

  private:
    void flush() {
        out_.insert(out_.end(), room_, at_);
        at_ = room_;
    }
    void append(const void* data, std::size_t size) {
        flush();
        const auto* bytes = static_cast<const std::uint8_t*>(data);
        out_.insert(out_.end(), bytes, bytes + size);
    }
    template <class Item>
    void put_list(const std::vector<Item>& items) {
        put(static_cast<std::uint32_t>(items.size()));
        if constexpr (std::is_same_v<Item, std::uint8_t>) {
            append(items.data(), items.size());
        } else {
            for (const auto& item : items) put(item);
        }
    }
    // An alternative of a variant behind its number.
    template <class Item>
    void put_numbered(const Item& item) {
        put(std::uint16_t{Item::type_number});
        put(item);
    }

    Bytes& out_;
    std::uint8_t room_[2'048];  // not cleared: what is read was written
    std::uint8_t* at_{room_};
};

template <class Type>
void encode(Bytes& out, const Type& value) {
    Encoder{out}.put(value);
}

template <class Type>
void decode(Decoder& in, Type& value);

namespace codec {

template <class Variant>
void decode_variant(Decoder& in, Variant& value) {
    const auto number = in.number<std::uint16_t>();
    bool known = false;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, Variant>>(
        [&]<class Item>(boost::mp11::mp_identity<Item>) {
            if (known || Item::type_number != number) return;
            known = true;
            decode(in, value.template emplace<Item>());
        });
    if (!known) in.fail();
}

}  // namespace codec

template <class Type>
void decode(Decoder& in, Type& value) {
    if constexpr (std::is_same_v<Type, bool>) {
        const auto byte = in.number<std::uint8_t>();
        if (byte > 1) in.fail();
        value = byte == 1;
    } else if constexpr (codec::is_whole<Type>) {
        value = in.number<Type>();
    } else if constexpr (std::is_enum_v<Type>) {
        value = static_cast<Type>(in.number<std::underlying_type_t<Type>>());
    } else if constexpr (codec::is_id_like<Type>) {
        value.value = in.number<typename Type::number_type>();
    } else if constexpr (is_text<Type>) {
        const auto size = in.number<std::uint8_t>();
        if (size > Type::capacity) return in.fail();
        value = Type{as_text(in.take(size))};
    } else if constexpr (std::is_same_v<Type, std::string>) {
        value = as_text(in.take(in.number<std::uint32_t>()));
    } else if constexpr (is_inline_vector<Type>) {
        const auto size = in.number<std::uint8_t>();
        if (size > Type::capacity) return in.fail();
        value.clear();
        for (std::uint8_t i = 0; i < size && in.ok(); ++i) {
            typename Type::value_type item{};
            decode(in, item);
            value.push_back(item);
        }
    } else if constexpr (codec::is_vector<Type>) {
        const auto size = in.number<std::uint32_t>();
        if (size > in.remaining()) return in.fail();  // every item takes a byte at least
        value.clear();
        for (std::uint32_t i = 0; i < size && in.ok(); ++i) decode(in, value.emplace_back());
    } else if constexpr (codec::is_optional<Type>) {
        bool present = false;
        decode(in, present);
        value.reset();
        if (present) decode(in, value.emplace());
    } else if constexpr (codec::is_indirect<Type>) {
        decode(in, *value);
    } else if constexpr (codec::is_variant<Type>) {
        codec::decode_variant(in, value);
    } else {
        boost::mp11::mp_for_each<codec::Members<Type>>(
            [&](auto member) { decode(in, value.*member.pointer); });
    }
}

template <class Type>
Type decode(Decoder& in) {
    Type value{};
    decode(in, value);
    return value;
}

// All of the bytes as one value, or nothing.
template <class Type>
std::optional<Type> decode_whole(BytesView bytes) {
    Decoder in{bytes};
    std::optional<Type> value{std::in_place};
    decode(in, *value);
    if (!in.ok() || !in.at_end()) return std::nullopt;
    return value;
}

}  // namespace base
