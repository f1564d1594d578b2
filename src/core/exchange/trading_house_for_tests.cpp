#include "core/exchange/trading_house_for_tests.hpp"

#include "core/exchange/duties.hpp"
#include "core/exchange/invariants.hpp"
#include "core/exchange/snapshot.hpp"

namespace core::testing {
namespace {

Market market_like(Market market) {
    market.id = apples;
    market.base = apl;
    market.quote = usd;
    market.tick = market.lot = market.tick_lot = Amount{1};
    market.price_max = Price{1'000'000};
    market.quantity_min = Quantity{1};
    market.quantity_max = market.market_quantity_max = Quantity{100'000};
    market.notional_min = Amount{1};
    market.notional_max = Amount{Int128{1} << 60};
    if (market.open_orders_max == 0) market.open_orders_max = 1'000;
    market.self_trade_prevention = SelfTradePrevention::none;
    market.mode = MarketMode::open;
    return market;
}

}  // namespace

PlaceOrder limit_order(Side side, std::int64_t lots, std::int64_t price) {
    PlaceOrder order;
    order.market = apples;
    order.side = side;
    order.type = OrderType::limit;
    order.time_in_force = TimeInForce::gtc;
    order.limit = Price{price};
    order.quantity = Quantity{lots};
    return order;
}

PlaceOrder stop_order(Side side, OrderType type, std::int64_t lots, std::int64_t stop,
                      std::int64_t limit) {
    PlaceOrder order = limit_order(side, lots, limit);
    order.type = type;
    order.terms.emplace().stop = Price{stop};
    return order;
}

TradingHouse::TradingHouse(const Market& with) {
    apply(state, HouseOpened{Environment::test, 1, 2});
    for (const AccountId account : {outside, core::house}) {
        apply(state, AccountOpened{Account{account, {}}});
    }
    for (const AssetId id : {apl, usd}) {
        Asset asset;
        asset.id = id;
        apply(state, AssetDefined{asset});
    }
    apply(state, MarketDefined{market_like(with)});
    for (const AccountId account : {alice, bob, carol}) {
        const CustomerId customer{account.value - 2};
        Customer person;
        person.id = customer;
        apply(state, CustomerRegistered{person});
        apply(state, AccountOpened{Account{account, customer}});
        for (const AssetId asset : {apl, usd}) fund(account, asset, 1'000'000);
    }
    state.stamp.time = opened_at;
}

TradingHouse::~TradingHouse() = default;

void TradingHouse::fund(AccountId account, AssetId asset, std::int64_t amount) {
    const Balance before = state.ledger.balance(account, asset);
    const Balance world = state.ledger.balance(outside, asset);
    const Amount more = Amount{amount} - before.available;
    state.ledger.restore(account, asset, {Amount{amount}, before.held});
    state.ledger.restore(outside, asset, {world.available - more, world.held});
}

Verdict TradingHouse::ask(const Command& command, AccountId account) {
    events.clear();
    const Envelope envelope{.customer = CustomerId{account ? account.value - 2 : 0},
                            .account = account,
                            .surface = Surface::cli};
    const Verdict verdict = turn(command, envelope);
    for (int duties = 0; next_duty(state); ++duties) {
        EXPECT_LT(duties, 10'000);
        check();
        EXPECT_TRUE(turn(*next_duty(state), {.surface = Surface::system}));
    }
    check();
    return verdict;
}

Verdict TradingHouse::try_place(AccountId account, PlaceOrder order) {
    if (order.client_order_id.empty()) {
        order.client_order_id = ClientOrderId{"order-" + std::to_string(++named_)};
    }
    return ask(order, account);
}

OrderId TradingHouse::place(AccountId account, const PlaceOrder& order) {
    const Verdict verdict = try_place(account, order);
    EXPECT_TRUE(verdict.has_value()) << (verdict ? "" : name_of(verdict.error().reject)) << " "
                                     << (verdict ? "" : verdict.error().field.view());
    const auto* accepted = std::get_if<OrderAccepted>(&events.at(0));
    return accepted == nullptr ? OrderId{} : accepted->order.id;
}

OrderId TradingHouse::buy(AccountId account, std::int64_t lots, std::int64_t price) {
    return place(account, limit_order(Side::buy, lots, price));
}

OrderId TradingHouse::sell(AccountId account, std::int64_t lots, std::int64_t price) {
    return place(account, limit_order(Side::sell, lots, price));
}

void TradingHouse::trade_at(std::int64_t price) {
    sell(bob, 1, price);
    buy(carol, 1, price);
}

Amount TradingHouse::available(AccountId account, AssetId asset) const {
    return state.ledger.balance(account, asset, Bucket::available);
}

Amount TradingHouse::held(AccountId account, AssetId asset) const {
    return state.ledger.balance(account, asset, Bucket::held);
}

std::string TradingHouse::trades() const {
    std::string text;
    for (const Traded& trade : all<Traded>()) {
        text += (text.empty() ? "" : " ") + std::to_string(trade.quantity.lots) + "@" +
                std::to_string(trade.price.ticks);
    }
    return text;
}

std::vector<OrderId> TradingHouse::activated() const {
    std::vector<OrderId> orders;
    for (const auto& event : all<OrderActivated>()) orders.push_back(event.order);
    return orders;
}

CloseReason TradingHouse::reason_of(OrderId order) const {
    for (const auto& event : all<OrderClosed>()) {
        if (event.order == order) return event.reason;
    }
    return {};
}

Verdict TradingHouse::turn(const Command& command, const Envelope& envelope) {
    const Stamp stamp{Sequence{state.stamp.sequence.value + 1}, state.stamp.time};
    const Verdict verdict = decide(state, envelope, command, stamp, draft_);
    if (!verdict) return verdict;
    apply(state, stamp, envelope, command, std::nullopt, draft_.events());
    events.insert(events.end(), draft_.events().begin(), draft_.events().end());
    return verdict;
}

void TradingHouse::check() const {
    EXPECT_EQ(broken_invariant(state), "");
    base::Bytes bytes;
    encode_state(bytes, state);
    State copy;
    ASSERT_TRUE(decode_state(bytes, copy));
    EXPECT_EQ(digest(copy), digest(state));
    EXPECT_EQ(copy.timers, state.timers);
}

}  // namespace core::testing
