#include "core/matching/open_orders.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {

OpenOrders::OpenOrders(base::HashKey key) : key_{key}, pool_{std::make_unique<OrderPool>()} {}

void OpenOrders::add_market(MarketId market) {
    CHECK(market.value == books_.size() + 1);
    books_.push_back(std::make_unique<OrderBook>(*pool_, market));
}

bool OpenOrders::has_market(MarketId market) const {
    return market.value >= 1 && market.value <= books_.size();
}

const OrderBook& OpenOrders::book(MarketId market) const {
    CHECK(has_market(market));
    return *books_[market.value - 1];
}

// Looking

std::optional<OpenOrder> OpenOrders::find(OrderId id) const {
    const Slot slot = pool_->find(id);
    if (slot == no_slot) return std::nullopt;
    return order_at(slot);
}

std::optional<OrderSummary> OpenOrders::summary(OrderId id) const {
    const Slot slot = pool_->find(id);
    if (slot == no_slot) return std::nullopt;
    return summary_at(slot);
}

std::optional<OpenOrder> OpenOrders::find(AccountId account,
                                          std::string_view client_order_id) const {
    const Slot slot = slot_of(account, client_order_id);
    if (slot == no_slot) return std::nullopt;
    return order_at(slot);
}

std::optional<OrderId> OpenOrders::id_of(AccountId account,
                                         std::string_view client_order_id) const {
    const Slot slot = slot_of(account, client_order_id);
    if (slot == no_slot) return std::nullopt;
    return pool_->order(slot).id;
}

std::uint32_t OpenOrders::count(AccountId account) const {
    if (account.value >= accounts_.size()) return 0;
    std::uint32_t sum = 0;
    for (const MarketCount& count : accounts_[account.value].counts) sum += count.orders;
    return sum;
}

std::uint32_t OpenOrders::count(AccountId account, MarketId market) const {
    if (account.value >= accounts_.size()) return 0;
    const auto& counts = accounts_[account.value].counts;
    const auto found = std::ranges::lower_bound(counts, market, {}, &MarketCount::market);
    return found == counts.end() || found->market != market ? 0 : found->orders;
}

Slot OpenOrders::slot_of(OrderId id) const {
    const Slot slot = pool_->find(id);
    CHECK(slot != no_slot);
    return slot;
}

Slot OpenOrders::slot_of(AccountId account, std::string_view client_order_id) const {
    if (client_order_id.empty()) return no_slot;
    return by_client_order_id_.find(hash_of(account, client_order_id), [&](Slot slot) {
        return pool_->order(slot).account == account.value &&
               facts_[slot].client_order_id.view() == client_order_id;
    });
}

Slot OpenOrders::oldest_of(AccountId account) const {
    return account.value < accounts_.size() ? accounts_[account.value].oldest : no_slot;
}

OrderSummary OpenOrders::summary_at(Slot slot) const {
    const RestingOrder& order = pool_->order(slot);
    const Level& level = pool_->level(order.level);
    return {.id = order.id,
            .market = level.market(),
            .account = AccountId{order.account},
            .side = level.side(),
            .limit = level.price,
            .leaves = order.leaves};
}

namespace {

Amount joined(std::uint64_t low, std::int64_t high) {
    return {static_cast<Int128>(static_cast<base::Uint128>(high) << 64 | low)};
}

}  // namespace

OpenOrder OpenOrders::order_at(Slot slot) const {
    const OrderSummary summary = summary_at(slot);
    const Facts& facts = facts_[slot];
    return {.id = summary.id,
            .market = summary.market,
            .account = summary.account,
            .key = facts.key,
            .side = summary.side,
            .type = facts.type,
            .time_in_force = facts.time_in_force,
            .self_trade_prevention = facts.self_trade_prevention,
            .limit = summary.limit,
            .quantity = facts.quantity,
            .leaves = summary.leaves,
            .prevented = facts.prevented,
            .filled_quote = joined(facts.filled_quote_low, facts.filled_quote_high),
            .client_order_id = facts.client_order_id,
            .created_at = facts.created_at,
            .updated_at = facts.updated_at};
}

OrderBook& OpenOrders::book_of(Slot slot) {
    return *books_[pool_->level(pool_->order(slot).level).market().value - 1];
}

std::uint32_t OpenOrders::hash_of(AccountId account, std::string_view client_order_id) const {
    return static_cast<std::uint32_t>(base::keyed_hash(key_, account.value, client_order_id));
}

// Changing

