#include "api/operations/row_refusals.hpp"

#include <algorithm>
#include <set>

#include "base/check.hpp"

namespace api {
namespace {

using core::Reject;
using Codes = std::set<Reject>;

bool has_field_of(const Operation& row, FieldType type) {
    return std::ranges::find(row.fields, type, &Field::type) != row.fields.end();
}

// Whoever asks, whatever he asks.
void add_everybodys(Codes& codes, const Operation& row) {
    using enum Reject;
    codes.insert({malformed_request, headers_too_large, body_too_large, request_timeout,
                  malformed_field, missing_field, unknown_field, duplicate_field, rate_limited,
                  unavailable, internal});
    if (!row.raw_body) codes.insert(malformed_json);
    const bool names_something =
        has_field_of(row, FieldType::market) || has_field_of(row, FieldType::asset) ||
        std::ranges::find(row.fields, FieldPlace::path, &Field::place) != row.fields.end();
    if (names_something) codes.insert(not_found);
    if (row.idempotency != Idempotency::none) {
        codes.insert({idempotency_conflict, idempotency_in_flight});
    }
    if (row.kind != core::Kind::read) codes.insert(outcome_unknown);
    if (row.second_factor != SecondFactor::none) {
        codes.insert({step_up_required, step_up_invalid, step_up_locked});
    }
}

// Of a signed request, beside what its row asks of the key.
void add_keys(Codes& codes, const Operation& row) {
    using enum Reject;
    codes.insert({unauthorized, digest_mismatch, timestamp_skew, nonce_reused, key_inactive,
                  key_not_yet_valid, key_expired, key_frozen_idle, key_frozen_risk, key_frozen_user,
                  key_revoked, ip_not_allowed, customer_not_verified, api_access_not_approved,
                  customer_suspended, policy_acceptance_required});
    if (row.scope) codes.insert(scope_missing);
    if (row.kind != core::Kind::read) codes.insert({read_only_key, key_cancel_only, cap_exceeded});
    if (row.kind != core::Kind::read || has_field_of(row, FieldType::market)) {
        codes.insert(constraint_market);
    }
    if (row.kind != core::Kind::read || has_field_of(row, FieldType::asset) ||
        has_field_of(row, FieldType::market)) {
        codes.insert(constraint_asset);
    }
}

void add_sessions(Codes& codes, const Operation& row) {
    codes.insert({Reject::session_required, Reject::session_expired, Reject::wrong_environment});
    if (row.kind != core::Kind::read) codes.insert(Reject::csrf_failed);
    if (row.audience != Audience::person) codes.insert(Reject::role_missing);
    if (row.second_factor != SecondFactor::challenge) return;
    codes.insert({Reject::step_up_required, Reject::step_up_invalid, Reject::step_up_locked,
                  Reject::factor_not_enrolled});
}

void add_audiences(Codes& codes, const Operation& row) {
    switch (row.audience) {
        case Audience::everybody:
            return;
        case Audience::key:
            add_keys(codes, row);
            // What has a scope, the owner's session may do as well.
            if (row.scope) add_sessions(codes, row);
            return;
        case Audience::customer:
        case Audience::person:
        case Audience::staff:
            return add_sessions(codes, row);
        case Audience::operators:
            codes.insert({Reject::role_missing, Reject::already_exists, Reject::unauthorized});
            return;
    }
}

void add_own(Codes& codes, std::string_view words) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        const auto reject = core::reject_named(words.substr(0, end));
        CHECK(reject.has_value());
        codes.insert(*reject);
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

}  // namespace

std::vector<Reject> refusals_of(const Operation& row) {
    Codes codes;
    add_everybodys(codes, row);
    add_audiences(codes, row);
    add_own(codes, row.refuses);
    return {codes.begin(), codes.end()};
}

}  // namespace api
