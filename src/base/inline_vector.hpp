// A list of at most `Capacity` items inside the struct that holds it. Full is a broken promise:
// the caller knows its bound.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/check.hpp"

namespace base {

template <class Item, std::size_t Capacity>
class InlineVector {
  public:
    using value_type = Item;
    static constexpr std::size_t capacity = Capacity;
    static_assert(Capacity < 256);

    constexpr InlineVector() {}  // items beyond size() are never read, so they are not cleared
    constexpr InlineVector(const InlineVector& other) { *this = other; }
    constexpr InlineVector& operator=(const InlineVector& other) {
        size_ = other.size_;
        for (std::size_t i = 0; i < size_; ++i) items_[i] = other.items_[i];
        return *this;
    }

    constexpr void push_back(const Item& item) {
        CHECK(size_ < Capacity);
        items_[size_++] = item;
    }
    constexpr void clear() { size_ = 0; }

    constexpr std::size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr const Item& operator[](std::size_t i) const {
        CHECK(i < size_);
        return items_[i];
    }
    constexpr const Item* begin() const { return items_.data(); }
    constexpr const Item* end() const { return items_.data() + size_; }
    constexpr Item* begin() { return items_.data(); }
    constexpr Item* end() { return items_.data() + size_; }

    friend constexpr bool operator==(const InlineVector& a, const InlineVector& b) {
        if (a.size_ != b.size_) return false;
        for (std::size_t i = 0; i < a.size_; ++i) {
            if (!(a.items_[i] == b.items_[i])) return false;
        }
        return true;
    }

  private:
    std::array<Item, Capacity> items_;
    std::uint8_t size_{};
};

template <class Type>
inline constexpr bool is_inline_vector = false;
template <class Item, std::size_t Capacity>
inline constexpr bool is_inline_vector<InlineVector<Item, Capacity>> = true;

}  // namespace base
