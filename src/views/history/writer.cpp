#include "views/history/writer.hpp"

namespace views {
namespace {

using Clock = Backlog::Clock;

constexpr std::chrono::seconds before_next_try{1};

core::Sequence after(core::Sequence sequence) { return core::Sequence{sequence.value + 1}; }
core::Sequence before(core::Sequence sequence) { return core::Sequence{sequence.value - 1}; }

}  // namespace

Writer::Writer(HistoryOptions options, Readers& readers)
    : options_{std::move(options)},
      readers_{readers},
      backlog_{options_.queue_bytes_max, options_.journal_end} {}

Writer::~Writer() {
    backlog_.stop();
    if (thread_.joinable()) thread_.join();
}

std::expected<void, std::string> Writer::open() {
    auto database = open_for_writing(options_.file, options_.journal);
    if (!database) return std::unexpected(std::move(database).error());
    recorder_ = std::make_unique<Recorder>(std::move(*database));
    if (!is_of_this_journal(recorder_->position())) {
        recorder_.reset();
        delete_database(options_.file);
        return open();
    }
    publish(recorder_->position().sequence);
    return {};
}

// A journal that was brought back from a backup may be shorter than history, or have gone on
// otherwise since.
bool Writer::is_of_this_journal(core::Stamp position) const {
    if (!position.sequence) return true;
    if (position.sequence > options_.journal_end) return false;
    bool same = true;
    options_.past(before(position.sequence), [&](const core::Record& record) {
        same = record.stamp == position;
        return false;
    });
    return same;
}

void Writer::start() {
    thread_ = std::thread{[this] { run(); }};
}

void Writer::run() {
    while (!backlog_.stopped() || !backlog_.empty()) {
        if (!recorder_ && !reopen()) {
            backlog_.pause(Clock::now() + before_next_try);
            if (backlog_.stopped()) return;
            continue;
        }
        turn();
        if (!recorder_->ok()) mend();
    }
    if (recorder_) commit();
}

void Writer::turn() {
    if (const Backlog::Records next = backlog_.pop(due())) {
        take(*next);
    } else if (recorder_->position().sequence < backlog_.last()) {
        fill(backlog_.last());
    }
    if (is_time_to_commit()) commit();
}

// Whoever falls behind gets on faster with larger batches, and those who wait are better served.
bool Writer::is_time_to_commit() const {
    const Clock::time_point now = Clock::now();
    if (backlog_.empty()) return waiters_ > 0 || now >= batch_end_;
    return now >= batch_end_ + 9 * options_.batch_time;
}

// Until when to wait for more.
Clock::time_point Writer::due() const {
    if (recorder_->position().sequence < backlog_.last()) return Clock::now();
    return recorder_->uncommitted() > 0 ? batch_end_ : Clock::time_point::max();
}

void Writer::take(const std::vector<core::Record>& records) {
    const core::Sequence first = records.front().stamp.sequence;
    if (first > after(recorder_->position().sequence)) fill(before(first));
    for (const core::Record& record : records) {
        if (record.stamp.sequence == after(recorder_->position().sequence)) add(record);
    }
}

void Writer::fill(core::Sequence until) {
    const core::Sequence from = recorder_->position().sequence;
    options_.past(from, [&](const core::Record& record) {
        if (backlog_.stopped() || record.stamp.sequence != after(recorder_->position().sequence)) {
            return false;
        }
        add(record);
        return recorder_->ok() && recorder_->position().sequence < until;
    });
    if (recorder_->position().sequence != from || backlog_.stopped()) return;
    complain("The journal does not give record " + std::to_string(from.value + 1) +
             ", so history stands still.");
    backlog_.pause(Clock::now() + before_next_try);
}

void Writer::add(const core::Record& record) {
    if (recorder_->uncommitted() == 0) batch_end_ = Clock::now() + options_.batch_time;
    recorder_->add(record);
    if (recorder_->uncommitted() >= options_.batch_records) commit();
}

void Writer::commit() {
    if (recorder_->uncommitted() == 0) return;
    recorder_->commit();
    if (!recorder_->ok()) return;
    failures_ = 0;
    complain("");
    publish(recorder_->position().sequence);
}

// What was not committed is gone and will be read from the journal; the file too, if it is at
// fault.
void Writer::mend() {
    const bool damaged = recorder_->database().is_damaged();
    complain("History could not be written: " + recorder_->database().message() + ".");
    recorder_.reset();
    if (damaged) {
        readers_.close();
        delete_database(options_.file);
    }
    if (failures_++ > 0) backlog_.pause(Clock::now() + before_next_try);
}

bool Writer::reopen() {
    auto database = reopen_for_writing(options_.file, options_.journal);
    if (!database) {
        complain(std::move(database).error());
        return false;
    }
    recorder_ = std::make_unique<Recorder>(std::move(*database));
    publish(recorder_->position().sequence);
    readers_.open();
    return true;
}

void Writer::publish(core::Sequence position) {
    {
        const std::lock_guard lock{mutex_};
        position_ = position;
    }
    moved_.notify_all();
}

void Writer::complain(std::string trouble) {
    const std::lock_guard lock{mutex_};
    trouble_ = std::move(trouble);
}

core::Sequence Writer::position() const {
    const std::lock_guard lock{mutex_};
    return position_;
}

std::string Writer::trouble() const {
    const std::lock_guard lock{mutex_};
    return trouble_;
}

bool Writer::wait_for(core::Sequence sequence, Clock::time_point deadline) const {
    if (position() >= sequence) return true;
    ++waiters_;
    backlog_.wake();
    std::unique_lock lock{mutex_};
    const bool there = moved_.wait_until(lock, deadline, [&] { return position_ >= sequence; });
    --waiters_;
    return there;
}

}  // namespace views
