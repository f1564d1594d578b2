// A short text inside the struct that holds it: at most `Capacity` bytes, no allocation.
//
//     const auto symbol = base::Text<12>::from("BTCUSDT");   // nothing if it is too long
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/check.hpp"

namespace base {

template <std::size_t Capacity>
class Text {
  public:
    static_assert(Capacity < 256);
    static constexpr std::size_t capacity = Capacity;

    constexpr Text() = default;
    // A literal that fits, or a CHECK.
    constexpr Text(const char* literal) : Text(std::string_view{literal}) {}
    constexpr explicit Text(std::string_view text) {
        CHECK(text.size() <= Capacity);
        for (std::size_t i = 0; i < text.size(); ++i) bytes_[i] = text[i];
        size_ = static_cast<std::uint8_t>(text.size());
    }
    static std::optional<Text> from(std::string_view text) {
        if (text.size() > Capacity) return std::nullopt;
        return Text{text};
    }

    constexpr std::string_view view() const { return {bytes_.data(), size_}; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr std::size_t size() const { return size_; }

    friend constexpr bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }
    friend constexpr auto operator<=>(const Text& a, const Text& b) {
        return a.view() <=> b.view();
    }

  private:
    std::array<char, Capacity> bytes_{};
    std::uint8_t size_{};
};

template <class Type>
inline constexpr bool is_text = false;
template <std::size_t Capacity>
inline constexpr bool is_text<Text<Capacity>> = true;

}  // namespace base
