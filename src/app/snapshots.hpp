// Writes snapshots of the live view now and then, so that a restart reads a short journal.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/config.hpp"
#include "journal/journal.hpp"
#include "views/live.hpp"

namespace app {

class Snapshots {
  public:
    Snapshots(const views::Live& live, journal::Journal& journal, const Config& config,
              std::uint64_t last_snapshot);

    void start();
    void stop();
    // Called with each new position; cheap.
    void note(const journal::Position& position);

  private:
    void run();
    bool due() const;
    void write();

    const views::Live& live_;
    journal::Journal& journal_;
    const Config& config_;
    std::uint64_t last_snapshot_;  // its sequence

    std::mutex mutex_;
    std::condition_variable woken_;
    std::uint64_t sequence_{};
    bool stopping_{};
    std::jthread thread_;
};

}  // namespace app
