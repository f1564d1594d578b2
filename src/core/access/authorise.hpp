// May this key, or this person's session, do this now? The one gate for every request: asked in the
// gateway before a command is made, and again in the core when it is sequenced, because a key may
// have been frozen in between.
//
//     authorise(key, standing_of(state, key.customer, now),
//               Ask{.kind = Kind::write, .scope = Scope::order_create, .market = market,
//                   .assets = both_assets, .ip = caller}, now);
//
// Rejects, in this order:
//     key      key_revoked, key_expired, key_frozen_user, key_frozen_risk, key_inactive,
//              key_frozen_idle (for its first week reading and order:cancel pass),
//              key_not_yet_valid, key_cancel_only (reading and order:cancel pass)
//     address  ip_not_allowed            a deny beats an allow
//     holder   customer_not_verified, api_access_not_approved (keys only), customer_suspended:
//              these stop everything at once; customer_suspended "trade" or "withdraw" stops what
//              a lock is about; policy_acceptance_required (reading and order:cancel pass)
//     ceiling  read_only_key             whatever the scopes say
//     scope    scope_missing             its field names the scope
//     limits   constraint_market, constraint_asset, constraint_network, constraint_address
//
// Pure. Cost: about 50 ns and the length of the key's lists; no allocation.
#pragma once

#include <optional>
#include <string_view>

#include "base/inline_vector.hpp"
#include "core/types/access.hpp"
#include "core/types/rejection.hpp"

namespace core {

// What somebody wants to do, as the operations table and the request's parameters say it.
struct Ask {
    Kind kind{};                              // unset counts as more than reading
    std::optional<Scope> scope{};             // nothing: every key may, e.g. look at itself
    MarketId market{};                        // 0: concerns no single market
    base::InlineVector<AssetId, 4> assets{};  // all that it touches
    std::string_view network{};               // where money would go; empty: nowhere outside
    std::string_view address{};
    std::optional<IpAddress> ip{};  // nothing: judged at the gate; the core knows no addresses
};

Verdict authorise(const Key& key, const Standing& standing, const Ask& ask, Timestamp now);

// A person's session: his own rights end where the customer's do.
Verdict authorise(const Standing& standing, const Ask& ask);

}  // namespace core
