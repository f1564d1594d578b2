#include "api/factors/cbor_shape.hpp"

namespace api {
namespace {

constexpr int depth_max = 8;

// The number in an item's first bytes: a value, a length or a count.
bool take_number(base::BytesView& rest, std::uint8_t short_form, std::uint64_t& number) {
    number = short_form;
    if (short_form < 24) return true;
    if (short_form > 27) return false;  // reserved, or a length that is not said beforehand
    const std::size_t size = std::size_t{1} << (short_form - 24);
    if (rest.size() < size) return false;
    number = 0;
    for (const std::uint8_t byte : rest.first(size)) number = number << 8 | byte;
    rest = rest.subspan(size);
    return true;
}

bool skip_items(base::BytesView& rest, std::uint64_t count, int depth);

bool skip_item(base::BytesView& rest, int depth) {
    if (rest.empty() || depth > depth_max) return false;
    const std::uint8_t first = rest[0];
    rest = rest.subspan(1);
    std::uint64_t number = 0;
    if (!take_number(rest, first & 31, number)) return false;
    switch (first >> 5) {
        case 0:  // a whole number
        case 1:  // a negative one
        case 7:  // true, false, null, and the like
            return true;
        case 2:  // bytes
        case 3:  // text
            if (number > rest.size()) return false;
            rest = rest.subspan(number);
            return true;
        case 4:  // a list
            return skip_items(rest, number, depth + 1);
        case 5:  // pairs
            return number <= rest.size() && skip_items(rest, 2 * number, depth + 1);
        default:  // a tag
            return false;
    }
}

// Every item takes a byte at least.
bool skip_items(base::BytesView& rest, std::uint64_t count, int depth) {
    if (count > rest.size()) return false;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!skip_item(rest, depth)) return false;
    }
    return true;
}

}  // namespace

bool are_plain_cbor(base::BytesView bytes, std::size_t items) {
    return skip_items(bytes, items, 1) && bytes.empty();
}

}  // namespace api
