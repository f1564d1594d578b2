// What the street has still to tell, in its order: news of durable records and tasks of others. It
// holds no more news than fit into its limit, and nobody who brings some ever waits.
//
//     backlog.push(batch);                        // the committing thread
//     backlog.push(task);                         // any thread
//     Backlog::Taken taken = backlog.take();      // the street: all of it
//     ... tell ...  backlog.told(news);           // makes room
//     backlog.wait(left);                         // until there is something, or so long
//
// News that find no room are dropped, and so are all that follow until the next take(), which says
// so: `lost`. What was taken with it was pushed before the loss was over, so whoever joined by then
// may have missed something, and whoever joins by a later task has not.
// Tasks are never dropped: connections and what these may ask in a second bound them.
//
// Cost     push: O(what the news say) for its size, then a push under a mutex, and a wake-up only
//          when the street sleeps.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <variant>

#include "views/news/news.hpp"

namespace api {

class Backlog {
  public:
    using Task = std::move_only_function<void()>;
    struct News {
        views::NewsBatch batch;
        std::size_t bytes{};
    };
    using Entry = std::variant<News, Task>;
    struct Taken {
        std::deque<Entry> entries;
        bool lost{};  // news, since the last time
    };

    explicit Backlog(std::size_t bytes_max) : bytes_max_{bytes_max} {}

    // --- any thread

    void push(const views::NewsBatch& batch);
    void push(Task task);
    // What comes later is dropped.
    void stop();

    // --- the street

    Taken take();
    void told(const News& news) { waiting_bytes_ -= news.bytes; }
    // News were dropped that the next take() will speak of: what is told until then is in vain.
    bool has_lost() const { return lost_; }
    // False: it was stopped, and nothing is left.
    bool wait(core::Duration most);

  private:
    void push(Entry&& entry);

    const std::size_t bytes_max_;
    std::atomic<std::size_t> waiting_bytes_{};  // taken ones too, until they are told
    std::atomic<bool> lost_{};

    std::mutex mutex_;  // over the rest
    std::condition_variable woken_;
    std::deque<Entry> queue_;
    bool sleeping_{};
    bool stopping_{};
};

// About what a record's news take in memory.
std::size_t bytes_of(const views::RecordNews& news);

}  // namespace api
