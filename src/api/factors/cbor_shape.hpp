// A look at CBOR before a library takes it apart.
//
// libcbor asks for as much memory as an item says it has, and frees nested items by recursion, so
// that a few bytes from a stranger could cost gigabytes or the whole stack. What passes here is
// no longer than it says and nested no deeper than eight, as all that authenticators send.
#pragma once

#include "base/bytes.hpp"

namespace api {

// Whether these bytes are so many items, one behind the other, and nothing besides. Only lengths
// that are said beforehand and no tags: so CTAP2 has it.
bool are_plain_cbor(base::BytesView bytes, std::size_t items);

}  // namespace api
