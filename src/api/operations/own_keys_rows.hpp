// The rows of the table about keys: the owner's by session, and the key's own.
#pragma once

#include "api/operations/key_fields.hpp"
#include "api/operations/own_keys.hpp"
#include "api/operations/row_refusals.hpp"
#include "api/operations/rows.hpp"

namespace api::rows {

inline constexpr Field create_own_key_fields[] = {
    {"name", FieldPlace::body, FieldType::text, true, {}, "at most 64 bytes", "desk-bot"},
    fields::algorithm_of_key,
    fields::public_key_of_key,
    fields::active_key,
    fields::any_ip_key,
    fields::purpose_rule,
    fields::tags_rule,
    fields::scopes_rule,
    fields::permissions_rule,
    fields::template_rule,
    fields::read_only_rule,
    fields::ip_allow_rule,
    fields::ip_deny_rule,
    fields::markets_rule,
    fields::assets_rule,
    fields::networks_rule,
    fields::addresses_rule,
    fields::caps_rule,
    fields::not_before_rule,
    fields::expires_at_rule,
    fields::idle_days_rule,
    fields::withdraw_factor_rule,
    fields::delegate_rule};

inline constexpr Field edit_own_key_fields[] = {
    fields::key_name,         fields::name_rule,
    fields::any_ip_key,       fields::purpose_rule,
    fields::tags_rule,        fields::scopes_rule,
    fields::permissions_rule, fields::template_rule,
    fields::read_only_rule,   fields::ip_allow_rule,
    fields::ip_deny_rule,     fields::markets_rule,
    fields::assets_rule,      fields::networks_rule,
    fields::addresses_rule,   fields::caps_rule,
    fields::not_before_rule,  fields::expires_at_rule,
    fields::idle_days_rule,   fields::withdraw_factor_rule,
    fields::delegate_rule};

inline constexpr Field own_key_fields[] = {fields::key_name};

inline constexpr Field rotate_own_key_fields[] = {
    fields::key_name, fields::algorithm_of_key, fields::public_key_of_key,
    fields::rule("overlap_seconds", FieldType::integer,
                 "both credentials work so long: at most 30 days, default one; none where the key "
                 "was reported compromised",
                 "86400")};

inline constexpr Field own_key_usage_fields[] = {
    fields::key_name,
    {"code",
     FieldPlace::query,
     FieldType::text,
     false,
     {},
     "only with this refusal code",
     "ip_not_allowed"},
    {"since", FieldPlace::query, FieldType::time, false, {}, "nothing older"},
    {"until", FieldPlace::query, FieldType::time, false, {}, "nothing as new or newer"},
    {"limit", FieldPlace::query, FieldType::integer, false, {}, "at most so many rows"},
    {"cursor", FieldPlace::query, FieldType::text, false, {}, "`next` of the page before", "17"}};

constexpr Operation key_write(std::string_view name, Method method, std::string_view at,
                              std::span<const Field> taken, Handler handler, std::string_view about,
                              std::string_view reply = "key: Key") {
    return by_customer(name, method, at, Kind::write, taken, handler, about, reply);
}

inline constexpr Operation own_keys_rows[] = {
    read_by_key("key.show", "/v1/key", std::nullopt, no_fields,
                handlers::at_once<handlers::this_key>,
                "The key itself: what it may do, what is left of its caps, and the address it is "
                "seen from.",
                "key: Key, quotas: [Quota], seen_ip: text"),
    refusing(write_by_key("key.freeze", Method::post, "/v1/key/freeze", Scope::key_freeze,
                          Idempotency::optional, no_fields, handlers::freeze_this_key,
                          "The key freezes itself; only its owner can give it back.", "key: Key"),
             "not_found"),
    read_by_key("quotas.list", "/v1/quotas", Scope::account_read, no_fields,
                handlers::at_once<handlers::list_quotas>,
                "What is left: of the key's caps (of all keys, for their owner), of open orders, "
                "of the request budget.",
                "quotas: [Quota], orders: [OrderQuota], requests: RequestQuota"),

    refusing(
        with_factor(key_write("api_keys.create", Method::post, "/v1/keys", create_own_key_fields,
                              handlers::create_own_key,
                              "Creates a key. An HMAC secret is in the answer, this once.",
                              "201 key: Key, secret?: text")),
        "customer_not_verified api_access_not_approved customer_suspended "
        "policy_acceptance_required any_ip_unconfirmed ip_list_required hmac_not_allowed too_many "
        "scopes_conflict not_found"),
    by_customer("api_keys.list", Method::get, "/v1/keys", Kind::read, no_fields,
                handlers::at_once<handlers::list_own_keys>, "All keys, those that ended too.",
                "keys: [Key]"),
    by_customer("api_keys.advice", Method::get, "/v1/keys/advice", Kind::read, no_fields,
                handlers::advise_on_keys,
                "What keys have and do not need, each with the one request that mends it.",
                "advice: [Advice]"),
    by_customer("api_keys.show", Method::get, "/v1/keys/{key}", Kind::read, own_key_fields,
                handlers::at_once<handlers::show_own_key>, "One key, and what is left of its caps.",
                "key: Key, quotas: [Quota]"),
    refusing(
        with_factor(key_write("api_keys.edit", Method::patch, "/v1/keys/{key}", edit_own_key_fields,
                              handlers::edit_own_key,
                              "Changes what a key may do; what is not named stays. Giving it more "
                              "needs a second factor.")),
        "scopes_conflict key_revoked key_expired any_ip_unconfirmed ip_list_required "
        "hmac_not_allowed"),
    refusing(with_factor(key_write("api_keys.activate", Method::post, "/v1/keys/{key}/activate",
                                   own_key_fields, handlers::activate_own_key,
                                   "The key works from now on; its idle clock starts anew.")),
             "key_revoked key_expired state_conflict"),
    refusing(key_write("api_keys.deactivate", Method::post, "/v1/keys/{key}/deactivate",
                       own_key_fields, handlers::deactivate_own_key,
                       "The key does nothing until it is activated. Open orders stay."),
             "key_revoked key_expired state_conflict"),
    refusing(key_write("api_keys.freeze", Method::post, "/v1/keys/{key}/freeze", own_key_fields,
                       handlers::freeze_own_key, "Stops the key at once."),
             "key_revoked key_expired state_conflict"),
    refusing(with_factor(key_write("api_keys.confirm", Method::post, "/v1/keys/{key}/confirm",
                                   own_key_fields, handlers::confirm_own_key,
                                   "After a changed password or factor: the key is still mine.")),
             "key_revoked key_expired state_conflict"),
    refusing(with_factor(key_write("api_keys.rotate", Method::post, "/v1/keys/{key}/rotate",
                                   rotate_own_key_fields, handlers::rotate_own_key,
                                   "A new public key or HMAC secret; the old one ends after the "
                                   "overlap.",
                                   "key: Key, secret?: text")),
             "key_revoked key_expired hmac_not_allowed"),
    refusing(key_write("api_keys.report", Method::post, "/v1/keys/{key}/report", own_key_fields,
                       handlers::report_own_key,
                       "The key is in wrong hands: it is frozen and withdrawals are locked before "
                       "this is answered; an incident is opened.",
                       "key: Key, incident_id: id"),
             "state_conflict"),
    refusing(with_factor(key_write("api_keys.delete", Method::del, "/v1/keys/{key}", own_key_fields,
                                   handlers::delete_own_key,
                                   "The key never works again. What it did stays on record.")),
             "key_revoked"),
    by_customer("api_keys.usage", Method::get, "/v1/keys/{key}/usage", Kind::read,
                own_key_usage_fields, handlers::usage_of_own_key,
                "Requests of the last 90 days in the name of the key, newest first.",
                "requests: [KeyRequest], next: text?"),
};

}  // namespace api::rows
