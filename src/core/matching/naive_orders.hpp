// The obvious way to keep open orders: maps of lists, everything looked for from the start. What
// the fast way must agree with; for tests only.
#pragma once

#include <algorithm>
#include <list>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/matching/order_book.hpp"
#include "core/types/order.hpp"

namespace core {

class NaiveOrders {
  public:
    using Line = std::list<OpenOrder>;            // oldest first
    using Levels = std::map<std::int64_t, Line>;  // best first: buys by minus the price
    using Books = std::map<std::pair<MarketId, Side>, Levels>;

    void rest(const OpenOrder& order) {
        Line& line = books_[{order.market, order.side}][key_of(order)];
        line.push_back(order);
        by_id_[order.id] = std::prev(line.end());
    }
    void fill(OrderId id, Quantity quantity, Amount quote, Timestamp at) {
        OpenOrder& order = *by_id_.at(id);
        order.leaves -= quantity;
        order.filled_quote += quote;
        order.updated_at = at;
    }
    void decrement(OrderId id, Quantity prevented, Timestamp at) {
        OpenOrder& order = *by_id_.at(id);
        order.leaves -= prevented;
        order.prevented += prevented;
        order.updated_at = at;
    }
    void close(OrderId id) {
        const Line::iterator order = by_id_.at(id);
        Levels& levels = books_.at({order->market, order->side});
        const auto level = levels.find(key_of(*order));
        level->second.erase(order);
        if (level->second.empty()) levels.erase(level);
        by_id_.erase(id);
    }

    std::optional<OpenOrder> find(OrderId id) const {
        const auto found = by_id_.find(id);
        if (found == by_id_.end()) return std::nullopt;
        return *found->second;
    }
    std::optional<OpenOrder> find(AccountId account, std::string_view client_order_id) const {
        for (const OpenOrder& order : of_account(account)) {
            if (order.client_order_id.view() == client_order_id) return order;
        }
        return std::nullopt;
    }
    std::vector<OpenOrder> of_account(AccountId account) const {
        std::vector<OpenOrder> orders;
        for (const auto& [id, order] : by_id_) {
            if (order->account == account) orders.push_back(*order);
        }
        return orders;
    }
    std::size_t size() const { return by_id_.size(); }
    // The first order from this id on, or the first of all; there is one.
    OrderId near(OrderId id) const {
        const auto found = by_id_.lower_bound(id);
        return found == by_id_.end() ? by_id_.begin()->first : found->first;
    }

    std::vector<Maker> makers(MarketId market, Side taker, Price limit, std::size_t count) const {
        std::vector<Maker> makers;
        for (const auto& [key, line] : levels(market, opposite(taker))) {
            for (const OpenOrder& order : line) {
                const bool meets = taker == Side::buy ? order.limit <= limit : order.limit >= limit;
                if (!meets || makers.size() == count) return makers;
                makers.push_back({order.id, order.account, order.limit, order.leaves});
            }
        }
        return makers;
    }
    std::vector<DepthLevel> depth(MarketId market, Side side, std::size_t count) const {
        std::vector<DepthLevel> lines;
        for (const auto& [key, line] : levels(market, side)) {
            if (lines.size() == count) break;
            DepthLevel& sum = lines.emplace_back(line.front().limit, Quantity{}, 0u);
            for (const OpenOrder& order : line) sum.lots += order.leaves, ++sum.orders;
        }
        return lines;
    }
    std::vector<OpenOrder> all() const {
        std::vector<OpenOrder> orders;
        for (const auto& [book, levels] : books_) {
            for (const auto& [key, line] : levels) {
                orders.insert(orders.end(), line.begin(), line.end());
            }
        }
        return orders;
    }

  private:
    static std::int64_t key_of(const OpenOrder& order) {
        return order.side == Side::buy ? -order.limit.ticks : order.limit.ticks;
    }
    const Levels& levels(MarketId market, Side side) const {
        static const Levels none;
        const auto found = books_.find({market, side});
        return found == books_.end() ? none : found->second;
    }

    Books books_;
    std::map<OrderId, Line::iterator> by_id_;
};

}  // namespace core
