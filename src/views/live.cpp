#include "views/live.hpp"

#include <algorithm>

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
    base::Bytes state;
    core::encode_state(state, present.state);
    base::Bytes out;
    out.reserve(state.size() + 1'024);
    base::encode(out, static_cast<std::uint64_t>(state.size()));
    out.insert(out.end(), state.begin(), state.end());
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
        if (listeners.empty()) continue;
        RecordNews news = maker_.end(*present_);
        if (!news.empty()) batch.push_back(std::move(news));
    }
    return batch;
}

// Orders are looked at while the state still has them: of what closes nothing is there later.
void Live::follow(const core::Record& record, bool heard) {
    if (!heard && !closes_something(record)) return;
    trail_.begin(present_->state, record.stamp.time);
    for (const core::Event& event : record.events) {
        trail_.see(event);
        if (const auto* closed = std::get_if<core::OrderClosed>(&event)) {
            present_->closed.keep(trail_.row(closed->order));
        }
        if (heard) maker_.see(event, trail_);
    }
}

}  // namespace views
