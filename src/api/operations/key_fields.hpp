// The fields that say what a key may do and how it proves itself: for the operator's rows and for
// the owner's.
#pragma once

#include "api/operations/operation.hpp"

namespace api::fields {

inline constexpr Field key_name{"key",
                                FieldPlace::path,
                                FieldType::text,
                                true,
                                {},
                                "its public name, or its id",
                                "pk_test_4eC39HqLyjWDarjtT1zdp71XkJbO"};

constexpr Field rule(std::string_view name, FieldType type, std::string_view about = {},
                     std::string_view example = {}) {
    return {name, FieldPlace::body, type, false, {}, about, example};
}

inline constexpr Field name_rule = rule("name", FieldType::text, "at most 64 bytes");
inline constexpr Field purpose_rule = rule("purpose", FieldType::text, "at most 200 bytes");
inline constexpr Field tags_rule = rule("tags", FieldType::texts, "at most 16 of 32 bytes");
inline constexpr Field scopes_rule = rule(
    "scopes", FieldType::texts,
    "scopes, or names of sets: all, balance, exchange, transfers, deposit, withdrawal, reporting, "
    "market_maker, payout, treasury, tax, monitor",
    R"(["balance:read","order:read"])");
inline constexpr Field permissions_rule =
    rule("permissions", FieldType::texts,
         "simple choices beside scopes: balance, exchange, transfers, deposit, withdrawal",
         R"(["balance","exchange"])");
inline constexpr Field template_rule{"template",
                                     FieldPlace::body,
                                     FieldType::choice,
                                     false,
                                     "reporting|market_maker|payout|treasury|tax|monitor",
                                     "a ready-made set of scopes, beside the others"};
inline constexpr Field read_only_rule =
    rule("read_only", FieldType::boolean, "nothing but reading, whatever the scopes say");
inline constexpr Field ip_allow_rule =
    rule("ip_allow", FieldType::texts, "addresses, CIDR, in their canonical spelling",
         R"(["192.0.2.7","2001:db8::/48"])");
inline constexpr Field ip_deny_rule = rule("ip_deny", FieldType::texts, "the same", "[]");
inline constexpr Field markets_rule = rule("markets", FieldType::texts, "symbols", "[]");
inline constexpr Field assets_rule = rule("assets", FieldType::texts, "codes", "[]");
inline constexpr Field networks_rule =
    rule("networks", FieldType::texts, "of deposits and withdrawals", "[]");
inline constexpr Field addresses_rule = rule("addresses", FieldType::texts, "of withdrawals", "[]");
inline constexpr Field caps_rule =
    rule("caps", FieldType::texts,
         "at most 16: ACTION/PERIOD[/ASSET] with amount=DECIMAL, count=N or both; actions order, "
         "convert, transfer, withdraw; periods transaction, hour, day, week, month, lifetime in "
         "UTC; an amount needs the asset",
         R"(["order/day/USDT amount=10000 count=500"])");
inline constexpr Field not_before_rule = rule("not_before", FieldType::time, "works from then on");
inline constexpr Field expires_at_rule = rule("expires_at", FieldType::time, "works until then");
inline constexpr Field idle_days_rule =
    rule("idle_days", FieldType::integer, "1 to 365, default 90: unused so long, it freezes", "90");
inline constexpr Field withdraw_factor_rule{"withdraw_factor",
                                            FieldPlace::body,
                                            FieldType::choice,
                                            false,
                                            "none|challenge|approver_key",
                                            "what a withdrawal takes besides; default challenge"};
inline constexpr Field delegate_rule =
    rule("delegate", FieldType::text, "the written approval under which a partner uses the key");

inline constexpr Field algorithm_of_key{
    "algorithm",
    FieldPlace::body,
    FieldType::choice,
    false,
    "ed25519|hmac-sha256|rsa",
    "default: that of the public key; rotating an HMAC key, a new secret"};
inline constexpr Field public_key_of_key =
    rule("public_key", FieldType::text,
         "of ed25519 and rsa keys: PEM, OpenSSH, JWK, hex or base64; the private key stays yours",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
inline constexpr Field active_key =
    rule("active", FieldType::boolean, "works at once; default true");
inline constexpr Field any_ip_key =
    rule("any_ip", FieldType::boolean,
         "no ip_allow: yes, this is meant; a stolen key works from anywhere");

}  // namespace api::fields
