// Two threads and the door to them.
//
//     submit() -> queue -> decider: Sequencer::take -> batch -> committer: append, publish
//
// While the committer makes one batch durable, the decider fills the next: group commit by
// arrival, without a timer, and never more than one un-synced frame.
#include "engine/engine.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "base/check.hpp"
#include "base/plant.hpp"
#include "engine/sequencer.hpp"

namespace engine {
namespace {

constexpr std::chrono::milliseconds idle_before_seal{10};
constexpr std::chrono::milliseconds longest_nap{200};

bool is_cancel(const core::Command& command) {
    return std::holds_alternative<core::CancelOrder>(command) ||
           std::holds_alternative<core::CancelAll>(command) ||
           std::holds_alternative<core::CancelOrderList>(command) ||
           std::holds_alternative<core::SetDeadMan>(command);
}

// The operator's and the house's own commands, too, are taken up when customers' are not.
bool is_urgent(const core::Command& command, const core::Envelope& envelope) {
    return is_cancel(command) || envelope.surface == core::Surface::cli ||
           envelope.surface == core::Surface::system;
}

std::unique_ptr<core::State> with_memory(std::unique_ptr<core::State> state,
                                         const Options& options) {
    state->orders.reserve(options.expected_orders);
    return state;
}

}  // namespace

class Engine::Inside {
  public:
    Inside(std::unique_ptr<core::State> state, journal::Journal& journal, Clock& clock,
           std::vector<Follower*> followers, const Options& options)
        : sequencer_{with_memory(std::move(state), options), clock},
          journal_{journal},
          clock_{clock},
          followers_{std::move(followers)},
          options_{options},
          position_{journal.position()} {
        deadline_ = core::next_deadline(sequencer_.state());
    }

    void start() {
        decider_ = std::jthread([this] { decide_for_ever(); });
        committer_ = std::jthread([this] { commit_for_ever(); });
        keeper_ = std::jthread([this] { keep_room_for_ever(); });
    }

    void stop() {
        {
            const std::lock_guard lock{queue_mutex_};
            if (stopping_) return;
            stopping_ = true;
        }
        queue_filled_.notify_one();
        if (decider_.joinable()) decider_.join();  // hands over all that was taken up
        {
            const std::lock_guard lock{batch_mutex_};
            committer_stops_ = true;
        }
        batch_handed_.notify_all();
        if (committer_.joinable()) committer_.join();
        {
            const std::lock_guard lock{room_mutex_};
            keeper_stops_ = true;
        }
        room_used_.notify_one();
        if (keeper_.joinable()) keeper_.join();
        journal_.stop();
    }

    void submit(Asked&& asked) {
        std::unique_lock lock{queue_mutex_};
        if (!takes_up(asked)) {
            lock.unlock();
            if (asked.then) asked.then(Reply{.fate = Reply::Fate::unavailable});
            return;
        }
        queue_.push_back(std::move(asked));
        const bool decider_sleeps = queue_.size() == 1;
        lock.unlock();
        if (decider_sleeps) queue_filled_.notify_one();
    }

    core::Timestamp now() const { return clock_.now(); }

    // What waits in the queue has no stamp yet: it will be one of later than now.
    core::Timestamp settled() const {
        const std::lock_guard lock{batch_mutex_};
        const core::Timestamp now = clock_.now();
        if (base::planted("settled_before_the_disk")) return now;
        return std::min({now, deciding_since_, committing_since_});
    }

  private:
    bool takes_up(const Asked& asked) const {
        if (stopping_) return false;
        const bool urgent = is_urgent(asked.command, asked.envelope);
        const journal::Room room = room_.load(std::memory_order_relaxed);
        if (room == journal::Room::none) return false;
        if (room == journal::Room::low && !urgent) return false;
        const std::size_t most =
            urgent ? options_.queue_max : options_.queue_max - options_.cancel_reserve;
        return queue_.size() < most;
    }

    // Waits until there is something to decide. False when all is done and we stop. A tick that is
    // due goes first, however many commands wait: time must not stand still under load.
    bool fetch() {
        std::unique_lock lock{queue_mutex_};
        while (!stopping_) {
            const core::Duration left =
                deadline_ == core::never ? core::hours(1) : deadline_ - clock_.now();
            if (left <= core::Duration{0}) {
                fetched_.push_back(Asked{core::Tick{}, {.surface = core::Surface::system}, {}});
                break;
            }
            if (!queue_.empty()) break;
            const std::chrono::nanoseconds nap{left.ns};
            queue_filled_.wait_for(lock,
                                   deadline_ == core::never
                                       ? nap
                                       : std::min<std::chrono::nanoseconds>(nap, longest_nap));
        }
        std::ranges::move(queue_, std::back_inserter(fetched_));
        queue_.clear();
        return !fetched_.empty();
    }

    void decide_for_ever() {
        while (fetch()) {
            begin_deciding();
            for (std::size_t at = 0; at < fetched_.size(); ++at) {
                sequencer_.look_ahead(fetched_, at);
                sequencer_.take(std::move(fetched_[at]),
                                [this]() -> Batch& { return with_room(); });
                if ((at + 1) % options_.batch_max == 0) hand_over();
            }
            fetched_.clear();
            deadline_ = core::next_deadline(sequencer_.state());
            hand_over();
            end_deciding();
        }
    }

