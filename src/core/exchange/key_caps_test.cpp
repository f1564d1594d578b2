// Caps hold to the unit, whatever is tried and in whatever order.
#include <map>

#include "base/prng.hpp"
#include "core/access/caps.hpp"
#include "core/exchange/keys_house_for_tests.hpp"

namespace core {
namespace {

using namespace testing;

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
    CapGame(KeysHouse& house, base::Prng& prng) : house_{house}, prng_{prng} {
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

    KeysHouse& house_;
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
        KeysHouse house;
        CapGame game{house, prng};
        for (int i = 0; i < 150 && !::testing::Test::HasFatalFailure(); ++i) game.play();
        accepted += game.accepted;
        exceeded += game.exceeded;
        to_the_unit += game.to_the_unit;
    }
    EXPECT_GT(accepted, 500);
    EXPECT_GT(exceeded, 500);
    EXPECT_GT(to_the_unit, 20);
}

}  // namespace
}  // namespace core
