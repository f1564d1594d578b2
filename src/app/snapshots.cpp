#include "app/snapshots.hpp"

#include <chrono>
#include <spdlog/spdlog.h>

namespace app {

Snapshots::Snapshots(const views::Live& live, journal::Journal& journal, const Config& config,
                     std::uint64_t last_snapshot)
    : live_{live}, journal_{journal}, config_{config}, last_snapshot_{last_snapshot} {}

void Snapshots::start() {
    thread_ = std::jthread([this] { run(); });
}

void Snapshots::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    woken_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Snapshots::note(const journal::Position& position) {
    const std::lock_guard lock{mutex_};
    sequence_ = position.sequence;
    if (due()) woken_.notify_one();
}

bool Snapshots::due() const { return sequence_ >= last_snapshot_ + config_.snapshot_records; }

void Snapshots::run() {
    const std::chrono::minutes interval{config_.snapshot_minutes};
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        woken_.wait_for(lock, interval, [this] { return stopping_ || due(); });
        if (stopping_) return;
        if (sequence_ <= last_snapshot_) continue;
        lock.unlock();
        write();
        lock.lock();
    }
}

void Snapshots::write() {
    base::Bytes bytes;
    journal::Position position;
    {
        const views::Live::Read live = live_.read();
        bytes = views::encode(*live);
        position = live.position();
    }
    if (const auto written = journal_.write_snapshot(bytes, position); !written) {
        spdlog::error("No snapshot: {}. The next start will read more of the journal.",
                      written.error().sentence());
    }
    const std::lock_guard lock{mutex_};
    last_snapshot_ = position.sequence;
}

}  // namespace app
