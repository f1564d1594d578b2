#include "core/access/key_rules.hpp"

#include <algorithm>
#include <set>

#include "core/access/scope_sets.hpp"

namespace core {
namespace {

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(
        text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

bool is_proper(const IpRange& range) {
    if (range.bits > 128) return false;
    // Host bits are zero: the first address is the one with the range's own prefix.
    const base::Uint128 first =
        static_cast<base::Uint128>(range.first.high) << 64 | range.first.low;
    return range.bits == 128 || (first << range.bits) == 0;
}

bool are_proper(const std::vector<IpRange>& ranges) {
    return ranges.size() <= key_ranges_max && std::ranges::all_of(ranges, is_proper) &&
           std::set(ranges.begin(), ranges.end()).size() == ranges.size();
}

template <class Id>
bool are_proper(const std::vector<Id>& ids) {
    return ids.size() <= key_markets_max && std::set(ids.begin(), ids.end()).size() == ids.size() &&
           std::ranges::find(ids, Id{}) == ids.end();
}

bool covers(const IpRange& outer, const IpRange& inner) {
    return outer.bits <= inner.bits && contains(outer, inner.first);
}

// Whether each of `inner` lies within one of `outer`.
bool cover(const std::vector<IpRange>& outer, const std::vector<IpRange>& inner) {
    return std::ranges::all_of(inner, [&](const IpRange& range) {
        return std::ranges::any_of(outer,
                                   [&](const IpRange& other) { return covers(other, range); });
    });
}

// Lists of what is allowed, where an empty one allows everything.
bool allows_more(const std::vector<IpRange>& before, const std::vector<IpRange>& after) {
    if (before.empty()) return false;
    return after.empty() || !cover(before, after);
}

template <class Id>
bool allows_more(const std::vector<Id>& before, const std::vector<Id>& after) {
    if (before.empty()) return false;
    return after.empty() || std::ranges::any_of(after, [&](Id id) {
               return std::ranges::find(before, id) == before.end();
           });
}

}  // namespace

Verdict check_rules(const KeyRules& rules) {
    constexpr Reject malformed = Reject::malformed_field;
    if (has_control_characters(rules.name.view())) return reject(malformed, "name");
    if (!all_scopes().covers(rules.scopes)) return reject(malformed, "scopes");
    if (!may_stand_together(rules.scopes)) return reject(Reject::scopes_conflict, "scopes");
    if (!are_proper(rules.ip_allow)) return reject(malformed, "ip_allow");
    if (!are_proper(rules.ip_deny)) return reject(malformed, "ip_deny");
    if (!are_proper(rules.markets)) return reject(malformed, "markets");
    if (!are_proper(rules.assets)) return reject(malformed, "assets");
    if (rules.expires_at <= rules.not_before) return reject(malformed, "expires_at");
    return {};
}

bool widens(const KeyRules& before, const KeyRules& after) {
    return !before.scopes.covers(after.scopes) ||           //
           (before.read_only && !after.read_only) ||        //
           allows_more(before.ip_allow, after.ip_allow) ||  //
           !cover(after.ip_deny, before.ip_deny) ||         //
           allows_more(before.markets, after.markets) ||    //
           allows_more(before.assets, after.assets) ||      //
           after.not_before < before.not_before ||          //
           after.expires_at > before.expires_at;
}

}  // namespace core
