#include "journal/recovery.hpp"

#include <algorithm>

#include "base/result.hpp"
#include "journal/segments.hpp"

namespace journal {
namespace {

class Replay {
  public:
    Replay(Disk& disk, const Options& options, Recovery& visitor)
        : disk_(disk), options_(options), visitor_(visitor) {}

    std::expected<Recovered, OpenError> run();

  private:
    // From this snapshot on, or from the beginning; nothing when the snapshot does not belong here.
    std::expected<std::optional<Recovered>, OpenError> from(const Snapshot* snapshot);
    std::expected<bool, OpenError> play(Reader& reader, const Snapshot* snapshot, Recovered& found);
    bool load(const Snapshot& snapshot, const Frame& frame, const Cursor& cursor);
    std::expected<void, OpenError> check_schema(const Frame& frame, const Reader& reader) const;
    std::expected<std::optional<Snapshot>, OpenError> candidate(const std::string& name);
    std::expected<void, OpenError> check_reach(const Recovered& found) const;
    std::expected<std::uint64_t, OpenError> first_segment(const Snapshot* snapshot) const;
    void pass_over(const std::string& name, const std::string& reason);

    Disk& disk_;
    const Options& options_;
    Recovery& visitor_;
    OpenReport report_;
    std::string furthest_name_;  // of the intact snapshots of this cluster
    std::uint64_t furthest_sequence_{};
};

std::expected<Recovered, OpenError> Replay::run() {
    const auto names = find_snapshots(disk_);
    if (!names) return std::unexpected(disk_failed(names.error()));
    for (const std::string& name : *names) {
        TRY(const auto snapshot, candidate(name));
        if (!snapshot) continue;
        TRY(auto found, from(&*snapshot));
        if (found) return *std::move(found);
        pass_over(name, "it does not fit the journal, or its state cannot be read");
    }
    TRY(auto found, from(nullptr));
    return *std::move(found);
}

std::expected<std::optional<Snapshot>, OpenError> Replay::candidate(const std::string& name) {
    auto snapshot = read_snapshot(disk_, name);
    if (!snapshot) {
        pass_over(name, snapshot.error());
        return std::nullopt;
    }
    if (snapshot->cluster != options_.cluster) {
        pass_over(name, "it is of another cluster");
        return std::nullopt;
    }
    if (snapshot->position.sequence > furthest_sequence_) {
        furthest_sequence_ = snapshot->position.sequence;
        furthest_name_ = disk_.path_of(name);
    }
    if (snapshot->schema != options_.state_schema) {
        pass_over(name, "its state was written by another version");
        return std::nullopt;
    }
    return *std::move(snapshot);
}

std::expected<std::optional<Recovered>, OpenError> Replay::from(const Snapshot* snapshot) {
    report_.records_replayed = 0;
    TRY(const std::uint64_t first, first_segment(snapshot));
    TRY(const auto reader,
        Reader::open(disk_, {.cluster = options_.cluster, .first_segment = first}));
    Recovered found;
    TRY(const bool fits, play(*reader, snapshot, found));
    found.cursor = reader->cursor();
    found.tail = reader->tail();
    found.last_kind = reader->statistics().last_kind;
    found.opening = reader->opening();
    TRY_OK(check_reach(found));
    if (!fits) return std::nullopt;
    report_.created = found.tail.segment == 0;
    report_.clean = found.last_kind == Kind::stop_seal || found.position.sequence == 0;
    report_.snapshot_sequence = snapshot == nullptr ? 0 : snapshot->position.sequence;
    report_.frames = reader->statistics().frames;
    found.report = report_;
    return found;
}

std::expected<bool, OpenError> Replay::play(Reader& reader, const Snapshot* snapshot,
                                            Recovered& found) {
    bool loaded = snapshot == nullptr;
    bool fits = true;
    while (true) {
        TRY(const auto frame, reader.next());
        if (!frame) return loaded;
        TRY_OK(check_schema(*frame, reader));
        if (frame->header.records == 0 || !fits) continue;
        found.position = {.sequence = frame->header.last_sequence,
                          .segment = frame->header.segment,
                          .time_ns = frame->header.time_ns,
                          .chain = reader.cursor().chain};
        if (loaded) {
            frame->each_record([this](const RecordView& record) { visitor_.replay(record); });
            report_.records_replayed += frame->header.records;
        } else if (frame->header.last_sequence >= snapshot->position.sequence) {
            fits = loaded = found.position == snapshot->position &&
                            visitor_.load_snapshot(snapshot->state(), snapshot->position.sequence);
        }
    }
}

// A snapshot is taken of durable records only. So when it knows more than the journal, the journal
// has lost what it once had.
std::expected<void, OpenError> Replay::check_reach(const Recovered& found) const {
    if (furthest_sequence_ < found.cursor.next_sequence) return {};
    const std::string last = std::to_string(found.cursor.next_sequence - 1);
    return std::unexpected(OpenError{
        .reason = OpenError::Reason::corrupted,
        .sentence = "The journal " + disk_.path_of("") + " is damaged: it ends with sequence " +
                    last + ", but the snapshot " + furthest_name_ + " was taken at sequence " +
                    std::to_string(furthest_sequence_) +
                    ". Nothing was changed. Restore the newest segments from a backup or a "
                    "replica and start again.",
        .file = disk_.path_of(segment_name(std::max<std::uint64_t>(found.tail.segment, 1))),
        .offset = found.tail.offset,
        .frame = found.cursor.frame});
}

std::expected<void, OpenError> Replay::check_schema(const Frame& frame,
                                                    const Reader& reader) const {
    if (frame.header.kind != Kind::opening) return {};
    const Hash& schema = reader.opening().schema;
    const auto& older = options_.older_schemas;
    if (schema == options_.schema) return {};
    if (std::find(older.begin(), older.end(), schema) != older.end()) return {};
    const std::string path = disk_.path_of(segment_name(frame.header.segment));
    return std::unexpected(OpenError{
        .reason = OpenError::Reason::unknown_schema,
        .sentence = "The journal " + path + " holds records of schema " + base::format_hex(schema) +
                    ", and this program writes schema " + base::format_hex(options_.schema) +
                    " and knows " + std::to_string(older.size()) +
                    " older ones. Start the program that wrote it, or a newer one.",
        .file = path,
        .frame = frame.header.frame});
}

std::expected<std::uint64_t, OpenError> Replay::first_segment(const Snapshot* snapshot) const {
    if (snapshot == nullptr) return 1;
    const auto segments = list_segments(disk_);
    if (!segments) return std::unexpected(disk_failed(segments.error()));
    const bool short_enough = segments->size() * options_.segment_bytes <= options_.verify_bytes;
    return short_enough ? 1 : snapshot->position.segment;
}

void Replay::pass_over(const std::string& name, const std::string& reason) {
    report_.snapshots_passed_over.push_back(name + ": " + reason);
}

// lost+found/segment-00000002-1433600.torn; a later one at the same place gets a number.
Disked<std::string> free_name(Disk& disk, const Tail& tail) {
    TRY(const auto taken, disk.list("lost+found"));
    std::string stem = segment_name(tail.segment);
    stem.resize(stem.find('.'));
    stem += "-" + std::to_string(tail.offset);
    std::string name = stem + ".torn";
    for (int again = 2; std::find(taken.begin(), taken.end(), name) != taken.end(); ++again) {
        name = stem + "-" + std::to_string(again) + ".torn";
    }
    return "lost+found/" + name;
}

}  // namespace

std::expected<Recovered, OpenError> recover(Disk& disk, const Options& options, Recovery& visitor) {
    return Replay(disk, options, visitor).run();
}

Disked<> cut_torn_tail(Disk& disk, const Tail& tail, OpenReport& report) {
    TRY(const std::string name, free_name(disk, tail));
    {
        TRY(const auto copy, disk.create(name));
        TRY_OK(copy->write(0, tail.torn));
        TRY_OK(copy->sync());
    }
    TRY_OK(disk.sync_directory("lost+found"));
    TRY(const auto file, disk.open(segment_name(tail.segment)));
    TRY_OK(file->fill_zero(tail.offset, padded(tail.torn.size())));
    TRY_OK(file->sync());
    report.torn_bytes = tail.torn.size();
    report.torn_copy = disk.path_of(name);
    return {};
}

}  // namespace journal
