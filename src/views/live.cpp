#include "views/live.hpp"

#include <algorithm>
#include <cstring>

#include "core/exchange/exchange.hpp"
#include "core/exchange/snapshot.hpp"

namespace views {
namespace {

bool closes_something(const core::Record& record) {
    return std::ranges::any_of(record.events, [](const core::Event& event) {
        return std::holds_alternative<core::OrderClosed>(event);
    });
}

}  // namespace

void apply(Present& present, const core::Record& record) {
    present.watch.look(present.state, record);
    core::apply(present.state, record);
    present.markets.apply(record);
    for (const LevelWatch::Level& level : present.watch.changes(present.state)) {
        present.markets.count_book_update(level.market);
    }
}

base::Bytes encode(const Present& present) {
    // The length of the state's bytes first; it is known when they are there.
    base::Bytes out(sizeof(std::uint64_t));
    core::encode_state(out, present.state);
    const std::uint64_t state_bytes = out.size() - sizeof state_bytes;
    std::memcpy(out.data(), &state_bytes, sizeof state_bytes);
    present.markets.encode(out);
    return out;
}

bool decode(base::BytesView bytes, Present& present) {
    base::Decoder in{bytes};
    const auto state_bytes = in.number<std::uint64_t>();
    const base::BytesView state = in.take(state_bytes);
    if (!in.ok() || !core::decode_state(state, present.state)) return false;
    auto markets = MarketView::decode(in);
    if (!markets || !in.at_end()) return false;
    present.markets = *std::move(markets);
    return true;
}

Live::Live(std::unique_ptr<Present> present, const journal::Position& position)
    : present_{std::move(present)}, position_{position} {}

void Live::listen(NewsListener& listener) {
    const std::unique_lock lock{mutex_};
    listeners_.push_back(&listener);
}

void Live::apply(std::span<const core::Record> records, const journal::Position& position) {
    std::vector<NewsListener*> listeners;
    std::vector<RecordNews> news;
    {
        const std::unique_lock lock{mutex_};
        listeners = listeners_;
        news = applied(records, listeners);
        position_ = position;
    }
    if (news.empty()) return;
    const auto batch = std::make_shared<const std::vector<RecordNews>>(std::move(news));
    for (NewsListener* listener : listeners) listener->hear(batch);
}

std::vector<RecordNews> Live::applied(std::span<const core::Record> records,
                                      std::span<NewsListener* const> listeners) {
    std::vector<RecordNews> batch;
    for (const core::Record& record : records) {
        if (!listeners.empty()) maker_.begin(*present_, record, listeners);
        follow(record, !listeners.empty());
        views::apply(*present_, record);
        end_lists(record.stamp.time);
        if (listeners.empty()) continue;
        RecordNews news = maker_.end(*present_, lists_);
        if (!news.empty()) batch.push_back(std::move(news));
    }
    return batch;
}

// Orders are looked at while the state still has them: of what closes nothing is there later.
void Live::follow(const core::Record& record, bool heard) {
    lists_.clear();
    if (!heard && !closes_something(record)) return;
    trail_.begin(present_->state, record.stamp.time);
    for (const core::Event& event : record.events) {
        trail_.see(event);
        if (const auto* closed = std::get_if<core::OrderClosed>(&event)) {
            const OrderRow& row = trail_.row(closed->order);
            present_->closed.keep(row);
            note_leg(row.order);
        } else if (const auto* opened = std::get_if<core::OrderListOpened>(&event)) {
            lists_.push_back(opened->list);
        }
        if (heard) maker_.see(event, trail_);
    }
}

void Live::note_leg(const core::OpenOrder& closed) {
    const core::OrderListId id = core::list_of(closed);
    if (!id || (!lists_.empty() && lists_.back().id == id)) return;
    const core::OpenList* open = present_->state.lists.find(id);
    if (open != nullptr) lists_.push_back(open->list);
}

void Live::end_lists(core::Timestamp time) {
    if (lists_.empty()) return;
    std::ranges::sort(lists_, {}, &core::OrderList::id);
    const auto twice = std::ranges::unique(lists_, {}, &core::OrderList::id);
    lists_.erase(twice.begin(), twice.end());
    std::erase_if(lists_, [&](const core::OrderList& list) {
        return present_->state.lists.find(list.id) != nullptr;
    });
    for (const core::OrderList& list : lists_) present_->closed_lists.keep({list, time});
}

}  // namespace views
