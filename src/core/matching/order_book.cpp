#include "core/matching/order_book.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {

namespace {

constexpr Price price_max{std::int64_t{1} << 62};

}  // namespace

Quantity OrderBook::available(Side taker, Price limit, Quantity wanted) const {
    const Ladder& levels = against(taker);
    const Ladder::Key last = last_key(taker, limit);
    Quantity missing = wanted;
    for (auto at = levels.best(); at.level != no_slot && at.key <= last;
         at = levels.after(at.key)) {
        const Quantity here = pool_->level(at.level).lots;
        if (here >= missing) return wanted;
        missing -= here;
    }
    return wanted - missing;
}

std::vector<DepthLevel> OrderBook::depth(Side side, std::size_t count) const {
    std::vector<DepthLevel> lines;
    for (auto at = ladder(side).best(); at.level != no_slot && lines.size() < count;
         at = ladder(side).after(at.key)) {
        const Level& level = pool_->level(at.level);
        lines.push_back({level.price, level.lots, level.count});
    }
    return lines;
}

Slot OrderBook::add(OrderId id, AccountId account, Side side, Price price, Quantity leaves) {
    CHECK(price.ticks >= 1 && price <= price_max && leaves.lots >= 0);
    CHECK(account.value < RestingOrder::special_bit);
    Slot at = ladder(side).at(Ladder::key_of(side, price));
    if (at == no_slot) at = open_level(side, price);

    Level& level = pool_->level(at);
    const Slot older = level.newest;
    const Slot slot = pool_->take_order();
    pool_->order(slot) = {.id = id,
                          .leaves = leaves,
                          .owner = static_cast<std::uint32_t>(account.value),
                          .level = at,
                          .older = older};
    (older == no_slot ? level.oldest : pool_->order(older).newer) = slot;
    level.newest = slot;
    level.lots += leaves;
    ++level.count;
    pool_->index(id, slot);
    return slot;
}

Slot OrderBook::open_level(Side side, Price price) {
    const Slot at = pool_->take_level();
    pool_->level(at) = {.price = price, .market_and_side = Level::pack(market_, side)};
    ladder(side).add(Ladder::key_of(side, price), at);
    return at;
}

void OrderBook::reduce(Slot slot, Quantity lots) {
    RestingOrder& order = pool_->order(slot);
    CHECK(lots <= order.leaves);
    order.leaves -= lots;
    pool_->level(order.level).lots -= lots;
}

// Everything is read before anything is written: the loads, which may miss the cache, then run
// side by side.
void OrderBook::remove(Slot slot) {
    const RestingOrder& order = pool_->order(slot);
    const Slot older = order.older;
    const Slot newer = order.newer;
    const Slot at = order.level;
    Level& level = pool_->level(at);
    const std::uint32_t left = level.count - 1;
    pool_->unindex(order.id, slot);
    if (left == 0) {
        close_level(at);
    } else {
        level.count = left;
        level.lots -= order.leaves;
        (older == no_slot ? level.oldest : pool_->order(older).newer) = newer;
        (newer == no_slot ? level.newest : pool_->order(newer).older) = older;
    }
    pool_->free_order(slot);
}

void OrderBook::requeue(Slot slot, Quantity leaves) {
    resize(slot, leaves);
    RestingOrder& order = pool_->order(slot);
    Level& level = pool_->level(order.level);
    if (level.newest == slot) return;
    (order.older == no_slot ? level.oldest : pool_->order(order.older).newer) = order.newer;
    pool_->order(order.newer).older = order.older;
    order.older = level.newest;
    order.newer = no_slot;
    pool_->order(level.newest).newer = slot;
    level.newest = slot;
}

void OrderBook::resize(Slot slot, Quantity leaves) {
    RestingOrder& order = pool_->order(slot);
    CHECK(leaves.lots >= 0);
    pool_->level(order.level).lots += leaves - order.leaves;
    order.leaves = leaves;
}

void OrderBook::close_level(Slot at) {
    const Level& level = pool_->level(at);
    const Side side = level.side();
    ladder(side).remove(Ladder::key_of(side, level.price));
    pool_->free_level(at);
}

}  // namespace core
