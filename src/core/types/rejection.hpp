// A reject with what the caller should know about it. One cause, its own facts.
#pragma once

#include <expected>

#include "base/text.hpp"
#include "core/types/access.hpp"
#include "core/types/ids.hpp"
#include "core/types/money.hpp"
#include "core/types/reject.hpp"
#include "core/types/time.hpp"

namespace core {

struct Rejection {
    Reject reject{};
    base::Text<40> field{};  // the field at fault, e.g. "price"; or what is missing
    AssetId asset{};         // of the two amounts below
    Amount available{};      // insufficient_funds; cap_exceeded: what the cap has left
    Amount needed{};
    Timestamp until{};  // cap_exceeded: when it starts anew. step_up_locked: until when

    friend bool operator==(const Rejection&, const Rejection&) = default;
};
BOOST_DESCRIBE_STRUCT(Rejection, (), (reject, field, asset, available, needed, until))

// Nothing, or the reason why not.
using Verdict = std::expected<void, Rejection>;

inline std::unexpected<Rejection> reject(Reject why) {
    return std::unexpected(Rejection{.reject = why});
}
inline std::unexpected<Rejection> reject(Reject why, const char* field) {
    return std::unexpected(Rejection{.reject = why, .field = field});
}

}  // namespace core
