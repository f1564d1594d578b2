// Follows the engine and signs a checkpoint over each minute in which something was recorded, and
// at a clean stop: every record is under exactly one of them.
//
//     TRY(auto checkpoints, Checkpoints::open({.folder = dir / "audit", .key = &key, ...}));
//     checkpoints->follow(records, position);     // engine's thread: never waits
//     checkpoints->stop();                        // the last one, under all that was followed
//
// A thread of its own encodes and hashes. Where it begins, and what it let go because it could not
// keep up, it reads from the journal: only records that were followed, so only durable ones.
// A checkpoint ends where a frame of the journal ends, so it knows the journal's chain there.
//
// Errors   open(): a sentence for the operator, also when the checkpoints know of records that the
//          journal has lost. A checkpoint that cannot be written is told through `tell`; the next
//          start makes up for it.
// Cost     about 2 us of one core per record, off the engine's thread; one fdatasync per minute.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "journal/snapshots.hpp"
#include "views/audit/checkpoint_file.hpp"
#include "views/audit/merkle.hpp"

namespace views {

// The work itself, without a thread: takes records frame by frame, seals when told to.
class CheckpointMaker {
  public:
    CheckpointMaker(CheckpointFile file, const vault::AuditKey& key,
                    const journal::ClusterId& journal);

    // All records up to here were taken.
    core::Sequence position() const { return position_; }
    // The next record's bytes; then, where its frame ends, the place.
    void add(core::Sequence sequence, base::BytesView record);
    void end_frame(const journal::Position& position);

    // Whether there is anything to seal that is as old.
    bool is_due(core::Timestamp now, core::Duration age) const;
    bool has_unsealed() const { return tree_.size() > 0; }
    // Nothing to seal is no error.
    [[nodiscard]] std::expected<void, std::string> seal(core::Timestamp now);
    const std::optional<Checkpoint>& last() const { return file_.last(); }

  private:
    CheckpointFile file_;
    const vault::AuditKey& key_;
    const journal::ClusterId journal_;
    MerkleHasher hasher_;
    MerkleRoot tree_;  // over the records that no checkpoint has yet
    core::Sequence position_;
    core::Timestamp since_;  // of the first frame in it
    journal::Hash chain_{};  // behind it
};

// Calls `take` with the frames of the journal whose records come after `after`, and with the chain
// behind each, until it says false or the journal ends. Frames without records may be among them.
using PastFrames = std::function<void(
    core::Sequence after,
    const std::function<bool(const journal::Frame&, const journal::Hash& chain)>& take)>;

struct CheckpointOptions {
    std::filesystem::path folder{};
    journal::ClusterId journal{};
    const vault::AuditKey* key{};  // outlives the checkpoints
    PastFrames past{};
    core::Sequence journal_end{};            // the last record that recovery found
    std::function<core::Timestamp()> now{};  // journal time, any thread
    std::function<void(const std::string&)> tell = [](const std::string&) {};
    core::Duration interval = core::minutes(1);
    std::size_t queue_bytes_max = 64 << 20;
};

class Checkpoints {
  public:
    using Records = std::shared_ptr<const std::vector<core::Record>>;

    static std::expected<std::unique_ptr<Checkpoints>, std::string> open(CheckpointOptions options);
    ~Checkpoints();  // stops

    void follow(Records records, const journal::Position& position);
    // Seals what was followed; call it when nothing comes any more.
    void stop();

  private:
    struct Followed {
        Records records;
        journal::Position position;
        std::size_t bytes{};
    };

    Checkpoints(CheckpointOptions options, CheckpointFile file);
    void run();
    std::vector<Followed> fetch(bool& stops);
    void take(const Followed& followed);
    void fill(core::Sequence until, bool stops);
    void take_frame(const journal::Frame& frame, const journal::Hash& chain);
    void seal();
    void complain(const std::string& trouble);

    const CheckpointOptions options_;
    CheckpointMaker maker_;
    base::Bytes encoded_;
    bool complained_{};  // once per run

    std::mutex mutex_;  // over the next five
    std::condition_variable changed_;
    std::vector<Followed> queue_;
    std::size_t queue_bytes_{};
    core::Sequence last_;  // of all records ever followed
    bool stopping_{};
    std::thread thread_;
};

}  // namespace views
