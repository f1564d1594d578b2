#include "core/matching/open_orders.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {

OpenOrders::OpenOrders(base::HashKey key) : key_{key}, pool_{std::make_unique<OrderPool>()} {}

void OpenOrders::add_market(MarketId market) {
    CHECK(market.value == books_.size() + 1);
    books_.push_back(std::make_unique<OrderBook>(*pool_, market));
    triggers_.emplace_back();
}

const Triggers& OpenOrders::triggers(MarketId market) const {
    CHECK(has_market(market));
    return triggers_[market.value - 1];
}

// Looking

std::optional<OpenOrder> OpenOrders::find(OrderId id) const {
    if (const Slot slot = pool_->find(id)) return order_at(slot);
    const OpenOrder* parked = parked_.find(id);
    if (parked == nullptr) return std::nullopt;
    return as_it_trails(*parked);
}

std::optional<OrderSummary> OpenOrders::summary(OrderId id) const {
    if (const Slot slot = pool_->find(id)) return summary_at(slot);
    const OpenOrder* parked = parked_.find(id);
    if (parked == nullptr) return std::nullopt;
    return summary_of(*parked);
}

std::optional<OpenOrder> OpenOrders::find(AccountId account,
                                          std::string_view client_order_id) const {
    if (const Slot slot = slot_of(account, client_order_id)) return order_at(slot);
    const OpenOrder* parked = parked_of(account, client_order_id);
    if (parked == nullptr) return std::nullopt;
    return as_it_trails(*parked);
}

std::optional<OrderId> OpenOrders::id_of(AccountId account,
                                         std::string_view client_order_id) const {
    if (const Slot slot = slot_of(account, client_order_id)) return pool_->order(slot).id;
    const OpenOrder* parked = parked_of(account, client_order_id);
    if (parked == nullptr) return std::nullopt;
    return parked->id;
}

const OpenOrder* OpenOrders::parked_of(AccountId account, std::string_view client_order_id) const {
    return has_parked(account) ? parked_.find(account, client_order_id) : nullptr;
}

OpenOrder OpenOrders::as_it_trails(const OpenOrder& parked) const {
    OpenOrder order = parked;
    if (const auto extreme = triggers_[order.market.value - 1].extreme(order)) {
        order.terms->extreme = *extreme;
    }
    return order;
}

const OrderTerms* OpenOrders::terms(OrderId id) const {
    const auto found = rare_.find(id);
    return found == rare_.end() ? nullptr : &found->second.terms;
}

Quantity OpenOrders::visible(OrderId id) const { return pool_->order(slot_of(id)).leaves; }

Quantity OpenOrders::hidden(OrderId id) const {
    const auto found = rare_.find(id);
    return found == rare_.end() ? Quantity{} : found->second.hidden;
}

std::uint32_t OpenOrders::count(AccountId account) const {
    if (account.value >= accounts_.size()) return 0;
    std::uint32_t sum = 0;
    for (const MarketCount& count : accounts_[account.value].counts) sum += count.orders;
    return sum;
}

std::uint32_t OpenOrders::count(AccountId account, MarketId market) const {
    const MarketCount* count = count_at(account, market);
    return count == nullptr ? 0 : count->orders;
}

std::uint32_t OpenOrders::parked_count(AccountId account, MarketId market) const {
    const MarketCount* count = count_at(account, market);
    return count == nullptr ? 0 : count->parked;
}

std::uint32_t OpenOrders::iceberg_count(AccountId account, MarketId market) const {
    const MarketCount* count = count_at(account, market);
    return count == nullptr ? 0 : count->icebergs;
}

const OpenOrders::MarketCount* OpenOrders::count_at(AccountId account, MarketId market) const {
    if (account.value >= accounts_.size()) return nullptr;
    const auto& counts = accounts_[account.value].counts;
    const auto found = std::ranges::lower_bound(counts, market, {}, &MarketCount::market);
    return found == counts.end() || found->market != market ? nullptr : &*found;
}

Slot OpenOrders::slot_of(AccountId account, std::string_view client_order_id) const {
    if (client_order_id.empty()) return no_slot;
    return by_client_order_id_.find(hash_of(account, client_order_id), [&](Slot slot) {
        return pool_->order(slot).account() == account &&
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
            .account = order.account(),
            .side = level.side(),
            .limit = level.price,
            .leaves = order.special() ? order.leaves + hidden(order.id) : order.leaves,
            .special = order.special()};
}

OrderSummary OpenOrders::summary_of(const OpenOrder& parked) {
    return {.id = parked.id,
            .market = parked.market,
            .account = parked.account,
            .side = parked.side,
            .limit = parked.limit,
            .leaves = parked.leaves,
            .special = parked.terms.has_value()};
}

namespace {

Amount joined(std::uint64_t low, std::int64_t high) {
    return {static_cast<Int128>(static_cast<base::Uint128>(high) << 64 | low)};
}

}  // namespace

OpenOrder OpenOrders::order_at(Slot slot) const {
    const OrderSummary summary = summary_at(slot);
    const Facts& facts = facts_[slot];
    base::Boxed<OrderTerms> terms;
    if (summary.special) terms = rare_.at(summary.id).terms;
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
            .updated_at = facts.updated_at,
            .terms = std::move(terms)};
}

