// The order lists that are open: those with a leg that is not closed.
//
//     lists.add(list);                                  // all its legs are open
//     lists.close_leg(list.id, working);                // it is filled: now the next ones' turn
//     lists.due()->id == list.id
//     lists.turn_came(list.id);                         // their orders were activated
//     lists.close_leg(list.id, last);                   // gone
//
// Part of the state: changed by apply() alone. Ids count from 1; the id of a list that is gone is
// not used again.
// Cost     find, close_leg: O(log lists). of, count: O(lists of that account).
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <set>
#include <vector>

#include "core/types/order.hpp"

namespace core {

struct OpenList {
    OrderList list{};
    std::uint8_t open{};  // one bit for each leg, the first leg's is the lowest
    bool waiting{};       // its pending legs wait for the first one to be filled

    bool is_open(std::size_t leg) const { return (open >> leg & 1) != 0; }
    // The first leg is filled, and what waits for it has not been told.
    bool is_due() const { return waiting && !is_open(0); }

    friend bool operator==(const OpenList&, const OpenList&) = default;
};
BOOST_DESCRIBE_STRUCT(OpenList, (), (list, open, waiting))

class OrderLists {
  public:
    OrderListId next_id() const { return OrderListId{last_.value + 1}; }

    void add(const OrderList& list);  // its id is next_id()
    void close_leg(OrderListId id, OrderId order);
    void rename_leg(OrderListId id, OrderId order, const ClientOrderId& name);
    void turn_came(OrderListId id);
    // From a snapshot, in the order of their ids; and the last id given.
    void restore(const OpenList& list);
    void restore_last(OrderListId last) { last_ = last; }
    OrderListId last() const { return last_; }

    const OpenList* find(OrderListId id) const;  // nullptr when there is none
    const OpenList* find(AccountId account, const ClientOrderId& client_list_id) const;
    std::vector<OrderListId> of(AccountId account) const;  // oldest first
    std::size_t count(AccountId account, MarketId market) const;
    // The oldest of those whose pending legs have their turn.
    const OpenList* due() const;
    const std::map<OrderListId, OpenList>& all() const { return lists_; }

    friend bool operator==(const OrderLists& a, const OrderLists& b) {
        return a.lists_ == b.lists_ && a.last_ == b.last_;
    }

  private:
    OpenList& at(OrderListId id);
    void remove(const OrderList& list);

    std::map<OrderListId, OpenList> lists_;
    std::set<std::pair<AccountId, OrderListId>> of_account_;  // these follow from lists_
    std::map<std::pair<AccountId, ClientOrderId>, OrderListId> by_name_;
    std::set<OrderListId> due_;
    OrderListId last_;
};

}  // namespace core