void OpenOrders::rest(const OpenOrder& order) {
    CHECK(has_market(order.market) && !is_open(order.id));
    const Slot slot = books_[order.market.value - 1]->add(order.id, order.account, order.side,
                                                          order.limit, order.leaves);
    while (facts_.size() < pool_->slots()) facts_.grow();
    facts_[slot] = {.key = order.key,
                    .quantity = order.quantity,
                    .prevented = order.prevented,
                    .filled_quote_low = static_cast<std::uint64_t>(order.filled_quote.units),
                    .filled_quote_high = static_cast<std::int64_t>(order.filled_quote.units >> 64),
                    .created_at = order.created_at,
                    .updated_at = order.updated_at,
                    .client_order_id = order.client_order_id,
                    .type = order.type,
                    .time_in_force = order.time_in_force,
                    .self_trade_prevention = order.self_trade_prevention};
    enlist(slot);
    if (order.client_order_id.empty()) return;
    by_client_order_id_.insert(hash_of(order.account, order.client_order_id.view()), slot);
}

void OpenOrders::fill(OrderId id, Quantity quantity, Amount quote, Timestamp at) {
    const Slot slot = slot_of(id);
    book_of(slot).reduce(slot, quantity);
    Facts& facts = facts_[slot];
    const Amount sum = joined(facts.filled_quote_low, facts.filled_quote_high) + quote;
    facts.filled_quote_low = static_cast<std::uint64_t>(sum.units);
    facts.filled_quote_high = static_cast<std::int64_t>(sum.units >> 64);
    facts.updated_at = at;
}

void OpenOrders::decrement(OrderId id, Quantity prevented, Timestamp at) {
    const Slot slot = slot_of(id);
    book_of(slot).reduce(slot, prevented);
    facts_[slot].prevented += prevented;
    facts_[slot].updated_at = at;
}

void OpenOrders::close(OrderId id) {
    const Slot slot = slot_of(id);
    const Facts& facts = facts_[slot];
    if (!facts.client_order_id.empty()) {
        const AccountId account{pool_->order(slot).account};
        by_client_order_id_.erase(hash_of(account, facts.client_order_id.view()), slot);
    }
    delist(slot);
    book_of(slot).remove(slot);
}

// An account's list is by age, which is by id: new orders go to its end, and so it takes a walk
// only when a snapshot is read back by price.
void OpenOrders::enlist(Slot slot) {
    const RestingOrder& order = pool_->order(slot);
    if (order.account >= accounts_.size()) accounts_.resize(order.account + std::size_t{1});
    Account& account = accounts_[order.account];

    Slot older = account.newest;
    while (older != no_slot && pool_->order(older).id > order.id) older = facts_[older].older;
    const Slot newer = older == no_slot ? account.oldest : facts_[older].newer;
    facts_[slot].older = older;
    facts_[slot].newer = newer;
    (older == no_slot ? account.oldest : facts_[older].newer) = slot;
    (newer == no_slot ? account.newest : facts_[newer].older) = slot;
    count_by(account, pool_->level(order.level).market(), +1);
}

void OpenOrders::delist(Slot slot) {
    const RestingOrder& order = pool_->order(slot);
    Account& account = accounts_[order.account];
    const auto [older, newer] = std::pair{facts_[slot].older, facts_[slot].newer};
    (older == no_slot ? account.oldest : facts_[older].newer) = newer;
    (newer == no_slot ? account.newest : facts_[newer].older) = older;
    count_by(account, pool_->level(order.level).market(), -1);
}

void OpenOrders::count_by(Account& account, MarketId market, std::int32_t change) {
    auto found = std::ranges::lower_bound(account.counts, market, {}, &MarketCount::market);
    if (found == account.counts.end() || found->market != market) {
        found = account.counts.insert(found, {market, 0});
    }
    found->orders += static_cast<std::uint32_t>(change);
    if (found->orders == 0) account.counts.erase(found);
}

void OpenOrders::reserve(std::size_t orders) {
    pool_->reserve(orders);
    facts_.reserve(orders);
    by_client_order_id_.reserve(orders);
}

std::size_t OpenOrders::bytes_used() const {
    std::size_t bytes = pool_->bytes_used() + facts_.bytes_used() +
                        by_client_order_id_.bytes_used() + accounts_.capacity() * sizeof(Account);
    for (const Account& account : accounts_) {
        bytes += account.counts.capacity() * sizeof(MarketCount);
    }
    for (const auto& book : books_) bytes += sizeof(OrderBook) + book->bytes_used();
    return bytes;
}

}  // namespace core