OrderBook& OpenOrders::book_of(Slot slot) {
    return book_at(pool_->level(pool_->order(slot).level).market());
}

std::uint32_t OpenOrders::hash_of(AccountId account, std::string_view client_order_id) const {
    return static_cast<std::uint32_t>(base::keyed_hash(key_, account.value, client_order_id));
}

// Changing

void OpenOrders::rest(const OpenOrder& order) {
    CHECK(has_market(order.market) && pool_->find(order.id) == no_slot);
    const Slot slot =
        book_at(order.market).add(order.id, order.account, order.side, order.limit, order.leaves);
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
    if (order.terms) {
        CHECK(order.terms->parking == Parking::none);
        rare_of(slot).terms = *order.terms;
        if (order.terms->display != Quantity{}) {
            count_by(account_at(order.account), order.market, {.icebergs = +1});
            show(order.id, std::min(order.terms->display, order.leaves));
        }
    }
    if (order.client_order_id.empty()) return;
    by_client_order_id_.insert(hash_of(order.account, order.client_order_id.view()), slot);
}

OpenOrders::Rare& OpenOrders::rare_of(Slot slot) {
    RestingOrder& order = pool_->order(slot);
    order.owner |= RestingOrder::special_bit;
    return rare_[order.id];
}

void OpenOrders::park(const OpenOrder& order) {
    CHECK(has_market(order.market) && !is_open(order.id) && parking(order) != Parking::none);
    parked_.add(order);
    Account& account = account_at(order.account);
    ++account.parked;
    count_by(account, order.market, {.orders = +1, .parked = +1});
    if (order.terms->parking == Parking::trigger) triggers_[order.market.value - 1].add(order);
}

OpenOrder OpenOrders::unpark(OrderId id) {
    OpenOrder order = parked_.take(id);
    if (order.terms->parking == Parking::trigger) {
        Triggers& triggers = triggers_[order.market.value - 1];
        order = as_it_trails(order);
        triggers.remove(order);
        if (!triggers.has_due()) due_markets_.erase(order.market);
    }
    Account& account = account_at(order.account);
    --account.parked;
    count_by(account, order.market, {.orders = -1, .parked = -1});
    return order;
}

void OpenOrders::restore_due(OrderId id) {
    const OpenOrder* order = parked_.find(id);
    CHECK(order != nullptr && order->terms->parking == Parking::trigger);
    triggers_[order->market.value - 1].restore_due(*order);
    due_markets_.insert(order->market);
}

void OpenOrders::refresh(OrderId id, Quantity visible) {
    const Slot slot = slot_of(id);
    Rare& rare = rare_of(slot);
    CHECK(pool_->order(slot).leaves == Quantity{} && visible <= rare.hidden);
    rare.hidden -= visible;
    book_of(slot).requeue(slot, visible);
}

void OpenOrders::show(OrderId id, Quantity visible) {
    const Slot slot = slot_of(id);
    Rare& rare = rare_of(slot);
    const Quantity all = pool_->order(slot).leaves + rare.hidden;
    CHECK(visible <= all);
    rare.hidden = all - visible;
    book_of(slot).resize(slot, visible);
}

void OpenOrders::amend(OrderId id, Quantity quantity, const ClientOrderId& client_order_id,
                       Timestamp at) {
    if (is_parked(id)) {
        OpenOrder order = parked_.take(id);
        order.leaves -= order.quantity - quantity;
        order.quantity = quantity;
        order.client_order_id = client_order_id;
        order.updated_at = at;
        ++order.terms->amends;
        parked_.add(order);
        return;
    }
    const Slot slot = slot_of(id);
    Facts& facts = facts_[slot];
    Rare& rare = rare_of(slot);
    const Quantity less = facts.quantity - quantity;
    const Quantity from_hidden = std::min(less, rare.hidden);
    rare.hidden -= from_hidden;
    ++rare.terms.amends;
    book_of(slot).reduce(slot, less - from_hidden);
    facts.quantity = quantity;
    facts.updated_at = at;
    rename(slot, client_order_id);
}

