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

Hub::Hub(const views::Live& live, HubOptions options)
    : live_{live}, options_{std::move(options)}, backlog_{options_.queue_bytes_max} {}

Hub::~Hub() { stop(); }

// --- any thread

void Hub::hear(const views::NewsBatch& batch) { backlog_.push(batch); }
void Hub::post(Task task) { backlog_.push(std::move(task)); }

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

void Hub::start(std::move_only_function<StreetTime()> time) {
    clock_ = std::move(time);
    thread_ = std::thread{[this] { run(); }};
    ::pthread_setname_np(thread_.native_handle(), "street");
}

void Hub::stop() {
    backlog_.stop();
    if (thread_.joinable()) thread_.join();
}

void Hub::run() {
    do {
        step(clock_());
    } while (backlog_.wait(next_flush_ - time_.now));
    while (!listeners_.empty()) end(listeners_.begin()->first, ListenEnd::stopped);
}

void Hub::step(const StreetTime& time) {
    street_ = std::this_thread::get_id();
    time_ = time;
    Backlog::Taken taken = backlog_.take();
    for (Backlog::Entry& entry : taken.entries) {
        if (auto* task = std::get_if<Task>(&entry)) {
            (*task)();
            continue;
        }
        const auto& news = std::get<Backlog::News>(entry);
        // Whoever would hear it will have to begin anew: so the street catches up sooner.
        if (!taken.lost && !backlog_.has_lost()) tell(news);
        backlog_.told(news);
    }
    if (taken.lost) lose();
    if (time_.now >= next_flush_) flush();
}

void Hub::tell(const Backlog::News& news) {
    telling_ = news.batch;
    for (const views::RecordNews& record : *telling_) tell(record);
}

void Hub::tell(const views::RecordNews& news) {
    for (const views::BookNews& book : news.books) books_.note(book);
    for (Feed* feed : feeds_) feed->hear(news);
    if (listeners_.empty()) return;
    tell_listeners(news);
    if (news.ends_something()) end_listeners(news);
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
    std::map<core::AccountId, bool> accounts;  // whether people end too
    for (const auto& [account, people_too] : news.ended_accounts) accounts[account] |= people_too;
    std::vector<std::pair<ListenerId, ListenEnd>> ended;
    for (const auto& [id, listener] : listeners_) {
        const Listening& whom = listener.whom;
        const auto account = accounts.find(whom.account);
        const bool by_account = account != accounts.end();
        if (whom.key && (by_account || keys.contains(whom.key))) {
            ended.emplace_back(id, ListenEnd::key_ended);
        } else if (whom.session &&
                   ((by_account && account->second) || sessions.contains(whom.session))) {
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
    const core::Timestamp boundary = views::floor_to(time_.now, tenth);
    next_flush_ = boundary + tenth;
    const std::int64_t second = time_.now.ns / core::seconds(1).ns;
    Flush flush{.now = time_.now,
                .settled = time_.settled,
                .second = second != std::exchange(second_, second)};
    flush.books_100ms = books_.take_100ms();
    if (flush.second) flush.books_1s = books_.take_1s();
    for (Feed* feed : feeds_) feed->flush(flush);
}

// Among the news may have been the end of somebody's key, so nobody stays.
void Hub::lose() {
    options_.complain(
        "The streams fell behind: news were dropped, and all who listened were told to connect "
        "again.");
    books_ = {};
    std::vector<ListenerId> ids;
    for (const auto& [id, listener] : listeners_) ids.push_back(id);
    for (const ListenerId id : ids) end(id, ListenEnd::lost);
    for (Feed* feed : feeds_) feed->lose();
}

}  // namespace api