    // Before the first stamp is taken, and again for what follows a batch that was handed over.
    void begin_deciding() {
        const std::lock_guard lock{batch_mutex_};
        deciding_since_ = clock_.now();
    }
    void end_deciding() {
        const std::lock_guard lock{batch_mutex_};
        deciding_since_ = core::never;
    }

    Batch& with_room() {
        if (filling_->frame.used_bytes() + record_bytes_max > journal_.frame_bytes_max())
            hand_over();
        return *filling_;
    }

    // Gives the batch to the committer as soon as that has finished the one before.
    void hand_over() {
        if (filling_->empty()) return;
        std::unique_lock lock{batch_mutex_};
        batch_taken_.wait(lock, [this] { return !handed_; });
        std::swap(filling_, committing_);
        handed_ = true;
        committing_since_ = std::exchange(deciding_since_, clock_.now());
        lock.unlock();
        batch_handed_.notify_one();
    }

    void commit_for_ever() {
        std::unique_lock lock{batch_mutex_};
        while (true) {
            const auto woken = [this] { return handed_ || committer_stops_; };
            if (sealed_) {
                batch_handed_.wait(lock, woken);
            } else if (!batch_handed_.wait_for(lock, idle_before_seal, woken)) {
                lock.unlock();
                journal_.seal();
                sealed_ = true;
                lock.lock();
                continue;
            }
            if (!handed_) return;
            lock.unlock();
            commit(*committing_);
            lock.lock();
            handed_ = false;
            committing_since_ = core::never;
            batch_taken_.notify_one();
        }
    }

    void commit(Batch& batch) {
        const bool too_early = base::planted("reply_before_append");
        if (too_early) publish(batch, position_, followers_);
        if (!batch.frame.empty()) {
            const std::uint64_t segment = journal_.position().segment;
            position_ = journal_.append(batch.frame);
            sealed_ = false;
            if (position_.segment != segment) ask_for_room();
        }
        if (!too_early) publish(batch, position_, followers_);
        batch.clear();
    }

    // Segments are made ahead on a thread that may wait for the disk.
    void ask_for_room() {
        room_.store(journal_.room(), std::memory_order_relaxed);
        {
            const std::lock_guard lock{room_mutex_};
            room_wanted_ = true;
        }
        room_used_.notify_one();
    }

    void keep_room_for_ever() {
        std::unique_lock lock{room_mutex_};
        while (!keeper_stops_) {
            room_wanted_ = false;
            lock.unlock();
            static_cast<void>(journal_.prepare());  // a refusal of the disk shows in room()
            const journal::Room room = journal_.room();
            room_.store(room, std::memory_order_relaxed);
            lock.lock();
            const auto woken = [this] { return room_wanted_ || keeper_stops_; };
            if (room == journal::Room::plenty) {
                room_used_.wait(lock, woken);
            } else {
                room_used_.wait_for(lock, std::chrono::seconds{1}, woken);  // room may come back
            }
        }
    }

    Sequencer sequencer_;
    journal::Journal& journal_;
    Clock& clock_;
    std::vector<Follower*> followers_;
    const Options options_;

    std::mutex queue_mutex_;  // over the next three
    std::condition_variable queue_filled_;
    std::vector<Asked> queue_;
    bool stopping_{};

    std::vector<Asked> fetched_;  // the decider's
    core::Timestamp deadline_{core::never};
    std::unique_ptr<Batch> filling_ = std::make_unique<Batch>();

    mutable std::mutex batch_mutex_;  // over what stands below, up to the committer's
    std::condition_variable batch_handed_;
    std::condition_variable batch_taken_;
    std::unique_ptr<Batch> committing_ =
        std::make_unique<Batch>();  // the committer's while handed_
    bool handed_{};
    bool committer_stops_{};
    // No stamp of what is being decided, or made durable, is earlier; never: there is nothing.
    core::Timestamp deciding_since_{core::never};
    core::Timestamp committing_since_{core::never};

    bool sealed_{};  // the committer's
    journal::Position position_;

    std::mutex room_mutex_;
    std::condition_variable room_used_;
    bool room_wanted_{};
    bool keeper_stops_{};
    std::atomic<journal::Room> room_{journal::Room::plenty};

    std::jthread decider_;
    std::jthread committer_;
    std::jthread keeper_;
};

Engine::Engine(std::unique_ptr<core::State> state, journal::Journal& journal, Clock& clock,
               std::vector<Follower*> followers, const Options& options)
    : inside_{std::make_unique<Inside>(std::move(state), journal, clock, std::move(followers),
                                       options)} {}

Engine::~Engine() { inside_->stop(); }

void Engine::start() { inside_->start(); }

void Engine::stop() { inside_->stop(); }

void Engine::submit(core::Command command, const core::Envelope& envelope, Then then) {
    inside_->submit(Asked{std::move(command), envelope, std::move(then)});
}

core::Timestamp Engine::now() const { return inside_->now(); }

core::Timestamp Engine::settled() const { return inside_->settled(); }

}  // namespace engine
