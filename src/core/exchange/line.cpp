#include "core/exchange/line.hpp"

#include <algorithm>

namespace core {

Quantity Line::refresh() {
    if (hidden_ == Quantity{}) return {};
    const Quantity visible = std::min(orders_.terms(front_.id)->display, hidden_);
    Slice next{front_, hidden_ - visible};
    next.maker.leaves = visible;
    slices_.push_back(next);
    return visible;
}

// A slice's turn is when nobody else is left at its price.
bool Line::enter_slice() {
    if (!at_end() && (*at_).price == slices_[next_slice_].maker.price) return false;
    front_ = slices_[next_slice_].maker;
    hidden_ = slices_[next_slice_].hidden;
    from_book_ = false;
    if (++next_slice_ == slices_.size()) {
        slices_.clear();
        next_slice_ = 0;
    }
    return true;
}

}  // namespace core