void OpenOrders::rename(Slot slot, const ClientOrderId& client_order_id) {
    ClientOrderId& name = facts_[slot].client_order_id;
    if (name == client_order_id) return;
    const AccountId account = pool_->order(slot).account();
    if (!name.empty()) by_client_order_id_.erase(hash_of(account, name.view()), slot);
    name = client_order_id;
    if (!name.empty()) by_client_order_id_.insert(hash_of(account, name.view()), slot);
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

base::Boxed<OrderTerms> OpenOrders::close(OrderId id) {
    const Slot slot = pool_->find(id);
    if (slot == no_slot) return unpark(id).terms;
    const Facts& facts = facts_[slot];
    const RestingOrder& order = pool_->order(slot);
    if (!facts.client_order_id.empty()) {
        by_client_order_id_.erase(hash_of(order.account(), facts.client_order_id.view()), slot);
    }
    base::Boxed<OrderTerms> terms;
    if (order.special()) {
        terms = rare_.at(id).terms;
        rare_.erase(id);
        if (terms->display != Quantity{}) {
            count_by(account_at(order.account()), pool_->level(order.level).market(),
                     {.icebergs = -1});
        }
    }
    delist(slot);
    book_of(slot).remove(slot);
    return terms;
}

OpenOrders::Account& OpenOrders::account_at(AccountId account) {
    if (account.value >= accounts_.size()) accounts_.resize(account.value + std::size_t{1});
    return accounts_[account.value];
}

// An account's list is by age, which is by id: new orders go to its end, and so it takes a walk
// only when a snapshot is read back by price.
void OpenOrders::enlist(Slot slot) {
    const RestingOrder& order = pool_->order(slot);
    Account& account = account_at(order.account());

    Slot older = account.newest;
    while (older != no_slot && pool_->order(older).id > order.id) older = facts_[older].older;
    const Slot newer = older == no_slot ? account.oldest : facts_[older].newer;
    facts_[slot].older = older;
    facts_[slot].newer = newer;
    (older == no_slot ? account.oldest : facts_[older].newer) = slot;
    (newer == no_slot ? account.newest : facts_[newer].older) = slot;
    count_by(account, pool_->level(order.level).market(), {.orders = +1});
}

void OpenOrders::delist(Slot slot) {
    const RestingOrder& order = pool_->order(slot);
    Account& account = account_at(order.account());
    const auto [older, newer] = std::pair{facts_[slot].older, facts_[slot].newer};
    (older == no_slot ? account.oldest : facts_[older].newer) = newer;
    (newer == no_slot ? account.newest : facts_[newer].older) = older;
    count_by(account, pool_->level(order.level).market(), {.orders = -1});
}

void OpenOrders::count_by(Account& account, MarketId market, Change change) {
    auto found = std::ranges::lower_bound(account.counts, market, {}, &MarketCount::market);
    if (found == account.counts.end() || found->market != market) {
        found = account.counts.insert(found, {.market = market});
    }
    found->orders += static_cast<std::uint32_t>(change.orders);
    found->parked += static_cast<std::uint32_t>(change.parked);
    found->icebergs += static_cast<std::uint32_t>(change.icebergs);
    if (found->orders == 0) account.counts.erase(found);
}

// Looking ahead

void OpenOrders::prefetch_account(AccountId account) const {
    if (account.value < accounts_.size()) base::prefetch_line(&accounts_[account.value]);
}

void OpenOrders::prefetch_name(AccountId account, std::string_view client_order_id) const {
    if (!client_order_id.empty()) by_client_order_id_.prefetch(hash_of(account, client_order_id));
}

void OpenOrders::prefetch_newest_of(AccountId account) const {
    if (account.value >= accounts_.size()) return;
    base::prefetch_line(accounts_[account.value].counts.data());
    const Slot newest = accounts_[account.value].newest;
    if (newest == no_slot) return;
    base::prefetch_line(&pool_->order(newest));
    base::prefetch_line(&facts_[newest].newer);
}

void OpenOrders::prefetch_order(OrderId id) const {
    const Slot slot = pool_->guess(id);
    if (slot == no_slot) return;
    base::prefetch_line(&pool_->order(slot));
    base::prefetch_line(&facts_[slot]);
    base::prefetch_line(&facts_[slot].newer);
}

void OpenOrders::prefetch_neighbours(OrderId id) const {
    const Slot slot = pool_->guess(id);
    if (slot == no_slot) return;
    pool_->prefetch_neighbours(id);
    const Facts& facts = facts_[slot];
    base::prefetch_line(&facts_[facts.older].newer);
    base::prefetch_line(&facts_[facts.newer].older);
    prefetch_name(pool_->order(slot).account(), facts.client_order_id.view());
}

void OpenOrders::reserve(std::size_t orders) {
    if (orders == 0) return;
    reserved_ = orders;
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
    constexpr std::size_t node = 48;  // of a map, as malloc hands it out
    bytes += rare_.size() * (sizeof(Rare) + node);
    return bytes + parked_.size() * (sizeof(OpenOrder) + sizeof(OrderTerms) + 4 * node);
}

}  // namespace core
