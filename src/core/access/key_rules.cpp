#include "core/access/key_rules.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "base/result.hpp"
#include "core/access/idle.hpp"
#include "core/access/scope_sets.hpp"

namespace core {
namespace {

// The bytes that follow the first of a UTF-8 character; nothing for what begins none.
std::optional<std::size_t> tail_of(unsigned char first) {
    if (first < 0x80) return 0;
    if (first >= 0xc2 && first < 0xe0) return 1;
    if (first >= 0xe0 && first < 0xf0) return 2;
    if (first >= 0xf0 && first < 0xf5) return 3;
    return std::nullopt;
}

// The second byte is what tells overlong forms, surrogates and what lies beyond Unicode.
bool may_follow(unsigned char first, unsigned char second) {
    const unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    const unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    return second >= least && second <= most;
}

bool is_control(unsigned char first, unsigned char second) {
    return first < ' ' || first == 0x7f || (first == 0xc2 && second < 0xa0);
}

// UTF-8 that shows itself: no control characters.
bool is_text(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
        const auto tail = tail_of(byte(0));
        if (!tail || at + *tail >= text.size()) return false;
        if (*tail > 0 && !may_follow(byte(0), byte(1))) return false;
        for (std::size_t i = 2; i <= *tail; ++i) {
            if (byte(i) < 0x80 || byte(i) > 0xbf) return false;
        }
        if (is_control(byte(0), *tail > 0 ? byte(1) : 0xff)) return false;
        at += 1 + *tail;
    }
    return true;
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

template <std::size_t Capacity>
bool are_proper(const std::vector<base::Text<Capacity>>& texts, std::size_t most) {
    const auto is_good = [](const auto& text) { return !text.empty() && is_text(text.view()); };
    return texts.size() <= most && std::ranges::all_of(texts, is_good) &&
           std::set(texts.begin(), texts.end()).size() == texts.size();
}

bool is_proper(const Cap& cap) {
    const bool known = cap.action >= CapAction::order && cap.action <= CapAction::withdraw &&
                       cap.per >= CapPeriod::transaction && cap.per <= CapPeriod::lifetime;
    if (!known || (!cap.amount && !cap.count)) return false;
    if (cap.amount && (!cap.asset || *cap.amount <= Amount{})) return false;
    return cap.count != std::uint64_t{0};
}

// What makes two caps the same one, whatever they allow.
auto subject_of(const Cap& cap) { return std::tuple{cap.action, cap.per, cap.asset}; }

bool are_proper(const std::vector<Cap>& caps) {
    std::set<decltype(subject_of(Cap{}))> subjects;
    for (const Cap& cap : caps) subjects.insert(subject_of(cap));
    return caps.size() <= key_caps_max && subjects.size() == caps.size() &&
           std::ranges::all_of(caps, [](const Cap& cap) { return is_proper(cap); });
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

// A limit that was there and is higher now, or gone.
template <class Limit>
bool is_looser(const std::optional<Limit>& before, const std::optional<Limit>& after) {
    return before && (!after || *after > *before);
}

bool caps_allow_more(const std::vector<Cap>& before, const std::vector<Cap>& after) {
    return std::ranges::any_of(before, [&](const Cap& cap) {
        const auto stays = std::ranges::find(after, subject_of(cap), subject_of);
        return stays == after.end() || is_looser(cap.amount, stays->amount) ||
               is_looser(cap.count, stays->count);
    });
}

// A challenge and an approver's key prove different things; only from none to either is narrower.
bool proves_less(KeyFactor before, KeyFactor after) {
    return before != after && before != KeyFactor::none;
}

Verdict check_texts(const KeyRules& rules) {
    constexpr Reject malformed = Reject::malformed_field;
    const bool purpose = rules.purpose.size() <= key_purpose_bytes_max && is_text(rules.purpose);
    const bool delegate =
        rules.delegate.size() <= key_delegate_bytes_max && is_text(rules.delegate);
    if (!is_text(rules.name.view())) return reject(malformed, "name");
    if (!purpose) return reject(malformed, "purpose");
    if (!are_proper(rules.tags, key_tags_max)) return reject(malformed, "tags");
    if (!delegate) return reject(malformed, "delegate");
    return {};
}

}  // namespace

Verdict check_rules(const KeyRules& rules) {
    constexpr Reject malformed = Reject::malformed_field;
    TRY_OK(check_texts(rules));
    if (!all_scopes().covers(rules.scopes)) return reject(malformed, "scopes");
    if (!may_stand_together(rules.scopes)) return reject(Reject::scopes_conflict, "scopes");
    if (!are_proper(rules.ip_allow)) return reject(malformed, "ip_allow");
    if (!are_proper(rules.ip_deny)) return reject(malformed, "ip_deny");
    if (!are_proper(rules.markets)) return reject(malformed, "markets");
    if (!are_proper(rules.assets)) return reject(malformed, "assets");
    if (!are_proper(rules.networks, key_markets_max)) return reject(malformed, "networks");
    if (!are_proper(rules.addresses, key_markets_max)) return reject(malformed, "addresses");
    if (!are_proper(rules.caps)) return reject(malformed, "caps");
    if (rules.expires_at <= rules.not_before) return reject(malformed, "expires_at");
    if (rules.idle_days < 1 || rules.idle_days > idle_days_max) {
        return reject(malformed, "idle_days");
    }
    if (rules.withdraw_factor < KeyFactor::none ||
        rules.withdraw_factor > KeyFactor::approver_key) {
        return reject(malformed, "withdraw_factor");
    }
    return {};
}

bool widens(const KeyRules& before, const KeyRules& after) {
    return !before.scopes.covers(after.scopes) ||                         //
           (before.read_only && !after.read_only) ||                      //
           allows_more(before.ip_allow, after.ip_allow) ||                //
           !cover(after.ip_deny, before.ip_deny) ||                       //
           allows_more(before.markets, after.markets) ||                  //
           allows_more(before.assets, after.assets) ||                    //
           allows_more(before.networks, after.networks) ||                //
           allows_more(before.addresses, after.addresses) ||              //
           caps_allow_more(before.caps, after.caps) ||                    //
           after.not_before < before.not_before ||                        //
           after.expires_at > before.expires_at ||                        //
           after.idle_days > before.idle_days ||                          //
           proves_less(before.withdraw_factor, after.withdraw_factor) ||  //
           (!after.delegate.empty() && after.delegate != before.delegate);
}

}  // namespace core
