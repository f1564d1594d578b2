// Durable records on their way from the engine to history's writer.
//
//     backlog.push(records);                        // engine's thread: never waits for the writer
//     while (auto next = backlog.pop(deadline)) ... // writer's thread
//
// Holds at most so many bytes. What comes when it is full is let go, and so is all that comes then
// until it is empty again: last() still counts it, and the writer reads it from the journal.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "core/types/record.hpp"

namespace views {

class Backlog {
  public:
    using Clock = std::chrono::steady_clock;
    using Records = std::shared_ptr<const std::vector<core::Record>>;

    Backlog(std::size_t bytes_max, core::Sequence last) : bytes_max_{bytes_max}, last_{last} {}

    void push(Records records);

    // The next records. Nothing when there are none by the deadline, or when somebody wants the
    // writer to look up: at a stop, or because a reader waits.
    Records pop(Clock::time_point deadline);
    bool empty() const;
    core::Sequence last() const;  // of all records ever pushed

    void wake();
    void stop();
    bool stopped() const;
    // Until then, or until the stop.
    void pause(Clock::time_point deadline);

  private:
    struct Waiting {
        Records records;
        std::size_t bytes{};
    };

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> waiting_;
    std::size_t bytes_{};
    const std::size_t bytes_max_;
    core::Sequence last_;
    bool letting_go_{};
    bool woken_{};
    bool stopped_{};
};

}  // namespace views
