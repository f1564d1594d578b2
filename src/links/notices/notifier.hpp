// Reads the journal's durable records in order and has a receiver carry out what they say to
// people. At least once, under a stable id; normally exactly once.
//
//     Notifier mail{door, {.name = "mail", .file = dir / "notices" / "mail.sqlite", ...}};
//     mail.start();
//     mail.follow(records);       // engine's thread: never waits
//     mail.stop();                // what was not carried out yet is, after the next start
//
// The place in the journal is written after the receiver took a notice, so a crash in between
// repeats that one under the same id, and loses none. While the receiver is in trouble, the
// notifier stands still and tries again, ever more seldom; what is followed meanwhile is let go
// beyond `queue_bytes_max` and read from the journal later. A notice that is refused for now alone
// is put off, for three days at most, and the others go on.
//
// Threads  one of its own for each receiver: a slow one slows nobody.
#pragma once

#include <functional>
#include <thread>

#include "links/notices/outbox.hpp"
#include "views/history/backlog.hpp"
#include "views/history/history.hpp"
#include "views/live.hpp"

namespace links {

struct NotifierOptions {
    std::string name{};  // for sentences
    std::filesystem::path file{};
    views::Past past{};
    core::Sequence journal_end{};            // the last record that recovery found
    std::function<core::Timestamp()> now{};  // journal time, any thread
    std::function<void(const std::string&)> tell = [](const std::string&) {};
    std::size_t queue_bytes_max = 16 << 20;
    std::size_t put_off_max = 10'000;
    std::chrono::milliseconds first_pause{1'000};
    std::chrono::milliseconds longest_pause{300'000};
};

class Notifier {
  public:
    Notifier(const views::Live& live, Receiver& receiver, NotifierOptions options);
    ~Notifier();  // stops

    void start();
    void follow(views::Backlog::Records records) { backlog_.push(std::move(records)); }
    void stop();

  private:
    using Clock = views::Backlog::Clock;
    // One announcement for one person, with its place.
    struct Item {
        Place place;
        const Announcement* said{};
    };

    void run();
    Clock::time_point due();
    void take(const std::vector<core::Record>& records);
    void fill(core::Sequence until);
    bool take(const core::Record& record);
    bool take(const core::Record& record, std::size_t number);
    std::optional<Delivery> give(const Notice& notice);
    Done finish(const Item& item, Delivery delivery);
    void try_put_off();
    Delivery give_again(const Place& place);
    void save(const Done& done);
    void keep_place();
    void complain(const std::string& sentence);
    std::vector<Announcement> announced(const core::Record& record, std::size_t number) const;

    const views::Live& live_;
    Receiver& receiver_;
    const NotifierOptions options_;
    views::Backlog backlog_;
    Outbox outbox_;
    core::Sequence read_;      // all of it and before was looked at
    Clock::time_point kept_;   // when the place was written last
    Clock::time_point tried_;  // when something put off was looked for
    bool has_put_off_{true};   // as far as is known
    std::chrono::milliseconds pause_;
    std::string complaint_;
    std::thread thread_;
};

}  // namespace links
