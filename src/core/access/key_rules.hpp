// What rules a key may have, and whether an edit gives it more than it had.
//
//     check_rules(rules)       -> scopes_conflict, malformed_field "ip_allow", ...
//     widens(before, after)    -> an edit that needs the owner's second factor
//
// Narrowing is immediate; widening is not. widens() may say true for an edit that in effect
// gives nothing (10.0.0.0/8 in place of its two halves), never false for one that does. What is
// only written about a key (name, purpose, tags) widens nothing.
#pragma once

#include "core/types/access.hpp"
#include "core/types/rejection.hpp"

namespace core {

inline constexpr std::size_t key_ranges_max = 64;   // in ip_allow, and as many in ip_deny
inline constexpr std::size_t key_markets_max = 64;  // and as many assets, networks, addresses
inline constexpr std::size_t key_caps_max = 16;
inline constexpr std::size_t key_tags_max = 16;
inline constexpr std::size_t key_purpose_bytes_max = 200;
inline constexpr std::size_t key_delegate_bytes_max = 64;

// Rejects  scopes_conflict: withdraw:create beside address:create or risk:write.
//          malformed_field: name, purpose, tags, scopes, ip_allow, ip_deny, markets, assets,
//          networks, addresses, caps, expires_at, idle_days, withdraw_factor or delegate.
// Texts are UTF-8 without control characters. A cap needs a positive amount, which needs an asset,
// or a positive count; one per action, period and asset.
[[nodiscard]] Verdict check_rules(const KeyRules& rules);

// Whether `after` lets anything through that `before` did not.
[[nodiscard]] bool widens(const KeyRules& before, const KeyRules& after);

}  // namespace core
