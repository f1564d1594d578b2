// Which items belong to which owner, both numbered from 1 without gaps. Eight bytes per item and
// per owner (for 64-bit ids), where a map of lists would take a hundred.
//
//     Belongings<CustomerId, KeyId> keys;
//     keys.add(CustomerId{7}, KeyId{1});
//     keys.add(CustomerId{7}, KeyId{2});
//     keys.of(CustomerId{7});   // {1, 2}
//
// Items are added in the order of their numbers: 1, 2, 3. An owner may also be 0.
// Cost     add: O(1). of: O(items of that owner).
#pragma once

#include <algorithm>
#include <vector>

#include "base/check.hpp"

namespace base {

template <class Owner, class Item>
class Belongings {
  public:
    void add(Owner owner, Item item) {
        CHECK(item.value == before_.size() + 1);
        if (owner.value >= last_of_.size()) last_of_.resize(owner.value + 1);
        before_.push_back(last_of_[owner.value]);
        last_of_[owner.value] = item;
    }

    std::vector<Item> of(Owner owner) const {
        std::vector<Item> items;
        if (owner.value >= last_of_.size()) return items;
        for (Item item = last_of_[owner.value]; item; item = before_[item.value - 1]) {
            items.push_back(item);
        }
        std::ranges::reverse(items);
        return items;
    }

  private:
    std::vector<Item> last_of_;  // by owner: the last one added, 0 when there is none
    std::vector<Item> before_;   // by item: the one added before it for the same owner
};

}  // namespace base
