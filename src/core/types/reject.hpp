// Every reason to say no, one name for one cause. The numbers are in journals: never reused.
// What each means to a caller (status, retry, text) is the catalogue in
// api/operations/refusals.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace core {

enum class Reject : std::uint16_t {
    // the key and its holder
    key_malformed = 1,
    key_unknown = 2,
    key_inactive = 3,
    key_not_yet_valid = 4,
    key_expired = 5,
    key_frozen_idle = 6,
    key_frozen_risk = 7,
    key_frozen_user = 8,
    key_revoked = 9,
    wrong_environment = 10,
    signature_invalid = 11,
    signature_missing_component = 12,
    digest_mismatch = 13,
    timestamp_skew = 14,
    nonce_reused = 15,
    ip_not_allowed = 16,
    customer_not_verified = 17,
    api_access_not_approved = 18,
    customer_suspended = 19,
    policy_acceptance_required = 20,
    read_only_key = 21,
    scope_missing = 22,
    constraint_market = 23,
    constraint_asset = 24,
    constraint_network = 25,
    constraint_address = 26,
    cap_exceeded = 27,
    step_up_required = 28,
    step_up_invalid = 29,
    step_up_locked = 30,
    unauthorized = 31,
    session_required = 32,
    session_expired = 33,
    csrf_failed = 34,
    role_missing = 35,
    second_person_required = 36,
    key_cancel_only = 37,      // reading and cancelling only
    factor_not_enrolled = 38,  // a second factor has to be set up first

    // money that leaves
    address_not_allowed = 50,
    address_cooling_off = 51,
    address_unproved = 52,
    information_required = 53,
    travel_rule_fields_missing = 54,
    screening_blocked = 55,
    screening_pending = 56,
    rule_blocked = 57,
    approval_pending = 58,

    // once and only once
    idempotency_conflict = 70,
    idempotency_in_flight = 71,
    rate_limited = 72,

    // orders
    market_halted = 90,
    market_cancel_only = 91,
    insufficient_funds = 92,
    price_filter = 93,
    lot_filter = 94,
    notional_filter = 95,
    percent_price_filter = 96,
    order_count_filter = 97,
    order_unknown = 98,
    client_order_id_in_use = 99,
    would_match = 100,
    would_trigger = 101,
    list_prices = 102,          // the legs' prices stand on the wrong sides of the market
    iceberg_filter = 103,       // too many slices, or a slice larger than the order
    trailing_filter = 104,      // a trailing distance outside of the market's bounds
    parked_count_filter = 105,  // too many stops and pending orders
    iceberg_count_filter = 106,
    list_count_filter = 107,
    amend_count_filter = 108,
    amend_unchanged = 109,    // it is that large already
    amend_increase = 110,     // amending only makes smaller
    cancel_restricted = 111,  // the order is not as the caller wanted it for cancelling
    order_list_unknown = 112,
    market_auction = 113,            // a call auction takes orders that can rest, and no others
    client_order_id_mismatch = 114,  // both ids were given, and they name different orders

    // the request itself
    not_found = 120,
    method_not_allowed = 121,
    malformed_json = 122,
    malformed_field = 123,
    missing_field = 124,
    unknown_field = 125,
    duplicate_field = 126,
    headers_too_large = 127,
    body_too_large = 128,
    malformed_request = 129,
    request_timeout = 130,

    // the house
    unavailable = 150,
    outcome_unknown = 151,
    internal = 152,

    // what the operator asks for and cannot have
    already_exists = 170,
    market_inexact = 171,   // a tick times a lot is no whole number of quote units
    scopes_conflict = 172,  // e.g. withdraw:create beside address:create in one key

    // what a customer or staff asks for and cannot have
    state_conflict = 180,      // not from where it stands: approve what is closed, rotate twice
    any_ip_unconfirmed = 181,  // no IP list, and nobody said that this is meant
    ip_list_required = 182,    // the operator wants one
    hmac_not_allowed = 183,    // the operator wants another algorithm for withdrawals
    too_many = 184,            // keys, factors, documents
    password_refused = 185,    // too short, too common
};
// "insufficient_funds": the code that callers see and that never changes.
std::string_view name_of(Reject reject);
std::optional<Reject> reject_named(std::string_view name);
// Every reject there is, in the order of their numbers.
std::span<const Reject> all_rejects();

}  // namespace core
