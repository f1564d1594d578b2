#include "core/access/key_rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/access/authorise.hpp"
#include "core/access/scope_sets.hpp"

namespace core {
namespace {

IpRange range(const char* text) { return *parse_cidr(text); }

std::optional<std::string> fault(const KeyRules& rules) {
    const Verdict said = check_rules(rules);
    if (said) return std::nullopt;
    return std::string{name_of(said.error().reject)} + " " + std::string{said.error().field.view()};
}

TEST(CheckRules, keeps_withdrawals_apart_from_addresses_and_rules) {
    KeyRules rules;
    rules.scopes = all_that_may_stand_together();
    EXPECT_TRUE(rules.scopes.has(Scope::withdraw_create));
    EXPECT_EQ(fault(rules), std::nullopt);
    for (const Scope apart : {Scope::address_create, Scope::risk_write}) {
        rules.scopes = {Scope::withdraw_create, apart};
        EXPECT_EQ(fault(rules), "scopes_conflict scopes");
        rules.scopes = {apart};
        EXPECT_EQ(fault(rules), std::nullopt);
    }
    rules.scopes = all_scopes();
    EXPECT_EQ(fault(rules), "scopes_conflict scopes");
}

TEST(CheckRules, names_the_field_at_fault) {
    KeyRules rules;
    rules.name = "my\nkey";
    EXPECT_EQ(fault(rules), "malformed_field name");
    rules = {};
    rules.scopes.bits = 1;  // scopes count from 1; bit 0 is none
    EXPECT_EQ(fault(rules), "malformed_field scopes");
    rules = {};
    rules.ip_allow = {IpRange{*parse_ip("10.0.0.1"), 104}};  // host bits
    EXPECT_EQ(fault(rules), "malformed_field ip_allow");
    rules.ip_allow = {range("10.0.0.0/8"), range("10.0.0.0/8")};
    EXPECT_EQ(fault(rules), "malformed_field ip_allow");
    rules.ip_allow = {IpRange{{}, 129}};
    EXPECT_EQ(fault(rules), "malformed_field ip_allow");
    rules = {};
    for (std::uint64_t i = 0; i <= key_ranges_max; ++i) rules.ip_deny.push_back({{i, 0}, 128});
    EXPECT_EQ(fault(rules), "malformed_field ip_deny");
    rules.ip_deny.pop_back();
    EXPECT_EQ(fault(rules), std::nullopt);
    rules.markets = {MarketId{0}};
    EXPECT_EQ(fault(rules), "malformed_field markets");
    rules.markets = {};
    rules.assets = {AssetId{1}, AssetId{1}};
    EXPECT_EQ(fault(rules), "malformed_field assets");
    rules.assets = {};
    rules.not_before = rules.expires_at;
    EXPECT_EQ(fault(rules), "malformed_field expires_at");
    rules = {};
    rules.idle_days = 0;
    EXPECT_EQ(fault(rules), "malformed_field idle_days");
    rules.idle_days = 366;
    EXPECT_EQ(fault(rules), "malformed_field idle_days");
    rules.idle_days = 365;
    rules.withdraw_factor = KeyFactor{};
    EXPECT_EQ(fault(rules), "malformed_field withdraw_factor");
    rules.withdraw_factor = KeyFactor{4};
    EXPECT_EQ(fault(rules), "malformed_field withdraw_factor");
    rules.withdraw_factor = KeyFactor::approver_key;
    EXPECT_EQ(fault(rules), std::nullopt);
}

TEST(CheckRules, takes_short_lists_of_different_texts) {
    KeyRules rules;
    rules.networks = {"ETH", "ETH"};
    EXPECT_EQ(fault(rules), "malformed_field networks");
    rules.networks = {""};
    EXPECT_EQ(fault(rules), "malformed_field networks");
    rules.networks = {"ETH", "BTC"};
    rules.addresses = {"a b", "a\tb"};
    EXPECT_EQ(fault(rules), "malformed_field addresses");
    rules.addresses.clear();
    for (std::size_t i = 0; i <= key_markets_max; ++i) {
        rules.addresses.push_back(base::Text<128>{std::string_view{std::to_string(i)}});
    }
    EXPECT_EQ(fault(rules), "malformed_field addresses");
    rules.addresses.pop_back();
    EXPECT_EQ(fault(rules), std::nullopt);
    for (std::size_t i = 0; i <= key_tags_max; ++i) {
        rules.tags.push_back(base::Text<32>{std::string_view{std::to_string(i)}});
    }
    EXPECT_EQ(fault(rules), "malformed_field tags");
    rules.tags.pop_back();
    EXPECT_EQ(fault(rules), std::nullopt);
}

TEST(CheckRules, takes_texts_that_show_themselves) {
    const auto good = [](std::string_view text) {
        KeyRules rules;
        rules.purpose = text;
        rules.delegate = text;
        return fault(rules) == std::nullopt;
    };
    for (const char* text : {"", "Payroll, Fridays", "Gehälter", "工资", "€", "\U0001F511"}) {
        EXPECT_TRUE(good(text)) << text;
    }
    EXPECT_FALSE(good("a\nb"));
    EXPECT_FALSE(good("a\x7f"));
    EXPECT_FALSE(good("\xc2\x85")) << "a control character of two bytes";
    EXPECT_FALSE(good("\xc3")) << "cut off";
    EXPECT_FALSE(good("\xe2\x82")) << "cut off";
    EXPECT_FALSE(good("\x82")) << "begins in the middle";
    EXPECT_FALSE(good("\xc0\xaf")) << "overlong";
    EXPECT_FALSE(good("\xe0\x80\xaf")) << "overlong";
    EXPECT_FALSE(good("\xed\xa0\x80")) << "half a pair of UTF-16";
    EXPECT_FALSE(good("\xf4\x90\x80\x80")) << "beyond Unicode";
    EXPECT_FALSE(good("\xf0\x9f\x94\x41")) << "its last byte begins another";
    KeyRules rules;
    rules.purpose.assign(key_purpose_bytes_max, 'x');
    rules.delegate.assign(key_delegate_bytes_max, 'x');
    EXPECT_EQ(fault(rules), std::nullopt);
    rules.purpose += 'x';
    EXPECT_EQ(fault(rules), "malformed_field purpose");
    rules.purpose.clear();
    rules.delegate += 'x';
    EXPECT_EQ(fault(rules), "malformed_field delegate");
}

Cap cap_of(CapPeriod per, std::optional<std::int64_t> amount, std::optional<std::uint64_t> count,
           AssetId asset = AssetId{1}) {
    Cap cap{CapAction::order, per, asset, {}, count};
    if (amount) cap.amount = Amount{*amount};
    return cap;
}

TEST(CheckRules, takes_caps_that_limit_something) {
    const auto with = [](std::vector<Cap> caps) {
        KeyRules rules;
        rules.caps = std::move(caps);
        return fault(rules);
    };
    using enum CapPeriod;
    const auto faulty = std::optional<std::string>{"malformed_field caps"};
    EXPECT_EQ(with({cap_of(day, 1, {}), cap_of(hour, 1, {}), cap_of(day, {}, 1, {})}),
              std::nullopt);
    EXPECT_EQ(with({cap_of(day, {}, {})}), faulty) << "nothing";
    EXPECT_EQ(with({cap_of(day, 0, {})}), faulty);
    EXPECT_EQ(with({cap_of(day, -1, 1)}), faulty);
    EXPECT_EQ(with({cap_of(day, {}, 0)}), faulty);
    EXPECT_EQ(with({cap_of(day, 1, {}, {})}), faulty) << "an amount of what?";
    EXPECT_EQ(with({cap_of(day, 1, {}), cap_of(day, {}, 2)}), faulty) << "the same one twice";
    EXPECT_EQ(with({cap_of(CapPeriod{7}, 1, {})}), faulty);
    std::vector<Cap> many;
    for (std::uint32_t i = 1; i <= key_caps_max; ++i) many.push_back(cap_of(day, 1, {}, {i}));
    EXPECT_EQ(with(many), std::nullopt);
    many.push_back(cap_of(day, {}, 1, {}));
    EXPECT_EQ(with(many), faulty);
}

TEST(ScopeSets, may_all_stand_in_one_key) {
    for (const auto sets : {simple_choices(), templates()}) {
        for (const ScopeSet& set : sets) {
            EXPECT_TRUE(may_stand_together(set.scopes)) << set.name;
            EXPECT_EQ(scope_set_named(set.name), set.scopes);
        }
    }
    EXPECT_EQ(scope_set_named("transfers"), (Scopes{Scope::transfer_read, Scope::transfer_create}));
    EXPECT_EQ(scope_set_named("everything"), std::nullopt);
}

TEST(Widens, is_false_for_the_same_rules_and_for_a_new_name) {
    KeyRules rules;
    rules.scopes = all_that_may_stand_together();
    rules.ip_allow = {range("10.0.0.0/8")};
    EXPECT_FALSE(widens(rules, rules));
    KeyRules renamed = rules;
    renamed.name = "other";
    EXPECT_FALSE(widens(rules, renamed));
}

TEST(Widens, sees_each_way_to_get_more) {
    KeyRules narrow;
    narrow.scopes = {Scope::order_read};
    narrow.read_only = true;
    narrow.ip_allow = {range("10.0.0.0/8")};
    narrow.ip_deny = {range("10.1.0.0/16")};
    narrow.markets = {MarketId{1}};
    narrow.assets = {AssetId{1}};
    narrow.not_before = from_unix_ms(1'000);
    narrow.expires_at = from_unix_ms(2'000);
    narrow.networks = {"ETH"};
    narrow.addresses = {"0xabc"};
    narrow.caps = {cap_of(CapPeriod::day, 10, 5)};
    narrow.idle_days = 30;
    narrow.delegate = "a partner, 2026-05-01";
    const auto edited = [&](auto edit) {
        KeyRules after = narrow;
        edit(after);
        return widens(narrow, after);
    };
    EXPECT_TRUE(edited([](KeyRules& r) { r.scopes.add(Scope::order_create); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.read_only = false; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.ip_allow.clear(); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.ip_allow = {range("10.0.0.0/7")}; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.ip_allow.push_back(range("::1")); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.ip_deny.clear(); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.ip_deny = {range("10.1.0.0/17")}; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.markets.clear(); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.markets.push_back(MarketId{2}); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.assets.clear(); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.not_before = from_unix_ms(999); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.expires_at = from_unix_ms(2'001); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.networks.clear(); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.networks.push_back("BTC"); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.addresses.clear(); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.addresses = {"0xabd"}; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.caps.clear(); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.caps[0].amount = Amount{11}; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.caps[0].amount.reset(); }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.caps[0].count = 6; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.caps[0].per = CapPeriod::hour; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.idle_days = 31; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.withdraw_factor = KeyFactor::none; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.withdraw_factor = KeyFactor::approver_key; }));
    EXPECT_TRUE(edited([](KeyRules& r) { r.delegate = "another"; }));

    EXPECT_FALSE(edited([](KeyRules& r) { r.networks = {"ETH"}; }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.caps[0] = cap_of(CapPeriod::day, 9, 4); }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.caps.push_back(cap_of(CapPeriod::hour, 99, {})); }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.idle_days = 1; }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.delegate.clear(); }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.purpose = "another"; }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.tags = {"new"}; }));

    EXPECT_FALSE(edited([](KeyRules& r) { r.scopes = {}; }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.ip_allow = {range("10.2.0.0/16")}; }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.ip_deny = {range("10.0.0.0/15")}; }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.ip_deny.push_back(range("10.2.0.0/16")); }));
    EXPECT_FALSE(edited([](KeyRules& r) { r.expires_at = from_unix_ms(1'999); }));
}

// --- properties, over a world small enough that random rules and asks meet

rc::Gen<IpRange> any_range() {
    return rc::gen::map(
        rc::gen::pair(rc::gen::inRange<std::uint64_t>(0, 16), rc::gen::inRange<int>(124, 129)),
        [](const std::pair<std::uint64_t, int>& drawn) {
            const auto bits = static_cast<std::uint8_t>(drawn.second);
            const std::uint64_t mask = ~std::uint64_t{0} << (128 - bits);
            return IpRange{{0, drawn.first & mask}, bits};
        });
}

template <class Id>
rc::Gen<std::vector<Id>> any_ids() {
    return rc::gen::container<std::vector<Id>>(
        rc::gen::map(rc::gen::inRange<std::uint32_t>(1, 4), [](std::uint32_t n) { return Id{n}; }));
}

rc::Gen<Timestamp> any_time() {
    return rc::gen::map(rc::gen::inRange<std::int64_t>(0, 10),
                        [](std::int64_t ns) { return Timestamp{ns}; });
}

Scopes any_scopes() {
    Scopes scopes;
    scopes.bits = *rc::gen::arbitrary<std::uint64_t>() & all_scopes().bits;
    return scopes;
}

// A list of a few words.
template <std::size_t Capacity>
std::vector<base::Text<Capacity>> any_words() {
    return *rc::gen::container<std::vector<base::Text<Capacity>>>(
        rc::gen::element(base::Text<Capacity>{"ETH"}, base::Text<Capacity>{"BTC"}));
}

std::vector<Cap> any_caps() {
    std::vector<Cap> caps;
    for (std::uint32_t i = *rc::gen::inRange<std::uint32_t>(0, 3); i > 0; --i) {
        Cap cap{CapAction::order, CapPeriod::day, AssetId{i}, {}, {}};
        cap.amount = Amount{*rc::gen::inRange<std::int64_t>(1, 10)};
        if (*rc::gen::arbitrary<bool>()) cap.count = *rc::gen::inRange<std::uint64_t>(1, 5);
        caps.push_back(cap);
    }
    return caps;
}

KeyRules any_rules() {
    KeyRules rules;
    rules.scopes = any_scopes();
    rules.read_only = *rc::gen::arbitrary<bool>();
    rules.ip_allow = *rc::gen::container<std::vector<IpRange>>(any_range());
    rules.ip_deny = *rc::gen::container<std::vector<IpRange>>(any_range());
    rules.markets = *any_ids<MarketId>();
    rules.assets = *any_ids<AssetId>();
    rules.not_before = *any_time();
    rules.expires_at = *any_time();
    rules.networks = any_words<16>();
    rules.addresses = any_words<128>();
    rules.caps = any_caps();
    rules.idle_days = *rc::gen::inRange<std::uint16_t>(1, 9);
    rules.withdraw_factor =
        *rc::gen::element(KeyFactor::none, KeyFactor::challenge, KeyFactor::approver_key);
    rules.delegate = *rc::gen::element("", "one", "two");
    return rules;
}

// One field of the rules drawn anew: the edits that people make.
KeyRules edited(KeyRules rules) {
    const KeyRules other = any_rules();
    switch (*rc::gen::inRange(0, 14)) {
        case 0:
            rules.scopes = other.scopes;
            break;
        case 1:
            rules.read_only = other.read_only;
            break;
        case 2:
            rules.ip_allow = other.ip_allow;
            break;
        case 3:
            rules.ip_deny = other.ip_deny;
            break;
        case 4:
            rules.markets = other.markets;
            break;
        case 5:
            rules.assets = other.assets;
            break;
        case 6:
            rules.not_before = other.not_before;
            break;
        case 7:
            rules.networks = other.networks;
            break;
        case 8:
            rules.addresses = other.addresses;
            break;
        case 9:
            rules.caps = other.caps;
            break;
        case 10:
            rules.idle_days = other.idle_days;
            break;
        case 11:
            rules.withdraw_factor = other.withdraw_factor;
            break;
        case 12:
            rules.delegate = other.delegate;
            break;
        default:
            rules.expires_at = other.expires_at;
            break;
    }
    return rules;
}

Ask any_ask() {
    Ask ask{.kind = *rc::gen::element(Kind::read, Kind::write, Kind::money)};
    if (*rc::gen::arbitrary<bool>()) {
        ask.scope = static_cast<Scope>(*rc::gen::inRange(1, scope_count + 1));
    }
    ask.market = MarketId{*rc::gen::inRange<std::uint32_t>(0, 4)};
    for (const AssetId asset : *any_ids<AssetId>()) {
        if (ask.assets.size() < 4) ask.assets.push_back(asset);
    }
    ask.ip = IpAddress{0, *rc::gen::inRange<std::uint64_t>(0, 16)};
    ask.network = *rc::gen::element("", "ETH", "BTC", "TRX");
    ask.address = *rc::gen::element("", "ETH", "BTC", "TRX");
    return ask;
}

Key key_with(const KeyRules& rules) {
    Key key;
    key.status = KeyStatus::active;
    key.rules = rules;
    return key;
}

Standing good_customer() {
    return {.customer = CustomerId{1}, .verified = true, .api_approved = true};
}

// What the rules say beside what authorise() asks: more of it is a wider key.
struct Freedom {
    std::vector<std::optional<Int128>> amounts;  // per cap that there may be; nothing: no limit
    std::vector<std::optional<std::uint64_t>> counts;
    std::uint16_t idle_days;
    bool proves_nothing;
};

Freedom freedom_of(const KeyRules& rules) {
    Freedom freedom{{}, {}, rules.idle_days, rules.withdraw_factor == KeyFactor::none};
    for (std::uint32_t i = 1; i <= 3; ++i) {
        freedom.amounts.emplace_back();
        freedom.counts.emplace_back();
        for (const Cap& cap : rules.caps) {
            if (cap.asset != AssetId{i}) continue;
            if (cap.amount) freedom.amounts.back() = cap.amount->units;
            freedom.counts.back() = cap.count;
        }
    }
    return freedom;
}

template <class Limit>
bool no_looser(const std::optional<Limit>& before, const std::optional<Limit>& after) {
    return !before || (after && *after <= *before);
}

bool no_freer(const Freedom& before, const Freedom& after) {
    for (std::size_t i = 0; i < before.amounts.size(); ++i) {
        if (!no_looser(before.amounts[i], after.amounts[i])) return false;
        if (!no_looser(before.counts[i], after.counts[i])) return false;
    }
    return after.idle_days <= before.idle_days && (before.proves_nothing || !after.proves_nothing);
}

TEST(KeyRulesProperty, no_edits_that_do_not_widen_ever_loosen_a_cap_or_what_has_to_be_proved) {
    int narrowed = 0;
    int refused = 0;
    const bool holds = rc::check([&] {
        const KeyRules first = any_rules();
        KeyRules last = first;
        for (int step = *rc::gen::inRange(1, 8); step > 0; --step) {
            const KeyRules next = edited(last);
            const bool wider = widens(last, next);
            if (!wider) last = next;
            wider ? ++refused : ++narrowed;
            if (!no_freer(freedom_of(last), freedom_of(next))) RC_ASSERT(wider);
        }
        RC_ASSERT(no_freer(freedom_of(first), freedom_of(last)));
        RC_ASSERT(last.delegate.empty() || last.delegate == first.delegate);
    });
    EXPECT_TRUE(holds);
    EXPECT_GT(narrowed, 50);
    EXPECT_GT(refused, 50);
}

TEST(KeyRulesProperty, no_edits_that_do_not_widen_ever_let_through_what_was_refused) {
    const bool holds = rc::check([] {
        const KeyRules first = any_rules();
        KeyRules last = first;
        for (int step = *rc::gen::inRange(1, 8); step > 0; --step) {
            const KeyRules next = *rc::gen::arbitrary<bool>() ? edited(last) : any_rules();
            if (!widens(last, next)) last = next;
        }
        RC_CLASSIFY(last != first, "edited");
        for (int i = 0; i < 20; ++i) {
            const Ask ask = any_ask();
            const Timestamp now = *any_time();
            if (authorise(key_with(first), good_customer(), ask, now)) continue;
            RC_ASSERT(!authorise(key_with(last), good_customer(), ask, now).has_value());
        }
    });
    EXPECT_TRUE(holds);
}

// An ask that these rules have nothing against, as far as one can be made.
Ask fitting_ask(const KeyRules& rules) {
    Ask ask;
    for (int i = 1; i <= scope_count; ++i) {
        if (rules.scopes.has(static_cast<Scope>(i))) ask.scope = static_cast<Scope>(i);
    }
    if (!rules.markets.empty()) ask.market = rules.markets.front();
    return ask;
}

// Whether these rules would let the ask through if only the key were not read-only.
bool only_the_ceiling_forbids(Key key, const Ask& ask, Timestamp now) {
    key.rules.read_only = false;
    return authorise(key, good_customer(), ask, now).has_value();
}

TEST(KeyRulesProperty, there_is_no_edit_path_around_the_read_only_ceiling) {
    // A workload is worth what it reaches: asks that nothing but the ceiling stands in the way of.
    int reached = 0;
    const bool holds = rc::check([&reached] {
        KeyRules rules = any_rules();
        rules.read_only = true;
        for (int step = *rc::gen::inRange(0, 8); step > 0; --step) {
            const KeyRules next = edited(rules);
            if (!widens(rules, next)) rules = next;
        }
        for (int i = 0; i < 20; ++i) {
            Ask ask = *rc::gen::arbitrary<bool>() ? any_ask() : fitting_ask(rules);
            ask.kind = *rc::gen::element(Kind::write, Kind::money);
            Key key = key_with(rules);
            key.status = *rc::gen::element(KeyStatus::active, KeyStatus::cancel_only);
            const Timestamp now = *rc::gen::element(*any_time(), rules.not_before);
            if (only_the_ceiling_forbids(key, ask, now)) ++reached;
            RC_ASSERT(!authorise(key, good_customer(), ask, now).has_value());
        }
    });
    EXPECT_TRUE(holds);
    EXPECT_GT(reached, 50);
}

}  // namespace
}  // namespace core
