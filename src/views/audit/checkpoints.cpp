#include "views/audit/checkpoints.hpp"

#include <chrono>
#include <utility>

#include "base/check.hpp"
#include "base/codec.hpp"
#include "base/plant.hpp"
#include "base/result.hpp"

namespace views {
namespace {

using core::Sequence;

// How late a due checkpoint may be noticed when nothing else happens.
constexpr std::chrono::milliseconds nap{1'000};

constexpr Sequence after(Sequence sequence) { return Sequence{sequence.value + 1}; }

// Near enough: what the lists inside of events hold is small.
std::size_t bytes_of(const std::vector<core::Record>& records) {
    std::size_t bytes = 0;
    for (const core::Record& record : records) {
        bytes += sizeof record + record.events.capacity() * sizeof(core::Event);
    }
    return bytes;
}

}  // namespace

CheckpointMaker::CheckpointMaker(CheckpointFile file, const vault::AuditKey& key,
                                 const journal::ClusterId& journal)
    : file_{std::move(file)}, key_{key}, journal_{journal} {
    if (file_.last()) position_ = file_.last()->body.last;
}

void CheckpointMaker::add(Sequence sequence, base::BytesView record) {
    CHECK(sequence == after(position_));
    position_ = sequence;
    if (base::planted("checkpoint_skips_a_record") && sequence.value % 5 == 0) return;
    tree_.add(hasher_.leaf(record));
}

void CheckpointMaker::end_frame(const journal::Position& position) {
    CHECK(position.sequence == position_.value);
    chain_ = position.chain;
    if (since_ == core::Timestamp{}) since_ = {position.time_ns};
}

bool CheckpointMaker::is_due(core::Timestamp now, core::Duration age) const {
    return has_unsealed() && now - since_ >= age;
}

std::expected<void, std::string> CheckpointMaker::seal(core::Timestamp now) {
    if (!has_unsealed()) return {};
    CheckpointBody body{.journal = journal_,
                        .number = 1,
                        .first = Sequence{1},
                        .last = position_,
                        .time = now,
                        .chain = chain_,
                        .root = tree_.root(),
                        .previous = {}};
    if (const auto& before = file_.last()) {
        body.number = before->body.number + 1;
        body.first = after(before->body.last);
        body.time = std::max(now, before->body.time);
        body.previous = hash_of(*before);
    }
    TRY_OK(file_.append(sign(body, key_)));
    tree_.clear();
    since_ = {};
    return {};
}

Checkpoints::Checkpoints(CheckpointOptions options, CheckpointFile file)
    : options_{std::move(options)},
      maker_{std::move(file), *options_.key, options_.journal},
      last_{options_.journal_end} {
    thread_ = std::thread{[this] { run(); }};
}

std::expected<std::unique_ptr<Checkpoints>, std::string> Checkpoints::open(
    CheckpointOptions options) {
    TRY(auto file,
        CheckpointFile::open(options.folder, options.journal, options.key->public_key()));
    if (file.torn_bytes() > 0) {
        options.tell("The last checkpoint had not been finished; it is made again.");
    }
    if (file.last() && file.last()->body.last > options.journal_end) {
        return std::unexpected(
            "The journal ends at record " + std::to_string(options.journal_end.value) + ", but " +
            checkpoint_file(options.folder).string() + " was signed over records up to " +
            std::to_string(file.last()->body.last.value) +
            ": records are missing. Bring back the whole journal; if an older copy of it is wanted "
            "indeed, move the checkpoints away first.");
    }
    return std::unique_ptr<Checkpoints>{new Checkpoints{std::move(options), std::move(file)}};
}

Checkpoints::~Checkpoints() { stop(); }

void Checkpoints::follow(Records records, const journal::Position& position) {
    if (records->empty()) return;
    const std::size_t bytes = bytes_of(*records);
    {
        const std::lock_guard lock{mutex_};
        last_ = records->back().stamp.sequence;
        if (queue_bytes_ + bytes > options_.queue_bytes_max) return;  // found in the journal later
        queue_bytes_ += bytes;
        queue_.push_back({std::move(records), position, bytes});
        if (queue_.size() > 1) return;  // woken already
    }
    changed_.notify_one();
}

void Checkpoints::stop() {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) return;
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

std::vector<Checkpoints::Followed> Checkpoints::fetch(bool& stops) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, nap, [this] { return stopping_ || !queue_.empty(); });
    stops = stopping_;
    queue_bytes_ = 0;
    return std::exchange(queue_, {});
}

void Checkpoints::run() {
    fill(options_.journal_end, false);
    bool stops = false;
    while (!stops) {
        for (const Followed& followed : fetch(stops)) take(followed);
        const Sequence last = [this] {
            const std::lock_guard lock{mutex_};
            return queue_.empty() ? last_ : Sequence{};
        }();
        if (maker_.position() < last) fill(last, stops);
        if (stops || maker_.is_due(options_.now(), options_.interval)) seal();
    }
}

void Checkpoints::take(const Followed& followed) {
    const Sequence first = followed.records->front().stamp.sequence;
    if (first > after(maker_.position())) fill(Sequence{first.value - 1}, false);
    if (first != after(maker_.position())) return;  // read from the journal already
    for (const core::Record& record : *followed.records) {
        encoded_.clear();
        base::encode(encoded_, record);
        maker_.add(record.stamp.sequence, encoded_);
    }
    maker_.end_frame(followed.position);
}

// Long pasts are sealed minute by minute of their own time; not when somebody waits for the end.
void Checkpoints::fill(Sequence until, bool stops) {
    if (maker_.position() >= until) return;
    options_.past(maker_.position(), [&](const journal::Frame& frame, const journal::Hash& chain) {
        const Sequence last{frame.header.last_sequence};
        if (frame.header.records == 0 || last <= maker_.position()) return true;
        if (last > until || frame.header.first_sequence != after(maker_.position()).value) {
            return false;
        }
        take_frame(frame, chain);
        if (!stops && maker_.is_due({frame.header.time_ns}, options_.interval)) seal();
        return last < until;
    });
    if (maker_.position() >= until) return;
    complain("The journal does not give record " + std::to_string(maker_.position().value + 1) +
             ", so checkpoints stand still.");
}

void Checkpoints::take_frame(const journal::Frame& frame, const journal::Hash& chain) {
    frame.each_record([&](const journal::RecordView& record) {
        maker_.add(Sequence{record.sequence}, record.bytes);
    });
    maker_.end_frame({.sequence = frame.header.last_sequence,
                      .segment = frame.header.segment,
                      .time_ns = frame.header.time_ns,
                      .chain = chain});
}

void Checkpoints::seal() {
    const auto sealed = maker_.seal(options_.now());
    if (!sealed) complain(sealed.error() + " Checkpoints go on after the next start.");
}

void Checkpoints::complain(const std::string& trouble) {
    if (!std::exchange(complained_, true)) options_.tell(trouble);
}

}  // namespace views
