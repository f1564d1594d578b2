// Moves the state by one fact at a time. Computes nothing, refuses nothing: what an event says has
// happened. A contradiction is a broken promise (CHECK), never an answer.
#include "base/check.hpp"
#include "base/codec.hpp"
#include "core/exchange/appliers.hpp"
#include "core/exchange/exchange.hpp"

namespace core {
namespace {

bool is_taker(const State& state, OrderId order) {
    return state.taker && state.taker->order.id == order;
}

}  // namespace

void set_timer(State& state, TimerKind kind, std::uint64_t subject, Timestamp before,
               Timestamp deadline) {
    state.timers.erase(Timer{before, kind, subject});
    if (deadline != never) state.timers.insert(Timer{deadline, kind, subject});
}

void apply_one(State& state, const HouseOpened& event) {
    state.environment = event.environment;
    state.hash_key = {event.hash_key_first, event.hash_key_second};
    const std::size_t reserved = state.orders.reserved();
    state.orders = OpenOrders{state.hash_key};
    state.orders.reserve(reserved);
}

void apply_one(State& state, const AssetDefined& event) { state.catalogue.add(event.asset); }

void apply_one(State& state, const MarketDefined& event) {
    state.catalogue.add(event.market);
    state.orders.add_market(event.market.id);
}

void apply_one(State& state, const MarketModeChanged& event) {
    const Timestamp before = state.catalogue.reopens_at(event.market);
    set_timer(state, TimerKind::market_reopens, event.market.value, before, event.reopens_at);
    state.catalogue.set_mode(event.market, event.mode, event.reopens_at, event.reason);
    state.catalogue.set_auction_price(event.market, Price{});
}

void apply_one(State& state, const AccountOpened& event) { state.accounts.add(event.account); }

void apply_one(State& state, const OrderAccepted& event) {
    CHECK(!state.taker);
    CHECK(event.order.id.value == state.last_order.value + 1);
    state.last_order = event.order.id;
    const Market& market = state.catalogue.market(event.order.market);
    state.taker = Taker{event.order, event.quote_amount,
                        state.catalogue.breaker_range(market, state.stamp.time)};
}

void apply_one(State& state, const Traded& event) {
    CHECK(event.trade.value == state.catalogue.last_trade(event.market).value + 1);
    const Timestamp now = state.stamp.time;
    state.catalogue.set_last_trade(event.market, event.trade);
    state.catalogue.reference(event.market).saw(event.price, event.quantity, now);
    state.orders.fill(event.maker, event.quantity, event.quote, now);
    if (is_taker(state, event.taker)) {
        OpenOrder& taker = state.taker->order;
        CHECK(taker.leaves >= event.quantity);
        taker.leaves -= event.quantity;
        taker.filled_quote += event.quote;
        taker.updated_at = now;
    } else {
        state.orders.fill(event.taker, event.quantity, event.quote, now);  // in an auction
    }
    state.orders.saw(event.market, event.price);
    if (state.fee_tiers.asset) count_volume(state, event);
}

void apply_one(State& state, const OrderDecremented& event) {
    if (!is_taker(state, event.order)) {
        state.orders.decrement(event.order, event.quantity, state.stamp.time);
        return;
    }
    OpenOrder& taker = state.taker->order;
    CHECK(taker.leaves >= event.quantity);
    taker.leaves -= event.quantity;
    taker.prevented += event.quantity;
    taker.updated_at = state.stamp.time;
}

void apply_one(State& state, const OrderRested& event) {
    CHECK(is_taker(state, event.order));
    const OpenOrder& order = state.taker->order;
    state.orders.rest(order);
    if (order.terms) begin_terms(state, order.id, *order.terms);
    state.taker.reset();
}

void apply_one(State& state, const OrderClosed& event) {
    base::Boxed<OrderTerms> terms;
    if (is_taker(state, event.order)) {
        terms = std::move(state.taker->order.terms);
        state.taker.reset();
    } else {
        terms = state.orders.close(event.order);
    }
    if (terms) end_terms(state, event.order, *terms);
}

void apply_one(State& state, const Posted& event) { state.ledger.apply(event); }

void apply_one(State& state, const MemoryForgotten& event) { state.memory.forget(event.until); }

void apply_one(State&, const Recovered&) {}  // a fact for the audit; nothing follows from it

namespace {

// Whether an order begins to match that ContinueOrder may have to go on with.
bool brings_a_taker(const Command& command) {
    return std::holds_alternative<PlaceOrder>(command) ||
           std::holds_alternative<PlaceOrderList>(command) ||
           std::holds_alternative<CancelReplace>(command) ||
           std::holds_alternative<ActivateOrder>(command);
}

bool is_reply_event(const Event& event) { return !std::holds_alternative<Posted>(event); }

// What the command leaves behind so that it is never done twice.
void remember(State& state, const Stamp& stamp, const Envelope& envelope, const Command& command,
              const std::optional<Rejection>& rejection, std::span<const Event> events) {
    if (envelope.nonce && !state.memory.used(envelope.key, envelope.nonce)) {
        state.memory.use(envelope.key, envelope.nonce, envelope.deadline);
    }
    if (std::holds_alternative<ContinueOrder>(command) && !rejection) {
        std::vector<std::uint8_t> more;
        encode_reply_events(more, events);
        state.memory.append(state.order_stamp, more);
        return;
    }
    if (brings_a_taker(command)) state.order_stamp = stamp;
    if (!envelope.idempotency || !is_kept(rejection)) return;
    if (state.memory.find(envelope.account, envelope.idempotency) != nullptr) return;
    Outcome outcome{.account = envelope.account,
                    .idempotency = envelope.idempotency,
                    .request = envelope.request,
                    .stamp = stamp,
                    .rejection = rejection,
                    .events = {}};
    encode_reply_events(outcome.events, events);
    state.memory.keep(std::move(outcome));
}

}  // namespace

void apply(State& state, const Event& event) {
    std::visit([&state](const auto& happened) { apply_one(state, happened); }, event);
}

void apply(State& state, const Stamp& stamp, const Envelope& envelope, const Command& command,
           const std::optional<Rejection>& rejection, std::span<const Event> events) {
    CHECK(stamp.sequence.value == state.stamp.sequence.value + 1);
    CHECK(stamp.time >= state.stamp.time);
    state.stamp = stamp;
    for (const Event& event : events) apply(state, event);
    remember(state, stamp, envelope, command, rejection, events);
}

void apply(State& state, const Record& record) {
    apply(state, record.stamp, record.envelope, record.command, record.rejection, record.events);
}

void encode_reply_events(std::vector<std::uint8_t>& out, std::span<const Event> events) {
    for (const Event& event : events) {
        if (is_reply_event(event)) base::encode(out, event);
    }
}

std::vector<Event> decode_reply_events(std::span<const std::uint8_t> bytes) {
    std::vector<Event> events;
    base::Decoder in{bytes};
    while (in.ok() && !in.at_end()) base::decode(in, events.emplace_back());
    CHECK(in.ok());
    return events;
}

}  // namespace core
