#include "api/operations/key_inputs.hpp"

#include <algorithm>

#include "api/access/credentials.hpp"
#include "api/operations/cap_text.hpp"
#include "api/operations/named.hpp"
#include "core/access/idle.hpp"
#include "core/access/key_rules.hpp"
#include "core/access/scope_sets.hpp"

namespace api {
namespace {

using core::Reject;

std::optional<core::Scopes> found_in(std::span<const core::ScopeSet> sets, std::string_view name) {
    const auto set = std::ranges::find(sets, name, &core::ScopeSet::name);
    if (set == sets.end()) return std::nullopt;
    return set->scopes;
}

std::optional<core::Scopes> scopes_named(std::string_view name) {
    if (name == "all") return core::all_that_may_stand_together();
    if (const auto scope = core::scope_named(name)) return core::Scopes{*scope};
    return core::scope_set_named(name);
}

Answer<core::Scopes> read_scopes(const Inputs& inputs) {
    core::Scopes scopes;
    for (const std::string_view name : inputs.list("scopes")) {
        const auto named = scopes_named(name);
        if (!named) return malformed("scopes", "not_one_of");
        scopes.bits |= named->bits;
    }
    for (const std::string_view name : inputs.list("permissions")) {
        const auto choice = found_in(core::simple_choices(), name);
        if (!choice) return malformed("permissions", "not_one_of");
        scopes.bits |= choice->bits;
    }
    if (inputs.has("template")) {
        const auto chosen = found_in(core::templates(), inputs.text_or("template", {}));
        if (!chosen) return malformed("template", "not_one_of");
        scopes.bits |= chosen->bits;
    }
    return scopes;
}

std::string_view reason_of(core::IpError error) {
    switch (error) {
        case core::IpError::not_an_address:
            return "not_an_address";
        case core::IpError::prefix_out_of_range:
            return "prefix_out_of_range";
        case core::IpError::host_bits:
            return "host_bits";
    }
    return {};
}

// One spelling for each range, so that what the owner wrote is what he reads in every list.
// Only the prefix of a single address may be written or not.
bool is_canonical(const core::IpRange& range, std::string_view text) {
    const std::string shown = core::format(range);
    if (text == shown) return true;
    if (range.bits != 128) return false;
    return text == shown + (core::is_v4(range.first) ? "/32" : "/128");
}

Answer<std::vector<core::IpRange>> read_ranges(const Inputs& inputs, std::string_view field) {
    std::vector<core::IpRange> ranges;
    for (const std::string_view text : inputs.list(field)) {
        const auto range = core::parse_cidr(text);
        if (!range) return malformed(field, reason_of(range.error()));
        if (!is_canonical(*range, text)) {
            auto refusal = malformed(field, "not_canonical");
            refusal.error().facts.push_back({"canonical", core::format(*range), false});
            return refusal;
        }
        ranges.push_back(*range);
    }
    return ranges;
}

Answer<std::vector<core::MarketId>> read_markets(const core::State& state, const Inputs& inputs) {
    std::vector<core::MarketId> markets;
    for (const std::string_view symbol : inputs.list("markets")) {
        const core::Market* market = state.catalogue.find_market(symbol);
        if (market == nullptr) return refuse(Reject::not_found, "markets");
        markets.push_back(market->id);
    }
    return markets;
}

Answer<std::vector<core::AssetId>> read_assets(const core::State& state, const Inputs& inputs) {
    std::vector<core::AssetId> assets;
    for (const std::string_view code : inputs.list("assets")) {
        const core::Asset* asset = state.catalogue.find_asset(code);
        if (asset == nullptr) return refuse(Reject::not_found, "assets");
        assets.push_back(asset->id);
    }
    return assets;
}

Answer<std::vector<core::Cap>> read_caps(const core::State& state, const Inputs& inputs) {
    std::vector<core::Cap> caps;
    for (const std::string_view text : inputs.list("caps")) {
        TRY(const core::Cap cap, parse_cap(state.catalogue, text));
        caps.push_back(cap);
    }
    return caps;
}

template <std::size_t Capacity>
Answer<void> read_texts(const Inputs& inputs, std::string_view field,
                        std::vector<base::Text<Capacity>>& texts) {
    if (!inputs.has(field)) return {};
    texts.clear();
    for (const std::string_view one : inputs.list(field)) {
        const auto text = base::Text<Capacity>::from(one);
        if (!text) return malformed(field, "too_long");
        texts.push_back(*text);
    }
    return {};
}

// What is only written about a key.
Answer<void> read_words(const Inputs& inputs, core::KeyRules& rules) {
    if (inputs.has("name")) {
        const auto name = base::Text<64>::from(inputs.text_or("name", {}));
        if (!name) return malformed("name", "too_long");
        rules.name = *name;
    }
    rules.purpose = inputs.text_or("purpose", rules.purpose);
    rules.delegate = inputs.text_or("delegate", rules.delegate);
    return read_texts(inputs, "tags", rules.tags);
}

// From where, for what, where to.
Answer<void> read_constraints(const core::State& state, const Inputs& inputs,
                              core::KeyRules& rules) {
    if (inputs.has("ip_allow")) {
        TRY(rules.ip_allow, read_ranges(inputs, "ip_allow"));
    }
    if (inputs.has("ip_deny")) {
        TRY(rules.ip_deny, read_ranges(inputs, "ip_deny"));
    }
    if (inputs.has("markets")) {
        TRY(rules.markets, read_markets(state, inputs));
    }
    if (inputs.has("assets")) {
        TRY(rules.assets, read_assets(state, inputs));
    }
    TRY_OK(read_texts(inputs, "networks", rules.networks));
    TRY_OK(read_texts(inputs, "addresses", rules.addresses));
    if (inputs.has("caps")) {
        TRY(rules.caps, read_caps(state, inputs));
    }
    return {};
}

Answer<void> read_times(const Inputs& inputs, core::KeyRules& rules) {
    if (inputs.has("not_before")) {
        TRY(rules.not_before, inputs.time("not_before"));
    }
    if (inputs.has("expires_at")) {
        TRY(rules.expires_at, inputs.time("expires_at"));
    }
    if (inputs.has("idle_days")) {
        TRY(const std::uint64_t days, inputs.integer("idle_days", core::idle_days_max));
        rules.idle_days = static_cast<std::uint16_t>(days);
    }
    return {};
}

}  // namespace

bool names_scopes(const Inputs& inputs) {
    return inputs.has("scopes") || inputs.has("permissions") || inputs.has("template");
}

Answer<core::KeyRules> read_rules(const core::State& state, const Inputs& inputs,
                                  core::KeyRules rules) {
    TRY_OK(read_words(inputs, rules));
    if (names_scopes(inputs)) {
        TRY(rules.scopes, read_scopes(inputs));
    }
    rules.read_only = inputs.boolean_or("read_only", rules.read_only);
    TRY_OK(read_constraints(state, inputs, rules));
    TRY_OK(read_times(inputs, rules));
    TRY(rules.withdraw_factor, read_choice_or(inputs, "withdraw_factor", rules.withdraw_factor));
    const core::Verdict verdict = core::check_rules(rules);
    if (!verdict) return std::unexpected(refusal_of(state.catalogue, verdict.error()));
    return rules;
}

Answer<core::Credential> read_credential(const Inputs& inputs) {
    const std::string_view algorithm = inputs.text_or("algorithm", {});
    if (algorithm == "hmac-sha256") {
        if (inputs.has("public_key")) return malformed("public_key", "not_for_hmac");
        return core::Credential{core::Algorithm::hmac_sha256, {}, {}};
    }
    TRY(const std::string_view text, inputs.text("public_key"));
    auto credential = parse_public_key(text);
    if (!credential) {
        auto refusal = refuse(Reject::malformed_field, "public_key");
        refusal.error().facts.push_back(
            {"reason", std::string{sentence_for(credential.error())}, false});
        return refusal;
    }
    if (!algorithm.empty() && algorithm != word_of(credential->algorithm)) {
        return malformed("public_key", "of_another_algorithm");
    }
    return *std::move(credential);
}

}  // namespace api
