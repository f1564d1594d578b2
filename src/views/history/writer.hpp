// The one writer of history: a thread that takes records from the backlog, fills gaps from the
// journal, commits in batches, and begins anew when the file turns out to be damaged.
//
// One rule keeps it right: the next record written is the one behind the position. What the backlog
// holds is used where it fits; all else is read from the journal, be it because the server was just
// started, the backlog overflowed, or a transaction failed. Never further than the last record
// that was followed, which is durable.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "views/history/backlog.hpp"
#include "views/history/readers.hpp"
#include "views/history/recorder.hpp"

namespace views {

class Writer {
  public:
    Writer(HistoryOptions options, Readers& readers);
    ~Writer();

    // Opens or makes the file, and makes it anew if it is not the past of this journal. A sentence
    // for the operator if it cannot.
    std::expected<void, std::string> open();
    void start();

    void follow(Backlog::Records records) { backlog_.push(std::move(records)); }
    core::Sequence position() const;
    bool wait_for(core::Sequence sequence, Backlog::Clock::time_point deadline) const;
    std::string trouble() const;

  private:
    void run();
    void turn();
    Backlog::Clock::time_point due() const;
    bool is_time_to_commit() const;
    void take(const std::vector<core::Record>& records);
    void fill(core::Sequence until);
    void add(const core::Record& record);
    void commit();
    void mend();
    bool reopen();
    bool is_of_this_journal(core::Stamp position) const;
    void publish(core::Sequence position);
    void complain(std::string trouble);

    const HistoryOptions options_;
    Readers& readers_;
    mutable Backlog backlog_;
    std::unique_ptr<Recorder> recorder_;  // null while the file cannot be opened
    Backlog::Clock::time_point batch_end_;
    int failures_{};  // since the last commit

    mutable std::mutex mutex_;  // guards the two below
    mutable std::condition_variable moved_;
    core::Sequence position_;  // committed
    std::string trouble_;
    mutable std::atomic<int> waiters_{};
    std::thread thread_;
};

}  // namespace views
