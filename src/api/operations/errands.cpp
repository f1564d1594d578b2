#include "api/operations/errands.hpp"

#include <chrono>
#include <memory>

namespace api {

Errands::Errands(std::size_t threads, std::size_t queue_max) : queue_max_{queue_max} {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Errands::~Errands() { stop(); }

bool Errands::run(Errand&& errand) {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || queue_.size() >= queue_max_) return false;
        queue_.push_back(std::move(errand));
    }
    woken_.notify_one();
    return true;
}

void Errands::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    woken_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void Errands::work() {
    for (;;) {
        std::unique_lock lock{mutex_};
        woken_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        Errand errand = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        errand();
    }
}

void when_history_is_there(House& house, std::move_only_function<void(bool there)> then) {
    const core::Sequence seen = house.live.read()->state.stamp.sequence;
    // Kept outside, so that there is somebody to answer when there is no room for the errand.
    auto shared = std::make_shared<std::move_only_function<void(bool)>>(std::move(then));
    const bool taken = house.errands.run([&house, seen, shared] {
        constexpr std::chrono::seconds patience{5};
        const auto deadline = std::chrono::steady_clock::now() + patience;
        (*shared)(house.history.wait_for(seen, deadline));
    });
    if (!taken) (*shared)(false);
}

}  // namespace api
