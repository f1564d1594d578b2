#include "views/closed_lists.hpp"

namespace views {

void ClosedLists::keep(const ListRow& row) {
    if (rows_.size() < capacity) {
        rows_.push_back(row);
    } else {
        rows_[next_] = row;
    }
    next_ = (next_ + 1) % capacity;
}

template <class Fits>
const ListRow* ClosedLists::newest(Fits&& fits) const {
    for (std::size_t i = 1; i <= rows_.size(); ++i) {
        const ListRow& row = rows_[(next_ + capacity - i) % capacity];
        if (fits(row.list)) return &row;
    }
    return nullptr;
}

const ListRow* ClosedLists::find(core::OrderListId list) const {
    return newest([&](const core::OrderList& one) { return one.id == list; });
}

const ListRow* ClosedLists::find(core::AccountId account, std::string_view client_list_id) const {
    return newest([&](const core::OrderList& one) {
        return one.account == account && one.client_list_id.view() == client_list_id;
    });
}

}  // namespace views
