#include "views/access_log/access_log.hpp"

#include <algorithm>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

#include "base/check.hpp"
#include "views/access_log/keeper.hpp"
#include "views/access_log/lookup.hpp"

namespace views {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr int low_priority = 10;

}  // namespace

struct AccessLog::Impl {
    Impl(AccessLogOptions with, std::unique_ptr<Database> database)
        : options{std::move(with)}, keeper{new access::Keeper{std::move(database)}} {
        thread = std::thread{[this] { run(); }};
    }
    ~Impl() {
        {
            const std::lock_guard lock{queue_mutex};
            stopping = true;
        }
        woken.notify_one();
        thread.join();
    }

    void push(const AccessRow& row) {
        {
            const std::lock_guard lock{queue_mutex};
            if (waiting.size() >= options.queue_max || is_too_much(row)) {
                ++dropped;
                return;
            }
            waiting.push_back(row);
            if (waiting.size() != options.queue_max / 2) return;
        }
        woken.notify_one();  // before there is no room; else the thread looks by itself
    }

    bool flush() {
        std::unique_lock lock{queue_mutex};
        const std::uint64_t turn = ++turns_wanted;
        woken.notify_one();
        turned.wait(lock, [&] { return turns_done >= turn; });
        return keeper_ok;
    }

    // Strangers have no account to be counted on, so they share what there is.
    bool is_too_much(const AccessRow& row) {
        if (row.is_proved) return false;
        const std::int64_t second = row.time.ns / second_ns;
        if (second != std::exchange(strangers_second, second)) strangers = 0;
        return ++strangers > options.strangers_per_second;
    }

    void run() {
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);
        std::unique_lock lock{queue_mutex};
        for (bool stops = false; !stops;) {
            woken.wait_for(lock, options.batch_time, [this] {
                return stopping || turns_wanted > turns_done ||
                       waiting.size() >= options.queue_max / 2;
            });
            stops = stopping;
            const std::uint64_t wanted = turns_wanted;
            std::swap(waiting, writing);
            lock.unlock();
            const bool ok = turn();
            lock.lock();
            keeper_ok = ok;
            turns_done = wanted;
            turned.notify_all();
        }
    }

    bool turn() {
        const std::lock_guard lock{turn_mutex};
        keeper->write(writing);
        keeper->forget(options.now() - options.kept,
                       std::max(options.deleted_at_once, 2 * writing.size()));
        const bool ok = keeper->ok();
        if (!ok) mend();
        writing.clear();
        complain();
        return ok;
    }

    // The rows of the batch are lost, and counted as such.
    void mend() {
        const Clock::time_point now = Clock::now();
        if (now >= next_trouble) {
            options.tell("The access log could not be written: " + keeper->database().message() +
                         ".");
            next_trouble = now + options.between_complaints;
        }
        {
            const std::lock_guard lock{queue_mutex};
            dropped += writing.size();
        }
        if (auto database = access::open_file(options.file, options.tell)) {
            keeper = std::make_unique<access::Keeper>(*std::move(database));
            lookup.reopen();
        }
    }

    void complain() {
        const Clock::time_point now = Clock::now();
        const std::uint64_t count = [this] {
            const std::lock_guard lock{queue_mutex};
            return dropped;
        }();
        if (count == dropped_told || now < next_complaint) return;
        options.tell("The access log had no room for " + std::to_string(count - dropped_told) +
                     " requests.");
        dropped_told = count;
        next_complaint = now + options.between_complaints;
    }

    const AccessLogOptions options;
    access::Lookup lookup{options.file};
    std::unique_ptr<access::Keeper> keeper;  // the thread's
    std::vector<AccessRow> writing;          // the thread's; keeps its room, as `waiting` does
    std::uint64_t dropped_told{};
    Clock::time_point next_complaint{};
    Clock::time_point next_trouble{};
    std::mutex turn_mutex;

    std::mutex queue_mutex;  // over all below
    std::condition_variable woken;
    std::condition_variable turned;
    std::vector<AccessRow> waiting;
    std::uint64_t dropped{};
    std::int64_t strangers_second{};
    std::size_t strangers{};
    std::uint64_t turns_wanted{};
    std::uint64_t turns_done{};
    bool keeper_ok{true};
    bool stopping{};
    std::thread thread;
};

AccessLog::AccessLog(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
AccessLog::~AccessLog() = default;

std::expected<std::unique_ptr<AccessLog>, std::string> AccessLog::open(AccessLogOptions options) {
    auto database = access::open_file(options.file, options.tell);
    if (!database) return std::unexpected(std::move(database).error());
    auto impl = std::make_unique<Impl>(std::move(options), *std::move(database));
    return std::unique_ptr<AccessLog>{new AccessLog{std::move(impl)}};
}

void AccessLog::write(const AccessRow& row) { impl_->push(row); }

bool AccessLog::flush() { return impl_->flush(); }

Found<AccessPage> AccessLog::find(const AccessQuery& query) const {
    return impl_->lookup.find(query);
}

Found<KeyUse> AccessLog::use_of(std::string_view key, core::Timestamp since) const {
    return impl_->lookup.use_of(key, since);
}

std::uint64_t AccessLog::dropped() const {
    const std::lock_guard lock{impl_->queue_mutex};
    return impl_->dropped;
}

AccessLog::Hold::Hold(AccessLog& log) : lock_{log.impl_->turn_mutex} {}

}  // namespace views
