#include "core/types/reject.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"

namespace core {
namespace {

struct Name {
    Reject reject;
    std::string_view text;
};

constexpr auto names = std::to_array<Name>({
    {Reject::key_malformed, "key_malformed"},
    {Reject::key_unknown, "key_unknown"},
    {Reject::key_inactive, "key_inactive"},
    {Reject::key_not_yet_valid, "key_not_yet_valid"},
    {Reject::key_expired, "key_expired"},
    {Reject::key_frozen_idle, "key_frozen_idle"},
    {Reject::key_frozen_risk, "key_frozen_risk"},
    {Reject::key_frozen_user, "key_frozen_user"},
    {Reject::key_revoked, "key_revoked"},
    {Reject::wrong_environment, "wrong_environment"},
    {Reject::signature_invalid, "signature_invalid"},
    {Reject::signature_missing_component, "signature_missing_component"},
    {Reject::digest_mismatch, "digest_mismatch"},
    {Reject::timestamp_skew, "timestamp_skew"},
    {Reject::nonce_reused, "nonce_reused"},
    {Reject::ip_not_allowed, "ip_not_allowed"},
    {Reject::customer_not_verified, "customer_not_verified"},
    {Reject::api_access_not_approved, "api_access_not_approved"},
    {Reject::customer_suspended, "customer_suspended"},
    {Reject::policy_acceptance_required, "policy_acceptance_required"},
    {Reject::read_only_key, "read_only_key"},
    {Reject::scope_missing, "scope_missing"},
    {Reject::constraint_market, "constraint_market"},
    {Reject::constraint_asset, "constraint_asset"},
    {Reject::constraint_network, "constraint_network"},
    {Reject::constraint_address, "constraint_address"},
    {Reject::cap_exceeded, "cap_exceeded"},
    {Reject::step_up_required, "step_up_required"},
    {Reject::step_up_invalid, "step_up_invalid"},
    {Reject::step_up_locked, "step_up_locked"},
    {Reject::unauthorized, "unauthorized"},
    {Reject::session_required, "session_required"},
    {Reject::session_expired, "session_expired"},
    {Reject::csrf_failed, "csrf_failed"},
    {Reject::role_missing, "role_missing"},
    {Reject::second_person_required, "second_person_required"},
    {Reject::key_cancel_only, "key_cancel_only"},
    {Reject::factor_not_enrolled, "factor_not_enrolled"},
    {Reject::address_not_allowed, "address_not_allowed"},
    {Reject::address_cooling_off, "address_cooling_off"},
    {Reject::address_unproved, "address_unproved"},
    {Reject::information_required, "information_required"},
    {Reject::travel_rule_fields_missing, "travel_rule_fields_missing"},
    {Reject::screening_blocked, "screening_blocked"},
    {Reject::screening_pending, "screening_pending"},
    {Reject::rule_blocked, "rule_blocked"},
    {Reject::approval_pending, "approval_pending"},
    {Reject::idempotency_conflict, "idempotency_conflict"},
    {Reject::idempotency_in_flight, "idempotency_in_flight"},
    {Reject::rate_limited, "rate_limited"},
    {Reject::market_halted, "market_halted"},
    {Reject::market_cancel_only, "market_cancel_only"},
    {Reject::insufficient_funds, "insufficient_funds"},
    {Reject::price_filter, "price_filter"},
    {Reject::lot_filter, "lot_filter"},
    {Reject::notional_filter, "notional_filter"},
    {Reject::percent_price_filter, "percent_price_filter"},
    {Reject::order_count_filter, "order_count_filter"},
    {Reject::order_unknown, "order_unknown"},
    {Reject::client_order_id_in_use, "client_order_id_in_use"},
    {Reject::would_match, "would_match"},
    {Reject::would_trigger, "would_trigger"},
    {Reject::list_prices, "list_prices"},
    {Reject::iceberg_filter, "iceberg_filter"},
    {Reject::trailing_filter, "trailing_filter"},
    {Reject::parked_count_filter, "parked_count_filter"},
    {Reject::iceberg_count_filter, "iceberg_count_filter"},
    {Reject::list_count_filter, "list_count_filter"},
    {Reject::amend_count_filter, "amend_count_filter"},
    {Reject::amend_unchanged, "amend_unchanged"},
    {Reject::amend_increase, "amend_increase"},
    {Reject::cancel_restricted, "cancel_restricted"},
    {Reject::order_list_unknown, "order_list_unknown"},
    {Reject::market_auction, "market_auction"},
    {Reject::client_order_id_mismatch, "client_order_id_mismatch"},
    {Reject::not_found, "not_found"},
    {Reject::method_not_allowed, "method_not_allowed"},
    {Reject::malformed_json, "malformed_json"},
    {Reject::malformed_field, "malformed_field"},
    {Reject::missing_field, "missing_field"},
    {Reject::unknown_field, "unknown_field"},
    {Reject::duplicate_field, "duplicate_field"},
    {Reject::headers_too_large, "headers_too_large"},
    {Reject::body_too_large, "body_too_large"},
    {Reject::malformed_request, "malformed_request"},
    {Reject::request_timeout, "request_timeout"},
    {Reject::unavailable, "unavailable"},
    {Reject::outcome_unknown, "outcome_unknown"},
    {Reject::internal, "internal"},
    {Reject::already_exists, "already_exists"},
    {Reject::market_inexact, "market_inexact"},
    {Reject::scopes_conflict, "scopes_conflict"},
    {Reject::state_conflict, "state_conflict"},
    {Reject::any_ip_unconfirmed, "any_ip_unconfirmed"},
    {Reject::ip_list_required, "ip_list_required"},
    {Reject::hmac_not_allowed, "hmac_not_allowed"},
    {Reject::too_many, "too_many"},
    {Reject::password_refused, "password_refused"},
});

constexpr auto rejects = [] {
    std::array<Reject, names.size()> all{};
    for (std::size_t i = 0; i < names.size(); ++i) all[i] = names[i].reject;
    return all;
}();

}  // namespace

std::string_view name_of(Reject reject) {
    const auto* found = std::ranges::lower_bound(names, reject, {}, &Name::reject);
    CHECK(found != names.end() && found->reject == reject);
    return found->text;
}

std::optional<Reject> reject_named(std::string_view name) {
    const auto* found = std::ranges::find(names, name, &Name::text);
    if (found == names.end()) return std::nullopt;
    return found->reject;
}

std::span<const Reject> all_rejects() { return rejects; }

}  // namespace core
