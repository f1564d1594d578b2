// Deques in snapshots, in the same form as vectors (base/codec.hpp).
#pragma once

#include <deque>

#include "base/codec.hpp"

namespace views {

template <class Item>
void encode_items(base::Bytes& out, const std::deque<Item>& items) {
    base::encode(out, static_cast<std::uint32_t>(items.size()));
    for (const Item& item : items) base::encode(out, item);
}

template <class Item>
void decode_items(base::Decoder& in, std::deque<Item>& items) {
    const auto count = in.number<std::uint32_t>();
    if (count > in.remaining()) return in.fail();  // every item takes a byte at least
    items.clear();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) base::decode(in, items.emplace_back());
}

}  // namespace views
