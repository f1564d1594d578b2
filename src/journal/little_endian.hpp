// Numbers as little-endian bytes, at any alignment.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>

namespace journal {

static_assert(std::endian::native == std::endian::little,
              "the journal is written as the memory lies");

template <std::integral Number>
Number load(const std::uint8_t* from) {
    Number number{};
    std::memcpy(&number, from, sizeof number);
    return number;
}

template <std::integral Number>
void store(std::uint8_t* to, Number number) {
    std::memcpy(to, &number, sizeof number);
}

}  // namespace journal
