#include "views/history/backlog.hpp"

namespace views {
namespace {

// Near enough: what the lists inside of events hold is small.
std::size_t bytes_of(const std::vector<core::Record>& records) {
    std::size_t bytes = 0;
    for (const core::Record& record : records) {
        bytes += sizeof record + record.events.capacity() * sizeof(core::Event);
    }
    return bytes;
}

}  // namespace

void Backlog::push(Records records) {
    if (records->empty()) return;
    const std::size_t bytes = bytes_of(*records);
    const core::Sequence last = records->back().stamp.sequence;
    {
        const std::lock_guard lock{mutex_};
        last_ = last;
        if (waiting_.empty()) letting_go_ = false;
        if (letting_go_ || bytes_ + bytes > bytes_max_) {
            letting_go_ = true;
        } else {
            bytes_ += bytes;
            waiting_.push_back({std::move(records), bytes});
        }
    }
    changed_.notify_all();
}

Backlog::Records Backlog::pop(Clock::time_point deadline) {
    std::unique_lock lock{mutex_};
    const auto is_due = [this] { return !waiting_.empty() || stopped_ || woken_; };
    if (deadline == Clock::time_point::max()) {
        changed_.wait(lock, is_due);
    } else {
        changed_.wait_until(lock, deadline, is_due);
    }
    woken_ = false;
    if (waiting_.empty()) return nullptr;
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    bytes_ -= next.bytes;
    return next.records;
}

bool Backlog::empty() const {
    const std::lock_guard lock{mutex_};
    return waiting_.empty();
}

core::Sequence Backlog::last() const {
    const std::lock_guard lock{mutex_};
    return last_;
}

void Backlog::wake() {
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

void Backlog::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
    }
    changed_.notify_all();
}

bool Backlog::stopped() const {
    const std::lock_guard lock{mutex_};
    return stopped_;
}

void Backlog::pause(Clock::time_point deadline) {
    std::unique_lock lock{mutex_};
    changed_.wait_until(lock, deadline, [this] { return stopped_; });
}

}  // namespace views
