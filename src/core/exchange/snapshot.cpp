#include "core/exchange/snapshot.hpp"

#include "base/codec.hpp"
#include "base/hash.hpp"
#include "core/customers/onboarding.hpp"
#include "core/exchange/appliers.hpp"
#include "core/exchange/key_timers.hpp"

namespace core {
namespace {

struct MarketFacts {
    Timestamp reopens_at;
    ModeReason mode_reason{};
    TradeId last_trade;
    PreventionId last_prevention;
    Price auction_price;
    Price last_price;
};
BOOST_DESCRIBE_STRUCT(MarketFacts, (),
                      (reopens_at, mode_reason, last_trade, last_prevention, auction_price,
                       last_price))

struct MinuteFact {
    std::int64_t number{};
    Amount quote;
    Amount lots;
};
BOOST_DESCRIBE_STRUCT(MinuteFact, (), (number, quote, lots))

// What is visible of an iceberg.
struct SliceFact {
    OrderId order;
    Quantity visible;
};
BOOST_DESCRIBE_STRUCT(SliceFact, (), (order, visible))

struct BalanceFact {
    AccountId account;
    AssetId asset;
    Balance balance;
};
BOOST_DESCRIBE_STRUCT(BalanceFact, (), (account, asset, balance))

struct NonceFact {
    Timestamp until;
    KeyId key;
    Fingerprint nonce;
};
BOOST_DESCRIBE_STRUCT(NonceFact, (), (until, key, nonce))

struct TakerFact {
    OpenOrder order;
    Amount quote_amount;
    PriceRange range;
    CloseReason at_end{};
};
BOOST_DESCRIBE_STRUCT(TakerFact, (), (order, quote_amount, range, at_end))

struct Head {
    Stamp stamp;
    Environment environment{};
    std::uint64_t hash_key_first{};
    std::uint64_t hash_key_second{};
    OrderId last_order;
    Stamp order_stamp;
};
BOOST_DESCRIBE_STRUCT(Head, (),
                      (stamp, environment, hash_key_first, hash_key_second, last_order,
                       order_stamp))

template <class Items>
void encode_all(base::Bytes& out, const Items& items) {
    base::encode(out, static_cast<std::uint64_t>(items.size()));
    for (const auto& item : items) base::encode(out, item);
}

// Calls `take` with each item of a list; false if the bytes end too soon.
template <class Item, class Take>
bool decode_all(base::Decoder& in, Take&& take) {
    for (auto left = in.number<std::uint64_t>(); left > 0 && in.ok(); --left) {
        Item item = base::decode<Item>(in);
        if (in.ok()) take(std::move(item));
    }
    return in.ok();
}

void encode_catalogue(base::Bytes& out, const Catalogue& catalogue) {
    encode_all(out, catalogue.assets());
    encode_all(out, catalogue.markets());
    for (const Market& market : catalogue.markets()) {
        const ReferencePrice& reference = catalogue.reference(market.id);
        base::encode(out, MarketFacts{.reopens_at = catalogue.reopens_at(market.id),
                                      .mode_reason = catalogue.mode_reason(market.id),
                                      .last_trade = catalogue.last_trade(market.id),
                                      .last_prevention = catalogue.last_prevention(market.id),
                                      .auction_price = catalogue.auction_price(market.id),
                                      .last_price = reference.last()});
        for (const ReferencePrice::Minute& minute : reference.minutes()) {
            base::encode(out, MinuteFact{minute.number, {minute.quote}, {minute.lots}});
        }
    }
}

std::vector<BalanceFact> balances_of(const Ledger& ledger) {
    std::vector<BalanceFact> balances;
    for (std::uint32_t asset = 1; asset < ledger.assets_end(); ++asset) {
        for (std::uint64_t account = 1; account < ledger.accounts_end(); ++account) {
            const Balance balance = ledger.balance(AccountId{account}, AssetId{asset});
            if (balance == Balance{}) continue;
            balances.push_back({AccountId{account}, AssetId{asset}, balance});
        }
    }
    return balances;
}

// Those that rest, what is visible of icebergs, those that are parked, and whose trigger has fired.
void encode_orders(base::Bytes& out, const OpenOrders& orders, const Catalogue& catalogue) {
    std::vector<SliceFact> slices;
    orders.for_each_hidden([&slices](OrderId order, Quantity visible, Quantity) {
        slices.push_back({order, visible});
    });
    std::vector<OrderId> due;
    for (const Market& market : catalogue.markets()) {
        orders.triggers(market.id).for_each_due([&due](OrderId order) { due.push_back(order); });
    }
    base::encode(out, static_cast<std::uint64_t>(orders.size() - orders.parked_size()));
    orders.for_each_resting([&out](const OpenOrder& order) { base::encode(out, order); });
    encode_all(out, slices);
    base::encode(out, static_cast<std::uint64_t>(orders.parked_size()));
    orders.for_each_parked([&out](const OpenOrder& order) { base::encode(out, order); });
    encode_all(out, due);
}

bool decode_orders(base::Decoder& in, State& state) {
    OpenOrders& orders = state.orders;
    const auto rest = [&state](const OpenOrder& order) {
        state.orders.rest(order);
        if (order.terms) begin_terms(state, order.id, *order.terms);
    };
    const auto park = [&state](const OpenOrder& order) {
        state.orders.park(order);
        begin_terms(state, order.id, *order.terms);
    };
    return decode_all<OpenOrder>(in, rest) &&
           decode_all<SliceFact>(
               in, [&](const SliceFact& slice) { orders.show(slice.order, slice.visible); }) &&
           decode_all<OpenOrder>(in, park) &&
           decode_all<OrderId>(in, [&](OrderId order) { orders.restore_due(order); });
}

struct VolumeFact {
    AccountId account;
    Volumes::Day day;
};
BOOST_DESCRIBE_STRUCT(VolumeFact, (), (account, day))

std::vector<VolumeFact> days_of(const Volumes& volumes) {
    std::vector<VolumeFact> days;
    for (std::uint64_t account = 1; account < volumes.accounts_end(); ++account) {
        for (const Volumes::Day& day : volumes.days(AccountId{account})) {
            days.push_back({AccountId{account}, day});
        }
    }
    return days;
}

void encode_memory(base::Bytes& out, const Memory& memory) {
    encode_all(out, memory.outcomes());
    base::encode(out, static_cast<std::uint64_t>(memory.nonces().size()));
    for (const Memory::Nonce& nonce : memory.nonces()) {
        base::encode(out, NonceFact{nonce.until, nonce.key, nonce.nonce});
    }
}

void set_timer(State& state, TimerKind kind, std::uint64_t subject, Timestamp deadline) {
    if (deadline != never) state.timers.insert(Timer{deadline, kind, subject});
}

bool decode_catalogue(base::Decoder& in, State& state) {
    if (!decode_all<Asset>(in, [&](const Asset& asset) { state.catalogue.add(asset); }))
        return false;
    if (!decode_all<Market>(in, [&](const Market& market) { state.catalogue.add(market); })) {
        return false;
    }
    for (const Market& market : state.catalogue.markets()) {
        const auto facts = base::decode<MarketFacts>(in);
        if (!in.ok()) return false;
        state.catalogue.set_mode(market.id, market.mode, facts.reopens_at, facts.mode_reason);
        state.catalogue.set_last_trade(market.id, facts.last_trade);
        state.catalogue.set_last_prevention(market.id, facts.last_prevention);
        state.catalogue.set_auction_price(market.id, facts.auction_price);
        ReferencePrice::Minutes minutes;
        for (ReferencePrice::Minute& minute : minutes) {
            const auto fact = base::decode<MinuteFact>(in);
            minute = {fact.number, fact.quote.units, fact.lots.units};
        }
        state.catalogue.reference(market.id).restore(facts.last_price, minutes);
        state.orders.add_market(market.id);
        set_timer(state, TimerKind::market_reopens, market.id.value, facts.reopens_at);
    }
    return true;
}

void encode_users(base::Bytes& out, const State& state) {
    encode_all(out, state.users.all());
    encode_all(out, state.factors.all());
    base::encode(out, state.sessions.last());
    base::encode(out, static_cast<std::uint64_t>(state.sessions.count()));
    for (const auto& [id, session] : state.sessions.all()) base::encode(out, session);
}

// Needs the house rules: they say when sessions end.
bool decode_users(base::Decoder& in, State& state) {
    const bool ok =
        decode_all<User>(in, [&](const User& user) { state.users.add(user); }) &&
        decode_all<Factor>(in, [&](const Factor& factor) { state.factors.add(factor); });
    if (!ok) return false;
    state.sessions.restore_last(base::decode<SessionId>(in));
    if (!decode_all<Session>(in, [&](const Session& s) { state.sessions.restore(s); })) {
        return false;
    }
    time_sessions(state);
    return true;
}

// The uses follow each key that has caps; how many they are its rules say.
void encode_keys(base::Bytes& out, const State& state) {
    encode_all(out, state.keys.all());
    for (const Key& key : state.keys.all()) {
        for (const CapUse& use : state.keys.cap_uses(key.id)) base::encode(out, use);
    }
    encode_all(out, state.incidents.all());
}

bool decode_keys(base::Decoder& in, State& state) {
    const auto add = [&state](Key key) {
        set_timers(state, key);
        state.keys.add(std::move(key));
    };
    if (!decode_all<Key>(in, add)) return false;
    for (const Key& key : state.keys.all()) {
        for (std::size_t cap = 0; cap < key.rules.caps.size(); ++cap) {
            state.keys.set_cap_use(key.id, cap, base::decode<CapUse>(in));
        }
    }
    return decode_all<Incident>(in, [&](const Incident& i) { state.incidents.add(i); });
}

// Items by id, and the last id ever given: the newest of them may be gone.
template <class Store>
void encode_standing(base::Bytes& out, const Store& store) {
    base::encode(out, store.last());
    base::encode(out, static_cast<std::uint64_t>(store.all().size()));
    for (const auto& [id, item] : store.all()) base::encode(out, item);
}

void encode_customers(base::Bytes& out, const State& state) {
    encode_all(out, state.customers.all());
    encode_all(out, state.accounts.all());
    encode_all(out, state.documents.all());
    encode_standing(out, state.locks);
    encode_all(out, state.policies.all());
    encode_standing(out, state.proposals);
}

bool decode_customers(base::Decoder& in, State& state) {
    const auto add_customer = [&state](const Customer& customer) {
        state.customers.add(customer);
        const Timestamp due = review_due_at(customer);
        set_timer(state, TimerKind::review_due, customer.id.value, due);
    };
    const auto add_lock = [&state](const Lock& lock) {
        state.locks.restore(lock);
        set_timer(state, TimerKind::lock_ends, lock.id.value, lock.ends_at);
    };
    const auto add_proposal = [&state](const Proposal& proposal) {
        state.proposals.restore(proposal);
        set_timer(state, TimerKind::proposal_ends, proposal.id.value, proposal.ends_at);
    };
    const bool ok = decode_all<Customer>(in, add_customer) &&
                    decode_all<Account>(in, [&](const Account& a) { state.accounts.add(a); }) &&
                    decode_all<Document>(in, [&](const Document& d) { state.documents.add(d); });
    if (!ok) return false;
    state.locks.restore_last(base::decode<LockId>(in));
    if (!decode_all<Lock>(in, add_lock)) return false;
    if (!decode_all<Policy>(in, [&](Policy p) { state.policies.add(std::move(p)); })) return false;
    state.proposals.restore_last(base::decode<ProposalId>(in));
    return decode_all<Proposal>(in, add_proposal);
}

bool decode_people(base::Decoder& in, State& state) {
    return decode_customers(in, state) && decode_users(in, state) && decode_keys(in, state) &&
           decode_all<BalanceFact>(in, [&](const BalanceFact& fact) {
               state.ledger.restore(fact.account, fact.asset, fact.balance);
           });
}

// What stands beside the open orders: lists, dead-man timers, fees.
void encode_beside_orders(base::Bytes& out, const State& state) {
    encode_standing(out, state.lists);
    encode_standing(out, state.dead_men);
    base::encode(out, state.fee_tiers);
    encode_all(out, days_of(state.volumes));
}

bool decode_beside_orders(base::Decoder& in, State& state) {
    state.lists.restore_last(base::decode<OrderListId>(in));
    if (!decode_all<OpenList>(in, [&](const OpenList& list) { state.lists.restore(list); })) {
        return false;
    }
    state.dead_men.restore_last(base::decode<DeadManId>(in));
    const auto add_dead_man = [&state](const DeadMan& timer) {
        state.dead_men.set(timer);
        set_timer(state, TimerKind::dead_man, timer.id.value, timer.deadline);
    };
    if (!decode_all<DeadMan>(in, add_dead_man)) return false;
    base::decode(in, state.fee_tiers);
    return decode_all<VolumeFact>(
        in, [&](const VolumeFact& fact) { state.volumes.restore(fact.account, fact.day); });
}

bool decode_memory(base::Decoder& in, State& state) {
    return decode_all<Outcome>(in, [&](Outcome kept) { state.memory.keep(std::move(kept)); }) &&
           decode_all<NonceFact>(in, [&](const NonceFact& fact) {
               state.memory.use(fact.key, fact.nonce, fact.until);
           });
}

}  // namespace

void encode_state(base::Bytes& out, const State& state) {
    base::encode(out, Head{state.stamp, state.environment, state.hash_key.first,
                           state.hash_key.second, state.last_order, state.order_stamp});
    encode_catalogue(out, state.catalogue);
    base::encode(out, state.rules);
    encode_customers(out, state);
    encode_users(out, state);
    encode_keys(out, state);
    encode_all(out, balances_of(state.ledger));
    encode_orders(out, state.orders, state.catalogue);
    std::optional<TakerFact> taker;
    if (state.taker) {
        taker = TakerFact{state.taker->order, state.taker->quote_amount, state.taker->range,
                          state.taker->at_end};
    }
    base::encode(out, taker);
    encode_beside_orders(out, state);
    encode_memory(out, state.memory);
}

bool decode_state(base::BytesView bytes, State& state) {
    base::Decoder in{bytes};
    const auto head = base::decode<Head>(in);
    if (!in.ok()) return false;
    state = State{};
    state.stamp = head.stamp;
    state.environment = head.environment;
    state.hash_key = {head.hash_key_first, head.hash_key_second};
    state.orders = OpenOrders{state.hash_key};
    state.last_order = head.last_order;
    state.order_stamp = head.order_stamp;
    if (!decode_catalogue(in, state)) return false;
    base::decode(in, state.rules);
    if (!in.ok() || !decode_people(in, state)) return false;
    if (!decode_orders(in, state)) return false;
    const auto taker = base::decode<std::optional<TakerFact>>(in);
    if (taker) state.taker = Taker{taker->order, taker->quote_amount, taker->range, taker->at_end};
    return decode_beside_orders(in, state) && decode_memory(in, state) && in.at_end();
}

Digest digest(const State& state) {
    base::Bytes bytes;
    encode_state(bytes, state);
    const std::string_view text = base::as_text(bytes);
    return {base::keyed_hash({0x706f737465726e31, 0x6469676573743031}, 1, text),
            base::keyed_hash({0x706f737465726e32, 0x6469676573743032}, 2, text)};
}

}  // namespace core
