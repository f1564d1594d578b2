#include "core/access/authorise.hpp"

#include <algorithm>

#include "base/plant.hpp"
#include "base/result.hpp"
#include "core/access/idle.hpp"

namespace core {
namespace {

bool reads_or_cancels(const Ask& ask) {
    return ask.kind == Kind::read || ask.scope == Scope::order_cancel;
}

std::optional<Reject> wrong_state(const Key& key, const Ask& ask, Timestamp now) {
    switch (key.status) {
        case KeyStatus::revoked:
            return Reject::key_revoked;
        case KeyStatus::expired:
            return Reject::key_expired;
        case KeyStatus::frozen_user:
            return Reject::key_frozen_user;
        case KeyStatus::frozen_risk:
            return Reject::key_frozen_risk;
        case KeyStatus::inactive:
            return Reject::key_inactive;
        case KeyStatus::frozen_idle:
            if (!reads_or_cancels(ask) || now >= key.status_at + idle_reading) {
                return Reject::key_frozen_idle;
            }
            break;
        case KeyStatus::cancel_only:
        case KeyStatus::active:
            break;
    }
    // The stamp decides, whether or not a tick has already moved the key to `expired`.
    if (now >= key.rules.expires_at) return Reject::key_expired;
    if (now < key.rules.not_before) return Reject::key_not_yet_valid;
    if (key.status == KeyStatus::active || key.status == KeyStatus::frozen_idle) {
        return std::nullopt;
    }
    if (key.status == KeyStatus::cancel_only && reads_or_cancels(ask)) return std::nullopt;
    return Reject::key_cancel_only;
}

bool any_contains(const std::vector<IpRange>& ranges, IpAddress ip) {
    return std::ranges::any_of(ranges, [&](const IpRange& range) { return contains(range, ip); });
}

bool ip_allowed(const KeyRules& rules, IpAddress ip) {
    if (any_contains(rules.ip_deny, ip)) return false;
    return rules.ip_allow.empty() || any_contains(rules.ip_allow, ip);
}

// An empty list constrains nothing.
template <class Id>
bool listed(const std::vector<Id>& list, Id id) {
    return list.empty() || std::ranges::find(list, id) != list.end();
}
template <std::size_t Capacity>
bool listed(const std::vector<base::Text<Capacity>>& list, std::string_view text) {
    const auto is_it = [text](const base::Text<Capacity>& item) { return item.view() == text; };
    return list.empty() || std::ranges::any_of(list, is_it);
}

constexpr Scopes trades{Scope::order_create, Scope::order_amend, Scope::convert_execute};
constexpr Scopes takes_out{Scope::withdraw_create, Scope::transfer_create, Scope::voucher_create};

Verdict check_locks(const Standing& standing, const Ask& ask) {
    if (!ask.scope) return {};
    if (standing.trade_locked && trades.has(*ask.scope)) {
        return reject(Reject::customer_suspended, "trade");
    }
    if (standing.withdraw_locked && takes_out.has(*ask.scope)) {
        return reject(Reject::customer_suspended, "withdraw");
    }
    return {};
}

enum class By : bool { person, key };

Verdict check_holder(const Standing& standing, const Ask& ask, By by) {
    if (!standing.verified) return reject(Reject::customer_not_verified);
    if (by == By::key && !standing.api_approved) return reject(Reject::api_access_not_approved);
    if (standing.suspended) return reject(Reject::customer_suspended);
    TRY_OK(check_locks(standing, ask));
    if (standing.acceptance_due && !reads_or_cancels(ask)) {
        return reject(Reject::policy_acceptance_required);
    }
    return {};
}

std::unexpected<Rejection> missing(Scope scope) {
    return std::unexpected(
        Rejection{.reject = Reject::scope_missing, .field = base::Text<40>{name_of(scope)}});
}

}  // namespace

Verdict authorise(const Key& key, const Standing& standing, const Ask& ask, Timestamp now) {
    const KeyRules& rules = key.rules;
    if (const auto wrong = wrong_state(key, ask, now)) return reject(*wrong);
    if (ask.ip && !ip_allowed(rules, *ask.ip)) return reject(Reject::ip_not_allowed);
    TRY_OK(check_holder(standing, ask, By::key));
    if (rules.read_only && ask.kind != Kind::read && !base::planted("read_only_trades")) {
        return reject(Reject::read_only_key);
    }
    if (ask.scope && !rules.scopes.has(*ask.scope)) return missing(*ask.scope);
    if (ask.market && !listed(rules.markets, ask.market)) {
        return reject(Reject::constraint_market, "market");
    }
    for (const AssetId asset : ask.assets) {
        if (!listed(rules.assets, asset)) return reject(Reject::constraint_asset, "asset");
    }
    if (!ask.network.empty() && !listed(rules.networks, ask.network)) {
        return reject(Reject::constraint_network, "network");
    }
    if (!ask.address.empty() && !listed(rules.addresses, ask.address)) {
        return reject(Reject::constraint_address, "address");
    }
    return {};
}

Verdict authorise(const Standing& standing, const Ask& ask) {
    return check_holder(standing, ask, By::person);
}

}  // namespace core
