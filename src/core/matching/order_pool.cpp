#include "core/matching/order_pool.hpp"

namespace core {

void OrderPool::grow_orders() {
    CHECK(orders_taken_ < UINT32_MAX - Chunks<RestingOrder>::chunk_items);
    orders_.grow();
}

void OrderPool::reserve(std::size_t orders) {
    orders_.reserve(orders);
    levels_.reserve(orders);
    index_.reserve(orders);
}

}  // namespace core
