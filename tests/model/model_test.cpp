// Goal: orders, trades, triggers, icebergs, lists and auctions are what the obvious way of doing
// them gives.
// Method: half a million random commands to the core and to a naive market; after each, the same
// answer, the same trades in the same order, the same books, the same orders.
// A failure prints its seed: SEED=17 build/debug/bin/model_tests plays it again. POSTERN_LONG=1
// plays ten million, TRACE=1 tells each command and event.
#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

#include "base/described_json.hpp"
#include "base/prng.hpp"
#include "core/exchange/duties.hpp"
#include "core/exchange/exchange.hpp"
#include "model/naive_market.hpp"

namespace model {
namespace {

using namespace core;

constexpr MarketId market{1};
constexpr std::uint64_t accounts = 4;
constexpr int commands_of_a_seed = 5'000;

// What the random commands came to: two that agree on nothing but plain orders would prove little.
struct Reached {
    std::map<CloseReason, std::size_t> closed;
    std::map<Parking, std::size_t> activated;  // by what they had waited for
    std::size_t traded{}, refreshed{}, prevented{}, amended{}, auctioned{};

    void note(const Event& event) {
        if (const auto* end = std::get_if<OrderClosed>(&event)) ++closed[end->reason];
        if (const auto* begun = std::get_if<OrderActivated>(&event)) ++activated[begun->from];
        traded += std::holds_alternative<Traded>(event);
        refreshed += std::holds_alternative<OrderRefreshed>(event);
        prevented += std::holds_alternative<TradePrevented>(event);
        amended += std::holds_alternative<OrderAmended>(event);
        auctioned += std::holds_alternative<AuctionPriced>(event);
    }
};

// The core with one market and four accounts that never run out of money.
class House {
  public:
    explicit House(Reached& reached) : reached_{reached} {
        ask(OpenHouse{Environment::test, 1, 2});
        for (const char* code : {"APL", "USD"}) {
            Asset asset;
            asset.code = base::Text<12>{code};
            ask(DefineAsset{asset});
        }
        ask(DefineMarket{wide_market()});
        for (std::uint64_t i = 1; i <= accounts; ++i) {
            ask(RegisterCustomer{{1, i}});
            ask(SetCustomerStatus{CustomerId{i}, true, false, {}});
            for (const AssetId asset : {AssetId{1}, AssetId{2}}) {
                ask(FundAccount{AccountId{i + 2}, asset, Amount{Int128{1} << 60}});
            }
        }
    }

    Answer ask(const Command& command, std::uint64_t account = 0) {
        Envelope envelope{.surface = Surface::cli};
        if (account != 0) {
            envelope.customer = CustomerId{account};
            envelope.account = AccountId{account + 2};
        }
        const Answer no = take(command, envelope);
        while (const auto duty = next_duty(state)) {
            if (take(*duty, {.surface = Surface::system})) std::abort();
        }
        return no;
    }

    State state;
    std::vector<Fill> fills;

