#include "api/streams/backlog.hpp"

#include <utility>

#include "base/plant.hpp"

namespace api {
namespace {

std::size_t bytes_of(const std::vector<views::RecordNews>& batch) {
    std::size_t bytes = 0;
    for (const views::RecordNews& news : batch) bytes += api::bytes_of(news);
    return bytes;
}

template <class Rows>
std::size_t bytes_of(const Rows& rows) {
    return rows.size() * sizeof rows[0];
}

}  // namespace

std::size_t bytes_of(const views::RecordNews& news) {
    std::size_t bytes = sizeof news + bytes_of(news.books) + bytes_of(news.trades) +
                        bytes_of(news.modes) + bytes_of(news.orders) + bytes_of(news.lists) +
                        bytes_of(news.balances);
    for (const views::BookNews& book : news.books) bytes += bytes_of(book.levels);
    return bytes;
}

void Backlog::push(const views::NewsBatch& batch) {
    const std::size_t bytes = bytes_of(*batch);
    // Only one thread brings news, so the room is not taken by another one meanwhile.
    const std::size_t waiting = waiting_bytes_;
    const bool fits = waiting == 0 || waiting + bytes <= bytes_max_;
    {
        const std::lock_guard lock{mutex_};
        if (lost_ || !fits) {
            if (!base::planted("streams_forget_a_loss")) lost_ = true;
            return;
        }
    }
    waiting_bytes_ += bytes;
    push(Entry{News{batch, bytes}});
}

void Backlog::push(Task task) { push(Entry{std::move(task)}); }

void Backlog::push(Entry&& entry) {
    bool wake = false;
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) return;
        queue_.push_back(std::move(entry));
        wake = std::exchange(sleeping_, false);
    }
    if (wake) woken_.notify_one();
}

void Backlog::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        sleeping_ = false;
    }
    woken_.notify_one();
}

Backlog::Taken Backlog::take() {
    Taken taken;
    const std::lock_guard lock{mutex_};
    taken.entries.swap(queue_);
    taken.lost = lost_.exchange(false);
    return taken;
}

// Where news were lost there is something to do, though nothing may lie here.
bool Backlog::wait(core::Duration most) {
    std::unique_lock lock{mutex_};
    if (!queue_.empty() || lost_) return true;
    if (stopping_) return false;
    sleeping_ = true;
    woken_.wait_for(lock, std::chrono::nanoseconds{most.ns},
                    [this] { return !sleeping_ || stopping_; });
    sleeping_ = false;
    return true;
}

}  // namespace api
