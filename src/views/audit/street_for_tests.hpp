// A journal on a real disk with an audit key and checkpoints, for tests: records are written and
// followed as the engine does it, the clock moves when it is told to, and it can be stopped,
// crashed and started again.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "base/check.hpp"
#include "base/codec.hpp"
#include "journal/journal.hpp"
#include "journal/posix_disk.hpp"
#include "journal/reader.hpp"
#include "views/audit/checkpoints.hpp"

namespace views::for_tests {

namespace fs = std::filesystem;

class TestFolder {
  public:
    TestFolder() {
        std::string pattern = (fs::temp_directory_path() / "postern-audit-XXXXXX").string();
        CHECK(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~TestFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

inline std::string bytes_of_file(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_file(const fs::path& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

class Street {
  public:
    static constexpr journal::ClusterId whose{0xc0, 0xc1, 0xc2};

    std::size_t queue_bytes_max = 1 << 20;  // from the next start on

    Street() : disk_{(folder_.path() / "journal").string()} {
        CHECK(vault::create_audit_key(folder_.path()).has_value());
        key_.emplace(vault::read_audit_key(folder_.path()).value());
    }
    ~Street() { stop(); }

    void start() {
        class Nothing final : public journal::Recovery {
          public:
            bool load_snapshot(base::BytesView, std::uint64_t) override { return false; }
            void replay(const journal::RecordView&) override {}
        } nothing;
        journal::Options options{.cluster = whose, .segment_bytes = 64 << 10};
        journal_ = journal::Journal::open(disk_, options, nothing).value();
        checkpoints_ = Checkpoints::open(checkpoint_options()).value();
    }
    void stop() {
        checkpoints_.reset();
        if (journal_) journal_->stop();
        journal_.reset();
    }
    // As if the last `lost` bytes of the checkpoints had never reached the disk.
    void crash(const std::string& checkpoints_before, std::size_t lost) {
        stop();
        std::string now = bytes_of_file(checkpoints());
        const std::size_t kept = now.size() - std::min(lost, now.size());
        write_file(checkpoints(), now.substr(0, std::max(kept, checkpoints_before.size())));
    }

    CheckpointOptions checkpoint_options() {
        return {.folder = audit(),
                .journal = whose,
                .key = &*key_,
                .past = past(),
                .journal_end = core::Sequence{journal_->last_sequence()},
                .now = [this] { return now(); },
                .queue_bytes_max = queue_bytes_max};
    }

    // One frame; `told`: the checkpoints hear of it now, else they find it in the journal.
    void record(std::vector<core::Record> records, bool told = true) {
        journal::FrameBuffer frame;
        std::uint64_t next = journal_->last_sequence();
        for (core::Record& record : records) {
            record.stamp = {core::Sequence{++next}, now()};
            frame.begin_record(next, record.stamp.time.ns);
            base::encode(frame.bytes(), record);
            frame.end_record();
        }
        const journal::Position position = journal_->append(frame);
        if (!told) return;
        checkpoints_->follow(std::make_shared<const std::vector<core::Record>>(std::move(records)),
                             position);
    }
    void record_ticks(std::size_t count, bool told = true) {
        record(std::vector<core::Record>(
                   count, {{}, {.surface = core::Surface::system}, core::Tick{}, {}, {}}),
               told);
    }

    // Every record of the journal as its bytes.
    std::vector<base::Bytes> records() {
        std::vector<base::Bytes> all;
        past()(core::Sequence{}, [&](const journal::Frame& frame, const journal::Hash&) {
            frame.each_record([&](const journal::RecordView& record) {
                all.emplace_back(record.bytes.begin(), record.bytes.end());
            });
            return true;
        });
        return all;
    }
    std::vector<Checkpoint> sealed() {
        std::vector<Checkpoint> all;
        CHECK(each_checkpoint(audit(), [&](const Checkpoint& one) {
                  all.push_back(one);
                  return true;
              }).has_value());
        return all;
    }

    PastFrames past() {
        return [this](core::Sequence after, const auto& take) {
            journal::PosixDisk disk{(folder_.path() / "journal").string()};
            auto reader =
                journal::Reader::open(disk, {.cluster = {}, .after_sequence = after.value});
            while (reader) {
                const auto frame = (*reader)->next();
                if (!frame || !*frame || !take(**frame, (*reader)->cursor().chain)) return;
            }
        };
    }

    core::Timestamp now() const { return {now_ns_.load()}; }
    void advance(core::Duration by) { now_ns_ += by.ns; }
    const fs::path& folder() const { return folder_.path(); }
    fs::path audit() const { return folder_.path() / "audit"; }
    fs::path checkpoints() const { return checkpoint_file(audit()); }
    const vault::AuditKey& key() const { return *key_; }

  private:
    TestFolder folder_;
    journal::PosixDisk disk_;
    std::optional<vault::AuditKey> key_;
    std::atomic<std::int64_t> now_ns_{core::from_unix_ms(1'800'000'000'000).ns};
    std::unique_ptr<journal::Journal> journal_;
    std::unique_ptr<Checkpoints> checkpoints_;
};

}  // namespace views::for_tests
