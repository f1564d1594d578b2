#include "api/dialects/native/stream_ring.hpp"

namespace api::native {
namespace {

std::size_t facts_of(const views::RecordNews& news) {
    std::size_t facts = 1 + news.trades.size() + news.modes.size() + news.orders.size() +
                        news.lists.size() + news.balances.size();
    for (const views::BookNews& book : news.books) facts += 1 + book.levels.size();
    return facts;
}

}  // namespace

void StreamRing::add(KeptNews news) {
    facts_ += facts_of(*news);
    kept_.push_back(std::move(news));
    while (kept_.size() > limits_.records_max || facts_ > limits_.facts_max) drop_oldest();
}

void StreamRing::forget(core::Sequence up_to) {
    kept_.clear();
    facts_ = 0;
    from_ = up_to;
}

void StreamRing::drop_oldest() {
    from_ = kept_.front()->stamp.sequence;
    facts_ -= facts_of(*kept_.front());
    kept_.pop_front();
}

}  // namespace api::native
