// Threads for work that may wait: questions to history, sealing a secret. Gateway threads and the
// engine's never wait themselves.
//
//     if (!errands.run([...] { answer(house.history.orders(...)); })) ... unavailable ...
//
// The queue is bounded; full means no, at once. What was taken up is finished before the end.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "api/operations/house.hpp"

namespace api {

class Errands {
  public:
    explicit Errands(std::size_t threads = 2, std::size_t queue_max = 4'096);
    ~Errands();
    Errands(const Errands&) = delete;
    Errands& operator=(const Errands&) = delete;

    using Errand = std::move_only_function<void()>;
    // False: there is no room, and `errand` was left as it is.
    [[nodiscard]] bool run(Errand&& errand);
    void stop();

  private:
    void work();

    std::mutex mutex_;
    std::condition_variable woken_;
    std::deque<Errand> queue_;
    std::size_t queue_max_;
    bool stopping_{};
    std::vector<std::thread> threads_;
};

// Calls back on an errand's thread once history has seen what the live view has now; at once, and
// with false, when it cannot be waited for.
void when_history_is_there(House& house, std::move_only_function<void(bool there)> then);

// The same for one question: `ask` gets the history and gives the answer, unless there is none.
template <class Reply, class Ask>
void ask_history(House& house, Then<Reply>&& then, Ask ask) {
    when_history_is_there(
        house, [&house, then = std::move(then), ask = std::move(ask)](bool there) mutable {
            if (!there) return then(refuse(core::Reject::unavailable));
            then(ask(house.history));
        });
}

}  // namespace api