  private:
    static Market wide_market() {
        Market wide;
        wide.base = AssetId{1};
        wide.quote = AssetId{2};
        wide.tick = wide.lot = Amount{1};
        wide.price_max = Price{1'000};
        wide.quantity_min = Quantity{1};
        wide.quantity_max = wide.market_quantity_max = Quantity{1'000};
        wide.notional_min = Amount{1};
        wide.notional_max = Amount{1'000'000'000};
        wide.open_orders_max = 3'000;
        wide.self_trade_prevention = SelfTradePrevention::none;
        wide.parked_orders_max = wide.iceberg_orders_max = wide.order_lists_max = 3'000;
        wide.iceberg_parts_max = 1'000;
        wide.amends_max = 1'000'000;
        wide.trailing_min = 1;
        wide.trailing_max = 9'000;
        return wide;
    }

    Answer take(const Command& command, const Envelope& envelope) {
        const Stamp stamp{Sequence{state.stamp.sequence.value + 1},
                          state.stamp.time + milliseconds(1)};
        const Verdict verdict = decide(state, envelope, command, stamp, draft_);
        if (!verdict) return verdict.error().reject;
        for (const Event& event : draft_.events()) {
            reached_.note(event);
            if (std::getenv("TRACE") != nullptr) {
                std::string json;
                base::append_json(json, event);
                std::fprintf(stderr, "  %s\n", json.c_str());
            }
            if (const auto* traded = std::get_if<Traded>(&event)) {
                fills.push_back({traded->maker.value, traded->taker.value, traded->price.ticks,
                                 traded->quantity.lots});
            }
        }
        apply(state, stamp, envelope, command, {}, draft_.events());
        return {};
    }

    Reached& reached_;
    Draft draft_;
};

class Duel {
  public:
    Duel(std::uint64_t seed, Reached& reached) : prng_{seed}, house_{reached} {}

    void step() {
        switch (prng_.below(20)) {
            case 0:
            case 1:
            case 2:
                return cancel();
            case 3:
                return amend();
            case 4:
            case 5:
                return list();
            case 6:
                if (prng_.one_in(8)) return change_mode();
                [[fallthrough]];
            default:
                place();
        }
    }

    // What the two do not agree on; empty when they do.
    std::string difference() {
        std::ostringstream out;
        if (answer_ != expected_)
            out << "answers differ: " << name(answer_) << " where " << name(expected_)
                << " was expected\n";
        if (house_.fills != naive_.fills) {
            out << "trades differ\n";
            tell(out, "core", house_.fills);
            tell(out, "model", naive_.fills);
        }
        compare_orders(out);
        compare_books(out);
        if (!out.str().empty()) out << "after: " << last_command_;
        house_.fills.clear();
        naive_.fills.clear();
        return out.str();
    }

  private:
    static std::string name(Answer answer) {
        return answer ? std::string{name_of(*answer)} : "accepted";
    }
    static void tell(std::ostream& out, const char* whose, const std::vector<Fill>& fills) {
        for (const Fill& fill : fills) {
            out << "  " << whose << ": #" << fill.taker << " takes " << fill.lots << " of #"
                << fill.maker << " @ " << fill.price << '\n';
        }
    }

    void compare_orders(std::ostream& out) {
        if (house_.state.last_order.value != naive_.last_id) out << "numbers of orders differ\n";
        std::size_t open = 0;
        for (std::uint64_t i = 1; i <= accounts; ++i) {
            open += house_.state.orders.count(AccountId{i + 2});
        }
        if (open != naive_.orders.size()) out << open << " open, " << naive_.orders.size() << '\n';
        for (const Order& order : naive_.orders) {
            const auto real = house_.state.orders.find(OrderId{order.id});
            if (!real) {
                out << "#" << order.id << " is not open\n";
                continue;
            }
            const std::int64_t extreme = real->terms ? real->terms->extreme.ticks : 0;
            if (real->leaves.lots != order.leaves || real->prevented.lots != order.prevented ||
                parking(*real) != order.parking || extreme != order.extreme) {
                out << "#" << order.id << ": leaves " << real->leaves.lots << " not "
                    << order.leaves << ", prevented " << real->prevented.lots << " not "
                    << order.prevented << ", extreme " << extreme << " not " << order.extreme
                    << ", parking " << static_cast<int>(parking(*real)) << " not "
                    << static_cast<int>(order.parking) << '\n';
            }
        }
    }

    void compare_books(std::ostream& out) {
        for (const Side side : {Side::buy, Side::sell}) {
            const auto expected = naive_.book(side);
            std::size_t at = 0;
            const Side taker = opposite(side);
            for (const Maker& maker :
                 house_.state.orders.book(market).makers(taker, any_price(taker))) {
                if (at >= expected.size() || maker.id.value != expected[at]->id ||
                    maker.leaves.lots != expected[at]->visible) {
                    out << "book: #" << maker.id.value << " shows " << maker.leaves.lots
                        << " at place " << at << '\n';
                }
                ++at;
            }
            if (at != expected.size()) out << "book: " << at << " rest, not " << expected.size();
        }
    }

    std::int64_t some_price() { return prng_.between(10, 40); }

    Order some_order() {
        Order order;
        order.account = static_cast<std::uint64_t>(prng_.between(1, accounts));
        order.side = prng_.one_in(2) ? Side::buy : Side::sell;
        order.type = OrderType::limit;
        order.time_in_force = TimeInForce::gtc;
        order.prevention = static_cast<SelfTradePrevention>(prng_.between(1, 5));
        order.limit = some_price();
        order.leaves = prng_.between(1, 30);
        if (prng_.one_in(6)) order.time_in_force = static_cast<TimeInForce>(prng_.between(2, 3));
        if (prng_.one_in(8)) become(order, OrderType::limit_maker);
        if (prng_.one_in(8)) become(order, OrderType::market);
        if (prng_.one_in(5)) become_stop(order);
        if (prng_.one_in(6)) hide_most(order);
        return order;
    }
    static void become(Order& order, OrderType type) {
        order.type = type;
        order.time_in_force = TimeInForce::gtc;
        if (takes_any_price(type)) order.limit = 0;
    }
    void become_stop(Order& order) {
        if (order.limit == 0) order.limit = some_price();
        const TimeInForce time_in_force = order.time_in_force;
        become(order, static_cast<OrderType>(prng_.between(4, 7)));
        if (!takes_any_price(order.type)) order.time_in_force = time_in_force;
        order.stop = some_price();
        if (!prng_.one_in(3)) return;
        order.trailing = prng_.between(1, 4'000);
        if (prng_.one_in(2)) order.stop = 0;
    }
    void hide_most(Order& order) {
        const bool may = !takes_any_price(order.type) && order.time_in_force == TimeInForce::gtc;
        if (may && order.leaves > 1) order.display = prng_.between(1, order.leaves - 1);
    }

    PlaceOrder wish_of(const Order& order) {
        PlaceOrder wish{.market = market,
                        .side = order.side,
                        .type = order.type,
                        .time_in_force = order.time_in_force,
                        .self_trade_prevention = order.prevention,
                        .limit = Price{order.limit},
                        .quantity = Quantity{order.leaves},
                        .quote_amount = {},
                        .client_order_id = ClientOrderId{std::to_string(++named_)},
                        .terms = {}};
        if (order.stop != 0 || order.trailing != 0 || order.display != 0) {
            OrderTerms& terms = wish.terms.emplace();
            terms.stop = Price{order.stop};
            terms.trailing = static_cast<std::uint32_t>(order.trailing);
            terms.display = Quantity{order.display};
        }
        return wish;
    }

    void note(const std::string& text) {
        last_command_ = text;
        if (std::getenv("TRACE") != nullptr) std::fputs(text.c_str(), stderr);
    }
    static std::string words(const Order& order) {
        std::ostringstream out;
        out << (order.side == Side::buy ? "buy " : "sell ") << order.leaves << " @ " << order.limit
            << " type " << static_cast<int>(order.type) << " tif "
            << static_cast<int>(order.time_in_force) << " stp "
            << static_cast<int>(order.prevention) << " stop " << order.stop << " trailing "
            << order.trailing << " display " << order.display << " by " << order.account << '\n';
        return out.str();
    }

    void place() {
        const Order order = some_order();
        note(words(order));
        expected_ = naive_.place(order);
        answer_ = house_.ask(wish_of(order), order.account);
    }

    void cancel() {
        const Order* order = some_open();
        const std::uint64_t id = order != nullptr ? order->id : 0;
        const std::uint64_t account = order != nullptr ? order->account : 1;
        note("cancel " + std::to_string(id));
        if (id == 0) return;
        expected_ = naive_.cancel(id);
        answer_ = house_.ask(CancelOrder{market, OrderId{id}, {}}, account);
    }

    // Only what is allowed: the refusals are tested one by one.
    void amend() {
        const Order* order = some_open();
        const bool may = order != nullptr && order->list == 0 && order->leaves > 1 &&
                         order->parking == Parking::none && order->display == 0;
        if (!may) return;
        const auto real = house_.state.orders.find(OrderId{order->id});
        const std::int64_t less = prng_.between(1, order->leaves - 1);
        note("amend " + std::to_string(order->id) + " by " + std::to_string(less) + '\n');
        const std::uint64_t account = order->account;
        AmendOrder wish;
        wish.market = market;
        wish.order = OrderId{order->id};
        wish.quantity = real->quantity - Quantity{less};
        expected_ = naive_.amend(order->id, less);
        answer_ = house_.ask(wish, account);
    }

    const Order* some_open() {
        if (naive_.orders.empty()) return nullptr;
        return &naive_.orders[prng_.below(naive_.orders.size())];
    }

    // A pair around the last price; not always on the right sides.
    std::vector<Order> some_pair(std::uint64_t account) {
        Order above;
        Order below;
        above.account = below.account = account;
        above.side = below.side = prng_.one_in(2) ? Side::buy : Side::sell;
        above.leaves = below.leaves = prng_.between(1, 30);
        above.prevention = below.prevention = static_cast<SelfTradePrevention>(prng_.between(1, 5));
        const std::int64_t middle = naive_.last == 0 ? 25 : naive_.last;
        const bool buy = above.side == Side::buy;
        Order& gain = buy ? below : above;
        Order& stop = buy ? above : below;
        const std::int64_t far = prng_.one_in(8) ? -3 : prng_.between(1, 6);
        gain.limit = buy ? middle - far : middle + far;
        const std::int64_t stop_at =
            buy ? middle + prng_.between(1, 6) : middle - prng_.between(1, 6);
        become(gain, OrderType::limit_maker);
        if (prng_.one_in(3)) {
            gain.stop = gain.limit;
            become(gain, prng_.one_in(2) ? OrderType::take_profit : OrderType::take_profit_limit);
        }
        stop.limit = std::max<std::int64_t>(1, stop_at + prng_.between(-2, 2));
        become(stop, prng_.one_in(2) ? OrderType::stop_loss : OrderType::stop_loss_limit);
        stop.stop = stop_at;
        return {above, below};
    }

    void list() {
        const auto account = static_cast<std::uint64_t>(prng_.between(1, accounts));
        PlaceOrderList wish;
        wish.market = market;
        wish.kind = static_cast<ListKind>(prng_.between(1, 3));
        wish.client_list_id = ClientOrderId{"L" + std::to_string(++named_)};
        std::vector<Order> legs;
        if (wish.kind != ListKind::oco) {
            Order working = some_order();
            while (has_trigger(working.type) || takes_any_price(working.type) ||
                   working.time_in_force != TimeInForce::gtc) {
                working = some_order();
            }
            working.account = account;
            legs.push_back(working);
        }
        if (wish.kind == ListKind::oto) {
            legs.push_back(some_order());
            legs.back().account = account;
        } else {
            for (const Order& leg : some_pair(account)) legs.push_back(leg);
        }
        std::string text = "list of\n";
        for (const Order& leg : legs) text += "  " + words(leg);
        note(text);
        for (const Order& leg : legs) wish.orders.push_back(wish_of(leg));
        const bool prices_wrong = std::ranges::any_of(legs, [](const Order& leg) {
            return (has_trigger(leg.type) && leg.trailing == 0 && leg.stop < 1) ||
                   (!takes_any_price(leg.type) && leg.limit < 1);
        });
        if (prices_wrong) return;
        expected_ = naive_.place_list(wish.kind, legs);
        answer_ = house_.ask(wish, account);
    }

    void change_mode() {
        const MarketMode to = prng_.one_in(2) ? MarketMode::auction : MarketMode::open;
        note(to == MarketMode::open ? "open\n" : "auction\n");
        naive_.set_mode(to);
        expected_ = {};
        answer_ = house_.ask(SetMarketMode{market, to, never});
    }

    base::Prng prng_;
    House house_;
    NaiveMarket naive_;
    Answer answer_;
    Answer expected_;
    std::string last_command_;
    std::uint64_t named_{};
};

void play(std::uint64_t seed, Reached& reached) {
    Duel duel{seed, reached};
    for (int i = 0; i < commands_of_a_seed; ++i) {
        duel.step();
        const std::string difference = duel.difference();
        ASSERT_EQ(difference, "") << "SEED=" << seed << ", command " << i;
    }
}

TEST(Model, the_core_trades_as_the_naive_market_does) {
    Reached reached;
    if (const char* one = std::getenv("SEED")) {
        return play(std::strtoull(one, nullptr, 10), reached);
    }
    const std::uint64_t seeds = std::getenv("POSTERN_LONG") != nullptr ? 2'000 : 100;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        ASSERT_NO_FATAL_FAILURE(play(seed, reached));
    }
    EXPECT_GT(reached.traded, 1'000 * seeds);
    EXPECT_GT(reached.refreshed, 200 * seeds);
    EXPECT_GT(reached.prevented, 200 * seeds);
    EXPECT_GT(reached.amended, 50 * seeds);
    EXPECT_GT(reached.auctioned, 4 * seeds);
    EXPECT_GT(reached.activated[Parking::trigger], 200 * seeds);
    EXPECT_GT(reached.activated[Parking::list], 40 * seeds);
    using enum CloseReason;
    for (const CloseReason reason : {filled, cancelled, ioc_unfilled, fok_unfilled, no_liquidity,
                                     self_trade, list_sibling, list_failed, unplaceable}) {
        EXPECT_GT(reached.closed[reason], 10 * seeds) << static_cast<int>(reason);
    }
}

}  // namespace
}  // namespace model
