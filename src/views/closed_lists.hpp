// The order lists that ended last, as they were then, for whoever asks before history has them.
//
//     closed.keep({list, now});
//     closed.find(OrderListId{3})             // nullptr: longer ago, or still open
//
// Memory   about 250 bytes per list kept: 1 MB.
// Cost     O(kept): for rare questions.
#pragma once

#include <vector>

#include "views/rows.hpp"

namespace views {

class ClosedLists {
  public:
    static constexpr std::size_t capacity = 4'096;

    void keep(const ListRow& row);
    const ListRow* find(core::OrderListId list) const;
    // The newest of that account and name, among those kept.
    const ListRow* find(core::AccountId account, std::string_view client_list_id) const;

  private:
    template <class Fits>
    const ListRow* newest(Fits&& fits) const;

    std::vector<ListRow> rows_;  // a ring: next_ is the oldest once it is full
    std::size_t next_{};
};

}  // namespace views
