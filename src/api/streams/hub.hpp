// The street: one thread that tells those who listen what was decided.
//
//     Hub hub{live};                                 // live.listen_to(hub), wired in app
//     hub.add(feed);                                 // a dialect's streams for everybody
//     const ListenerId id = hub.listen({.account = mine, .key = key}, sink);    // ... for one
//     hub.post([=] { topic.add(socket); socket->send(done); });
//     hub.start(clock);
//
//     committing thread   hear(batch)        queues it, and that is all
//     any thread          post(task)         queued behind what was heard before
//     the street          step(now)          batches and tasks in their order, then what is due
//
// A task runs with all stream state to itself: no locks anywhere above. So a subscription is a task
// that subscribes and then acknowledges: whoever has read the acknowledgement hears every later
// record, and what he reads elsewhere afterwards is never older than the street.
//
// Time is given from outside: step(now) with the simulated time in tests, the thread is only a loop
// around it. Flushes come at whole tenths of a second of journal time.
//
// Nobody waits for the street. Where it falls so far behind that its queue has no room for more
// news, these are dropped and all who listen are told and begin anew: account listeners end
// (`lost`), feeds lose(), the operator hears a sentence.
//
// Cost     hear(): see backlog.hpp.
// Memory   the queue is what the street has not told yet, up to its limit; its news are shared, not
//          copied.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "api/streams/backlog.hpp"
#include "api/streams/book_changes.hpp"
#include "views/live.hpp"
#include "views/news/news.hpp"

namespace api {

// A tenth of a second is over. Books are those that changed since the last flush of their cadence,
// by market. `second`: a whole second is over too; books_1s is empty otherwise.
struct Flush {
    core::Timestamp now;      // journal time; a multiple of 100 ms, unless the street was held up
    core::Timestamp settled;  // of all that has an earlier stamp the live view and the feeds know
    bool second{};
    std::span<const BookChanges> books_100ms{};
    std::span<const BookChanges> books_1s{};
};

// The streams of one dialect that are for everybody. Called on the street alone.
class Feed {
  public:
    virtual ~Feed() = default;
    // At once, record by record, before the account listeners of the same record.
    virtual void hear(const views::RecordNews& news) = 0;
    virtual void flush(const Flush& flush) = 0;
    // News were lost. Whoever heard them must be told to begin anew, and what was made of them is
    // worth nothing. The account listeners have ended already.
    virtual void lose() = 0;
};

enum class ListenEnd : std::uint8_t {
    key_ended,      // revoked, frozen, expired, or its holder may not use keys any more
    session_ended,  // of the person who signed in, or he may not look any more
    stopped,        // the house stops
    lost,           // the street fell behind, and news were dropped: come again
};

// Who listens to one account. Called on the street alone.
class AccountSink {
  public:
    virtual ~AccountSink() = default;
    // First of all, once: the place to acknowledge. Everything that is decided after listen()
    // returned will be heard.
    virtual void begin() {}
    // A record that changed orders, lists or balances of the account; others' stand beside them.
    virtual void hear(const views::RecordNews& news) = 0;
    // The last call, unless it was unlistened.
    virtual void end(ListenEnd why) = 0;
};

// Whose news, and on whose word. A listener ends with the key or session that it came by.
struct Listening {
    core::AccountId account;
    core::KeyId key{};
    core::SessionId session{};
};

using ListenerId = std::uint64_t;  // counts from 1

struct HubOptions {
    std::size_t queue_bytes_max = 128 << 20;  // of news that are not told yet
    std::function<void(std::string_view)> complain = [](std::string_view) {};  // the operator
};

// What time it is on the street.
struct StreetTime {
    core::Timestamp now;
    core::Timestamp settled;  // every record with an earlier stamp was heard: Engine::settled()
};

class Hub final : public views::NewsListener {
  public:
    explicit Hub(const views::Live& live, HubOptions options = {});
    ~Hub() override;  // stops

    // --- any thread

    void hear(const views::NewsBatch& batch) override;
    // Never says no to an account that is listened to; rarely says yes to another one.
    // Cost: one load.
    bool listens_to(core::AccountId account) const override;

    using Task = Backlog::Task;
    void post(Task task);
    // On the street itself both happen at once; elsewhere as tasks: a sink may be called until
    // unlisten() was worked off.
    ListenerId listen(const Listening& whom, std::shared_ptr<AccountSink> sink);
    void unlisten(ListenerId id);

    const views::Live& live() const { return live_; }

    // --- before the start

    void add(Feed& feed);
    // Journal time. The thread begins.
    void start(std::move_only_function<StreetTime()> time);
    // Tells what was heard, then ends the listeners. What is heard or posted later is dropped.
    void stop();

    // --- the street; tests call it instead of start()

    void step(const StreetTime& time);
    void step(core::Timestamp now) { step({.now = now, .settled = now}); }
    core::Timestamp now() const { return time_.now; }          // of the running step
    core::Timestamp settled() const { return time_.settled; }  // the same
    // What is being told, for whoever wants to have it longer. Only from within hear().
    std::shared_ptr<const views::RecordNews> keep(const views::RecordNews& news) const {
        return {telling_, &news};
    }

  private:
    struct Listener {
        Listening whom;
        std::shared_ptr<AccountSink> sink;
    };
    static constexpr std::size_t filter_size = 4'096;

    std::atomic<std::uint32_t>& filter(core::AccountId account) const;
    void run();
    void tell(const Backlog::News& news);
    void tell(const views::RecordNews& news);
    void tell_listeners(const views::RecordNews& news);
    void end_listeners(const views::RecordNews& news);
    void flush();
    void lose();
    bool is_on_street() const;
    void begin(ListenerId id, Listener&& listener);
    void end(ListenerId id, ListenEnd why);
    void forget(ListenerId id);

    const views::Live& live_;
    const HubOptions options_;
    std::vector<Feed*> feeds_;

    mutable std::array<std::atomic<std::uint32_t>, filter_size> filter_{};  // listeners by account
    std::atomic<ListenerId> last_listener_{};

    Backlog backlog_;

    // The street's own.
    std::atomic<std::thread::id> street_{};
    std::map<ListenerId, Listener> listeners_;
    std::multimap<core::AccountId, ListenerId> by_account_;
    BookLedger books_;
    views::NewsBatch telling_;
    StreetTime time_;
    core::Timestamp next_flush_;
    std::int64_t second_{};  // of the last flush that ended one

    std::move_only_function<StreetTime()> clock_;
    std::thread thread_;
};

}  // namespace api
