#include "api/streams/hub.hpp"

#include <pthread.h>
#include <set>
#include <utility>

#include "base/check.hpp"
#include "views/market/interval.hpp"

namespace api {
namespace {

constexpr core::Duration tenth = core::milliseconds(100);

}  // namespace

Hub::Hub(const views::Live& live) : live_{live} {}

Hub::~Hub() { stop(); }

// --- any thread

void Hub::push(Entry entry) {
    bool wake = false;
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) return;
        queue_.push_back(std::move(entry));
        wake = std::exchange(sleeping_, false);
    }
    if (wake) woken_.notify_one();
}

void Hub::hear(const views::NewsBatch& batch) { push(batch); }
void Hub::post(Task task) { push(std::move(task)); }

std::atomic<std::uint32_t>& Hub::filter(core::AccountId account) const {
    return filter_[account.value % filter_size];
}

bool Hub::listens_to(core::AccountId account) const {
    return filter(account).load(std::memory_order_acquire) != 0;
}

ListenerId Hub::listen(const Listening& whom, std::shared_ptr<AccountSink> sink) {
    const ListenerId id = last_listener_.fetch_add(1) + 1;
    filter(whom.account).fetch_add(1);
    Listener listener{whom, std::move(sink)};
    if (is_on_street()) {
        begin(id, std::move(listener));
    } else {
        post([this, id, listener = std::move(listener)]() mutable {
            begin(id, std::move(listener));
        });
    }
    return id;
}

// One that has not begun yet will have when the task's turn comes.
void Hub::unlisten(ListenerId id) {
    if (is_on_street() && listeners_.contains(id)) return forget(id);
    post([this, id] { forget(id); });
}

bool Hub::is_on_street() const { return std::this_thread::get_id() == street_; }

// --- the street

void Hub::add(Feed& feed) { feeds_.push_back(&feed); }

void Hub::start(std::move_only_function<core::Timestamp()> now) {
    clock_ = std::move(now);
    thread_ = std::thread{[this] { run(); }};
    ::pthread_setname_np(thread_.native_handle(), "street");
}

void Hub::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        sleeping_ = false;
    }
    woken_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Hub::run() {
    for (;;) {
        const core::Timestamp now = clock_();
        step(now);
        std::unique_lock lock{mutex_};
        if (stopping_ && queue_.empty()) break;
        if (!queue_.empty()) continue;
        sleeping_ = true;
        const core::Duration left = next_flush_ - now;
        woken_.wait_for(lock, std::chrono::nanoseconds{left.ns},
                        [this] { return !sleeping_ || stopping_; });
        sleeping_ = false;
    }
    while (!listeners_.empty()) end(listeners_.begin()->first, ListenEnd::stopped);
}

void Hub::step(core::Timestamp now) {
    street_ = std::this_thread::get_id();
    now_ = now;
    std::deque<Entry> entries;
    {
        const std::lock_guard lock{mutex_};
        entries.swap(queue_);
    }
    for (Entry& entry : entries) {
        if (auto* task = std::get_if<Task>(&entry)) {
            (*task)();
        } else {
            telling_ = std::get<views::NewsBatch>(entry);
            for (const views::RecordNews& news : *telling_) tell(news);
        }
    }
    if (now >= next_flush_) flush();
}

void Hub::tell(const views::RecordNews& news) {
    for (const views::BookNews& book : news.books) books_.note(book);
    for (Feed* feed : feeds_) feed->hear(news);
    if (listeners_.empty()) return;
    tell_listeners(news);
    if (!news.ended_keys.empty() || !news.ended_sessions.empty()) end_listeners(news);
}

void Hub::tell_listeners(const views::RecordNews& news) {
    std::set<core::AccountId> accounts;
    for (const views::OrderNews& order : news.orders) accounts.insert(order.row.order.account);
    for (const views::ListNews& list : news.lists) accounts.insert(list.list.account);
    for (const views::BalanceNews& balance : news.balances) accounts.insert(balance.account);
    for (const core::AccountId account : accounts) {
        // Copied: a sink may unlisten while it hears.
        std::vector<ListenerId> ids;
        const auto [first, last] = by_account_.equal_range(account);
        for (auto it = first; it != last; ++it) ids.push_back(it->second);
        for (const ListenerId id : ids) {
            const auto it = listeners_.find(id);
            if (it == listeners_.end()) continue;
            const std::shared_ptr<AccountSink> sink = it->second.sink;
            sink->hear(news);
        }
    }
}

void Hub::end_listeners(const views::RecordNews& news) {
    const std::set<core::KeyId> keys{news.ended_keys.begin(), news.ended_keys.end()};
    const std::set<core::SessionId> sessions{news.ended_sessions.begin(),
                                             news.ended_sessions.end()};
    std::vector<std::pair<ListenerId, ListenEnd>> ended;
    for (const auto& [id, listener] : listeners_) {
        if (listener.whom.key && keys.contains(listener.whom.key)) {
            ended.emplace_back(id, ListenEnd::key_ended);
        } else if (listener.whom.session && sessions.contains(listener.whom.session)) {
            ended.emplace_back(id, ListenEnd::session_ended);
        }
    }
    for (const auto& [id, why] : ended) end(id, why);
}

void Hub::begin(ListenerId id, Listener&& listener) {
    by_account_.emplace(listener.whom.account, id);
    const std::shared_ptr<AccountSink> sink = listener.sink;
    const bool added = listeners_.emplace(id, std::move(listener)).second;
    CHECK(added);
    sink->begin();
}

void Hub::end(ListenerId id, ListenEnd why) {
    const auto it = listeners_.find(id);
    if (it == listeners_.end()) return;
    const std::shared_ptr<AccountSink> sink = it->second.sink;
    forget(id);
    sink->end(why);
}

void Hub::forget(ListenerId id) {
    const auto it = listeners_.find(id);
    if (it == listeners_.end()) return;
    const core::AccountId account = it->second.whom.account;
    const auto [first, last] = by_account_.equal_range(account);
    for (auto at = first; at != last; ++at) {
        if (at->second != id) continue;
        by_account_.erase(at);
        break;
    }
    listeners_.erase(it);
    filter(account).fetch_sub(1);
}

void Hub::flush() {
    const core::Timestamp boundary = views::floor_to(now_, tenth);
    next_flush_ = boundary + tenth;
    const std::int64_t second = now_.ns / core::seconds(1).ns;
    Flush flush{.now = now_, .second = second != std::exchange(second_, second)};
    flush.books_100ms = books_.take_100ms();
    if (flush.second) flush.books_1s = books_.take_1s();
    for (Feed* feed : feeds_) feed->flush(flush);
}

}  // namespace api
