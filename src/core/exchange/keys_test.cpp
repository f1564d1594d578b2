// What keys promise, whatever is tried and in whatever order: no edit without a factor gives a key
// more, caps hold to the unit, and an unused key is told of it in time.
#include <gtest/gtest.h>
#include <map>

#include "base/prng.hpp"
#include "core/access/authorise.hpp"
#include "core/access/caps.hpp"
#include "core/access/idle.hpp"
#include "core/access/key_rules.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/invariants.hpp"
#include "core/exchange/snapshot.hpp"

namespace core {
namespace {

constexpr AccountId erins{3};
constexpr AccountId makers{4};
constexpr AssetId apl{1};
constexpr AssetId usd{2};
constexpr Amount rich{1'000'000'000};

// A house with one market, erin with a session, a factor and API access, and a market maker for
// whom the operator places orders.
class House {
  public:
    House() {
        by_operator(OpenHouse{Environment::test, 1, 2});
        for (const char* code : {"APL", "USD"}) {
            Asset asset;
            asset.code = base::Text<12>{code};
            by_operator(DefineAsset{asset});
        }
        by_operator(DefineMarket{market()});
        CHECK(ask(RegisterUser{{1, 1}, {1, 2}, {1, 3}, CustomerKind::person},
                  {.surface = Surface::web})
                  .has_value());
        by_operator(RegisterCustomer{});
        for (const CustomerId customer : {CustomerId{1}, CustomerId{2}}) {
            by_operator(SetCustomerStatus{customer, true, false, {}});
        }
        sign_in();
        by_operator(DecideApiAccess{CustomerId{1}, ApiAccess::approved, {}});
        for (const AccountId account : {erins, makers}) {
            for (const AssetId asset : {apl, usd}) by_operator(FundAccount{account, asset, rich});
        }
    }

    Timestamp now{from_unix_ms(1'800'000'000'000)};
    State state;
    std::vector<Event> events;  // of the last command

    Verdict ask(const Command& command, const Envelope& envelope) {
        const Stamp stamp{Sequence{state.stamp.sequence.value + 1}, now};
        const Verdict verdict = decide(state, envelope, command, stamp, draft_);
        std::optional<Rejection> rejection;
        if (!verdict) rejection = verdict.error();
        events.assign(draft_.events().begin(), draft_.events().end());
        apply(state, stamp, envelope, command, rejection, events);
        EXPECT_EQ(broken_invariant(state), "");
        return verdict;
    }
    void by_operator(const Command& command) {
        const Verdict verdict = ask(command, {.surface = Surface::cli});
        if (!verdict) ADD_FAILURE() << name_of(verdict.error().reject);
    }
    Verdict by_erin(const Command& command, bool with_factor = false) {
        Person person{UserId{1}, session_, {}};
        if (with_factor) {
            FactorUse use;
            use.factor = FactorId{1};
            use.matched = true;
            use.counter = ++step_;
            person.factor = use;
        }
        return ask(command, {.customer = CustomerId{1},
                             .account = erins,
                             .surface = Surface::web,
                             .person = person});
    }
    Verdict by_key(const Command& command, KeyId key, Fingerprint ip = {}) {
        return ask(command, {.customer = CustomerId{1},
                             .account = erins,
                             .key = key,
                             .surface = Surface::api,
                             .ip = ip});
    }
    KeyId make_key(const KeyRules& rules) {
        const KeyId key = state.keys.next_id();
        const CreateKey command{.account = erins,
                                .public_name = {7, key.value},
                                .credential = {Algorithm::hmac_sha256, {}, {9, key.value}},
                                .rules = rules,
                                .active = true,
                                .any_ip_confirmed = true};
        by_operator(command);
        return key;
    }
    void tick() {
        while (next_deadline(state) <= now) {
            CHECK(ask(Tick{}, {.surface = Surface::system}).has_value());
        }
    }
    // The state anew, from a snapshot of it.
    void restore() {
        base::Bytes bytes;
        encode_state(bytes, state);
        auto again = std::make_unique<State>();
        ASSERT_TRUE(decode_state(bytes, *again));
        ASSERT_EQ(digest(*again), digest(state));
        ASSERT_EQ(again->timers, state.timers);
        ASSERT_EQ(again->keys, state.keys);
        state = std::move(*again);
    }
    Market market() const {
        Market market;
        market.base = apl;
        market.quote = usd;
        market.tick = Amount{1};
        market.lot = Amount{3};
        market.price_max = Price{1'000};
        market.quantity_min = Quantity{1};
        market.quantity_max = Quantity{100'000};
        market.market_quantity_max = Quantity{100'000};
        market.notional_min = Amount{1};
        market.notional_max = Amount{100'000'000};
        market.open_orders_max = 3'000;
        market.self_trade_prevention = SelfTradePrevention::none;
        return market;
    }

  private:
    void sign_in() {
        const Person stranger{UserId{1}, {}, {}};
        CHECK(ask(OpenSession{{9, 1}}, {.customer = CustomerId{1},
                                        .account = erins,
                                        .surface = Surface::web,
                                        .person = stranger})
                  .has_value());
        session_ = state.sessions.last();
        CHECK(by_erin(AddFactor{FactorKind::totp, "phone", {5, 5}, {}, 0, {}}).has_value());
        CHECK(by_erin(ConfirmFactor{FactorId{1}, true, ++step_}).has_value());
        CHECK(by_erin(RequestApiAccess{{1, 4}}).has_value());
    }

    Draft draft_;
    SessionId session_;
    std::uint64_t step_{100};
};

template <class Wanted>
std::vector<Wanted> all_of(const std::vector<Event>& events) {
    std::vector<Wanted> found;
    for (const Event& event : events) {
        if (const auto* one = std::get_if<Wanted>(&event)) found.push_back(*one);
    }
    return found;
}

// --- no sequence of edits without a factor widens a key

KeyRules some_rules(base::Prng& prng, Timestamp now) {
    KeyRules rules;
    rules.scopes.bits = prng.next() & Scopes{Scope::order_create, Scope::order_cancel,
                                             Scope::balance_read, Scope::withdraw_create}
                                          .bits;
    rules.read_only = prng.one_in(3);
    for (std::uint64_t i = prng.below(3); i > 0; --i) rules.ip_allow.push_back({{0, i}, 128});
    if (prng.one_in(3)) rules.ip_deny = {{{0, 1 + prng.below(3)}, 128}};
    if (prng.one_in(3)) rules.markets = {MarketId{1}};
    if (prng.one_in(3)) rules.assets = {AssetId{1}, AssetId{2}};
    if (prng.one_in(3)) rules.networks = {"ETH"};
    if (prng.one_in(3)) rules.addresses = {"0xabc"};
    if (prng.one_in(2)) {
        rules.caps = {{CapAction::order, CapPeriod::day, usd, Amount{prng.between(1, 9)}, {}}};
    }
    rules.expires_at = now + hours(prng.between(1, 1'000));
    rules.idle_days = static_cast<std::uint16_t>(prng.between(1, 90));
    rules.withdraw_factor = static_cast<KeyFactor>(prng.between(1, 3));
    return rules;
}

// Mostly something less than before, or one thing drawn anew.
KeyRules edited(base::Prng& prng, KeyRules rules, Timestamp now) {
    const KeyRules other = some_rules(prng, now);
    switch (prng.below(9)) {
        case 0:
            rules.scopes.bits &= other.scopes.bits;
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
            rules.caps = other.caps;
            break;
        case 5:
            rules.expires_at = other.expires_at;
            break;
        case 6:
            rules.networks = other.networks;
            rules.addresses = other.addresses;
            break;
        case 7:
            rules.idle_days = other.idle_days;
            rules.withdraw_factor = other.withdraw_factor;
            break;
        default:
            return other;
    }
    return rules;
}

Ask some_ask(base::Prng& prng) {
    Ask ask{.kind = static_cast<Kind>(prng.between(1, 3))};
    constexpr Scope scopes[] = {Scope::order_create, Scope::order_cancel, Scope::balance_read,
                                Scope::withdraw_create};
    ask.scope = scopes[prng.below(4)];
    ask.market = MarketId{static_cast<std::uint32_t>(prng.below(3))};
    if (prng.one_in(2)) ask.assets.push_back(AssetId{static_cast<std::uint32_t>(prng.below(4))});
    if (prng.one_in(2)) ask.network = prng.one_in(2) ? "ETH" : "BTC";
    if (prng.one_in(2)) ask.address = prng.one_in(2) ? "0xabc" : "0xdef";
    ask.ip = IpAddress{0, prng.below(4)};
    return ask;
}

TEST(KeyEdits, without_a_factor_never_let_through_what_was_refused) {
    constexpr Standing good{.customer = CustomerId{1}, .verified = true, .api_approved = true};
    int narrowed = 0;
    int asked_for_a_factor = 0;
    int widened = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        House house;
        const KeyId id = house.make_key(some_rules(prng, house.now));
        Key first = house.state.keys.at(id);
        for (int i = 0; i < 60; ++i) {
            const Key before = house.state.keys.at(id);
            const bool with_factor = prng.one_in(20);
            EditKey edit{id, edited(prng, before.rules, house.now), prng.one_in(2)};
            const Verdict verdict =
                prng.one_in(10) ? house.by_key(edit, id) : house.by_erin(edit, with_factor);
            const Key& after = house.state.keys.at(id);
            if (!verdict) {
                ASSERT_EQ(after, before);
                asked_for_a_factor += verdict.error().reject == Reject::step_up_required;
                continue;
            }
            ++narrowed;
            if (with_factor) {
                widened += widens(before.rules, after.rules);
                first = after;
                continue;
            }
            ASSERT_FALSE(widens(before.rules, after.rules));
            for (int n = 0; n < 20; ++n) {
                const Ask ask = some_ask(prng);
                const Timestamp then = house.now + hours(prng.between(0, 1'000));
                if (authorise(first, good, ask, then)) continue;
                ASSERT_FALSE(authorise(after, good, ask, then).has_value());
            }
        }
    }
    EXPECT_GT(narrowed, 200);
    EXPECT_GT(asked_for_a_factor, 200);
    EXPECT_GT(widened, 20);
}

TEST(KeyEdits, that_give_a_frozen_key_back_take_a_factor) {
    House house;
    const KeyId id = house.make_key(KeyRules{});
    for (const KeyStatus from : {KeyStatus::inactive, KeyStatus::frozen_user,
                                 KeyStatus::frozen_idle, KeyStatus::cancel_only}) {
        house.by_operator(SetKeyStatus{id, from});
        const SetKeyStatus activate{id, KeyStatus::active};
        EXPECT_EQ(house.by_erin(activate).error().reject, Reject::step_up_required);
        EXPECT_EQ(house.by_key(activate, id).error().reject, Reject::session_required);
        EXPECT_EQ(house.state.keys.at(id).status, from);
        EXPECT_TRUE(house.by_erin(activate, true).has_value());
        EXPECT_EQ(house.state.keys.at(id).reason, KeyReason::by_owner);
    }
}

// --- caps

// How much of each asset an order may move, told from what became of it: the trades of a market
// order say what the book would give.
struct Moved {
    Amount base;
    Amount quote;
};

Moved moved_by(const Market& market, const PlaceOrder& order, const std::vector<Event>& events) {
    Moved moved{base_amount(market, order.quantity), notional(market, order.limit, order.quantity)};
    if (order.type != OrderType::market) return moved;
    moved.quote = order.quote_amount;
    for (const Traded& trade : all_of<Traded>(events)) {
        if (order.quote_amount == Amount{}) {
            moved.quote += trade.quote;
        } else {
            moved.base += base_amount(market, trade.quantity);
        }
    }
    return moved;
}

class CapGame {
  public:
    CapGame(House& house, base::Prng& prng) : house_{house}, prng_{prng} {
        KeyRules rules;
        rules.scopes = {Scope::order_create, Scope::order_cancel};
        for (const CapPeriod per : {CapPeriod::transaction, CapPeriod::hour, CapPeriod::week}) {
            const std::int64_t most = per == CapPeriod::transaction ? 300 : 2'000;
            const AssetId asset = prng.one_in(2) ? apl : usd;
            rules.caps.push_back(
                {CapAction::order, per, asset, Amount{prng.between(20, most)}, {}});
        }
        rules.caps.push_back({CapAction::order, CapPeriod::day, {}, {}, 9});
        rules.caps.push_back({CapAction::withdraw, CapPeriod::day, {}, {}, 1});
        id_ = house.make_key(rules);
        totals_.resize(rules.caps.size());
    }

    int accepted{};
    int exceeded{};
    int to_the_unit{};

    void play() {
        house_.now = house_.now + minutes(prng_.between(0, prng_.one_in(10) ? 3'000 : 20));
        house_.tick();
        if (prng_.one_in(2)) stock();
        if (prng_.one_in(15)) house_.restore();
        place(order());
    }

  private:
    PlaceOrder order() {
        PlaceOrder order{.market = MarketId{1},
                         .side = prng_.one_in(2) ? Side::buy : Side::sell,
                         .type = OrderType::limit,
                         .time_in_force = prng_.one_in(2) ? TimeInForce::gtc : TimeInForce::ioc,
                         .self_trade_prevention = {},
                         .limit = Price{prng_.between(1, 12)},
                         .quantity = Quantity{prng_.between(1, 30)},
                         .quote_amount = {},
                         .client_order_id = {}};
        if (prng_.one_in(3)) {
            order.type = OrderType::market;
            order.time_in_force = TimeInForce::gtc;
            order.limit = {};
            if (prng_.one_in(2)) {
                order.quantity = {};
                order.quote_amount = Amount{prng_.between(1, 200)};
            }
        } else if (prng_.one_in(3)) {
            reach_for_the_rest(order);
        }
        return named(order);
    }

    // Exactly what a cap on dollars has left, or one unit more: three apples a lot, so the price
    // carries it.
    void reach_for_the_rest(PlaceOrder& order) {
        for (std::size_t i = 0; i < totals_.size(); ++i) {
            if (rules().caps[i].asset != usd) continue;
            const Amount rest = *remaining(house_.state.keys, id_, i, house_.now).amount;
            const auto lots = static_cast<std::int64_t>(rest.units / 3) + prng_.between(0, 1);
            if (lots < 1) continue;
            order.limit = Price{1};
            order.quantity = Quantity{lots};
        }
    }

    PlaceOrder named(PlaceOrder order) {
        order.client_order_id = ClientOrderId{std::string_view{"o" + std::to_string(++orders_)}};
        return order;
    }

    // Makers on both sides, so that market orders walk.
    void stock() {
        const Price price{prng_.between(1, 12)};
        for (const Side side : {Side::buy, Side::sell}) {
            PlaceOrder order{.market = MarketId{1},
                             .side = side,
                             .type = OrderType::limit,
                             .time_in_force = TimeInForce::gtc,
                             .self_trade_prevention = {},
                             .limit = side == Side::buy ? price : Price{price.ticks + 1},
                             .quantity = Quantity{prng_.between(1, 10)},
                             .quote_amount = {},
                             .client_order_id = {}};
            const Verdict placed =
                house_.ask(named(order),
                           {.customer = CustomerId{2}, .account = makers, .surface = Surface::cli});
            ASSERT_TRUE(placed.has_value());
        }
    }

    const KeyRules& rules() const { return house_.state.keys.at(id_).rules; }

    std::vector<Left> left_now() const {
        std::vector<Left> left;
        for (std::size_t i = 0; i < totals_.size(); ++i) {
            left.push_back(remaining(house_.state.keys, id_, i, house_.now));
        }
        return left;
    }

    void place(const PlaceOrder& order) {
        const std::vector<Left> before = left_now();
        const Verdict verdict = house_.by_key(order, id_);
        if (verdict) {
            ++accepted;
            count(moved_by(house_.state.catalogue.market(MarketId{1}), order, house_.events),
                  before);
            return;
        }
        ASSERT_EQ(verdict.error().reject, Reject::cap_exceeded);
        ++exceeded;
        expect_refused_by_one(verdict.error(), before);
    }

    // The key's own count, kept beside the core's.
    void count(const Moved& moved, const std::vector<Left>& before) {
        for (std::size_t i = 0; i < totals_.size(); ++i) {
            const Cap& cap = rules().caps[i];
            if (cap.action != CapAction::order) continue;
            const Amount worth = cap.asset == apl ? moved.base : moved.quote;
            const Left after = remaining(house_.state.keys, id_, i, house_.now);
            if (cap.count) {
                ASSERT_EQ(*after.count, *before[i].count - 1);
                continue;
            }
            ASSERT_LE(worth, *before[i].amount);
            to_the_unit += worth == *before[i].amount;
            if (cap.per == CapPeriod::transaction) continue;
            ASSERT_EQ(*after.amount, *before[i].amount - worth);
            Amount& total = totals_[i][period_of(cap.per, house_.now).since];
            total += worth;
            ASSERT_LE(total, *cap.amount);
            ASSERT_EQ(*after.amount, *cap.amount - total);
        }
    }

    void expect_refused_by_one(const Rejection& refused, const std::vector<Left>& before) {
        ASSERT_GT(refused.needed, refused.available);
        bool said = false;
        for (std::size_t i = 0; i < totals_.size(); ++i) {
            const Cap& cap = rules().caps[i];
            const Asset* asset = house_.state.catalogue.find_asset(cap.asset);
            const auto name = name_of(cap, asset == nullptr ? "" : asset->code.view());
            if (name != refused.field) continue;
            const Amount left =
                cap.count ? Amount{static_cast<Int128>(*before[i].count)} : *before[i].amount;
            said = refused.available == left && refused.until == before[i].until;
        }
        ASSERT_TRUE(said) << refused.field.view();
    }

    House& house_;
    base::Prng& prng_;
    KeyId id_;
    std::vector<std::map<Timestamp, Amount>> totals_;  // by cap and the period's beginning
    int orders_{};
};

TEST(Caps, hold_to_the_unit_under_any_interleaving) {
    int accepted = 0;
    int exceeded = 0;
    int to_the_unit = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        House house;
        CapGame game{house, prng};
        for (int i = 0; i < 150 && !testing::Test::HasFatalFailure(); ++i) game.play();
        accepted += game.accepted;
        exceeded += game.exceeded;
        to_the_unit += game.to_the_unit;
    }
    EXPECT_GT(accepted, 500);
    EXPECT_GT(exceeded, 500);
    EXPECT_GT(to_the_unit, 20);
}

// --- ninety days

// What a key's idle run has to come to: which notices, and when it freezes.
struct Run {
    Timestamp since;
    std::vector<std::uint16_t> noticed;
};

class Calendar {
  public:
    explicit Calendar(House& house) : house_{house} {}

    int notices{};
    int frozen{};

    void begins(KeyId key) { runs_[key] = Run{house_.now, {}}; }

    // Everything that is due until then, at its own time.
    void pass_until(Timestamp then) {
        while (next_deadline(house_.state) <= then) {
            house_.now = std::max(house_.now, next_deadline(house_.state));
            CHECK(house_.ask(Tick{}, {.surface = Surface::system}).has_value());
            for (const auto& event : all_of<KeyIdleNoticed>(house_.events)) hear(event);
            for (const auto& event : all_of<KeyStatusChanged>(house_.events)) hear(event);
        }
        house_.now = then;
    }

  private:
    Timestamp freezes_at(KeyId key) const {
        return runs_.at(key).since + hours(24 * house_.state.keys.at(key).rules.idle_days);
    }
    void hear(const KeyIdleNoticed& event) {
        ++notices;
        runs_[event.key].noticed.push_back(event.days);
        EXPECT_EQ(event.freezes_at, freezes_at(event.key));
        EXPECT_EQ(house_.now, freezes_at(event.key) - hours(24 * event.days));
    }
    void hear(const KeyStatusChanged& event) {
        if (event.status != KeyStatus::frozen_idle) return;
        ++frozen;
        EXPECT_EQ(house_.now, freezes_at(event.key));
        std::vector<std::uint16_t> all;
        constexpr std::uint16_t given[] = {14, 7, 1};
        for (const std::uint16_t days : given) {
            if (days < house_.state.keys.at(event.key).rules.idle_days) all.push_back(days);
        }
        EXPECT_EQ(runs_[event.key].noticed, all) << "each notice once, in this order";
    }

    House& house_;
    std::map<KeyId, Run> runs_;
};

TEST(IdleKeys, are_told_each_notice_exactly_once_in_ninety_days_whatever_restarts) {
    int notices = 0;
    int frozen = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE(seed);
        base::Prng prng{seed};
        House house;
        Calendar calendar{house};
        std::vector<KeyId> keys;
        constexpr std::uint16_t lengths[] = {1, 7, 8, 14, 15, 30, 60, 89, 90};
        for (const std::uint16_t days : lengths) {
            KeyRules rules;
            rules.idle_days = days;
            keys.push_back(house.make_key(rules));
            calendar.begins(keys.back());
        }
        const Timestamp end = house.now + hours(24 * 100);
        while (house.now < end && !testing::Test::HasFailure()) {
            calendar.pass_until(house.now + minutes(prng.between(1, 60 * 24 * 8)));
            if (prng.one_in(2)) house.restore();
            const KeyId id = keys[prng.below(keys.size())];
            const bool runs = house.state.keys.at(id).status == KeyStatus::active;
            if (runs && prng.one_in(2)) {
                const Fingerprint ip{1, prng.below(3)};
                ASSERT_TRUE(house.by_key(TouchKey{"balances", true}, id, ip).has_value());
                if (!house.events.empty()) calendar.begins(id);
            } else if (!runs) {
                house.by_operator(SetKeyStatus{id, KeyStatus::active});
                calendar.begins(id);
            }
        }
        notices += calendar.notices;
        frozen += calendar.frozen;
    }
    EXPECT_GT(notices, 200);
    EXPECT_GT(frozen, 80);
}

TEST(IdleKeys, that_are_used_are_recorded_once_a_minute_and_when_the_address_changes) {
    House house;
    const KeyId id = house.make_key(KeyRules{});
    const auto touched = [&](Fingerprint ip) {
        EXPECT_TRUE(house.by_key(TouchKey{"balances", true}, id, ip).has_value());
        return all_of<KeyUsed>(house.events);
    };
    EXPECT_EQ(touched({1, 1}).size(), 1u);
    EXPECT_EQ(touched({1, 1}).size(), 0u);
    house.now = house.now + minutes(1) - Duration{1};
    EXPECT_EQ(touched({1, 1}).size(), 0u);
    EXPECT_TRUE(touched({1, 2}).at(0).new_ip);
    house.now = house.now + minutes(1);
    EXPECT_FALSE(touched({1, 2}).at(0).new_ip);
}

}  // namespace
}  // namespace core
