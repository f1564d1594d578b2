#include "journal/journal.hpp"

#include <cstdio>
#include <unistd.h>

#include "base/check.hpp"
#include "base/plant.hpp"
#include "base/result.hpp"

namespace journal {
namespace {

[[noreturn]] void give_up(const DiskError& error) {
    std::fprintf(stderr,
                 "postern: the journal %s; stopping at once, so that nobody is told of what the "
                 "disk may not have\n",
                 error.sentence().c_str());
    std::fflush(stderr);
    ::_exit(Journal::exit_code);
}

}  // namespace

std::expected<std::unique_ptr<Journal>, OpenError> Journal::open(Disk& disk, Options options,
                                                                 Recovery& visitor) {
    CHECK(options.segment_bytes % block_bytes == 0 && options.segment_bytes >= 4 * block_bytes);
    auto lock = disk.lock();
    if (!lock) return std::unexpected(disk_failed(lock.error()));
    std::unique_ptr<Journal> journal(new Journal(disk, std::move(options)));
    journal->lock_ = *std::move(lock);
    if (auto made = journal->make_directories(); !made) {
        return std::unexpected(disk_failed(made.error()));
    }
    TRY(auto recovered, recover(disk, journal->options_, visitor));
    if (auto taken = journal->take_up(std::move(recovered)); !taken) {
        return std::unexpected(disk_failed(taken.error()));
    }
    return journal;
}

Disked<> Journal::make_directories() {
    TRY_OK(disk_.make_directory("snapshots"));
    TRY_OK(disk_.make_directory("lost+found"));
    return disk_.sync_directory("");
}

// From here on the disk changes: everything on it has been found good.
Disked<> Journal::take_up(Recovered recovered) {
    report_ = std::move(recovered.report);
    cursor_ = recovered.cursor;
    position_ = recovered.position;
    last_kind_ = recovered.last_kind;
    TRY_OK(spares_.find());
    if (report_.created) return open_next_segment();

    const Tail& tail = recovered.tail;
    if (!tail.torn.empty()) TRY_OK(cut_torn_tail(disk_, tail, report_));
    segment_ = tail.segment;
    segment_size_ = recovered.opening.segment_bytes;
    offset_ = tail.offset;
    TRY(file_, disk_.open(segment_name(segment_)));
    TRY_OK(file_->sync());  // a killed predecessor may have left pages that are not on the disk
    if (recovered.opening.schema != options_.schema) return open_next_segment();
    if (last_kind_ == Kind::records) TRY_OK(write(Kind::idle_seal, seal_frame_));
    return {};
}

Position Journal::append(FrameBuffer& frame) {
    CHECK(!frame.empty() && frame.record_at_ == 0);
    CHECK(frame.first_sequence() == cursor_.next_sequence);
    CHECK(padded(frame.used_bytes()) <= frame_bytes_max());
    if (auto written = write(Kind::records, frame); !written) give_up(written.error());
    return position_;
}

void Journal::seal() {
    if (last_kind_ == Kind::records) seal_as(Kind::idle_seal);
}

void Journal::stop() {
    if (last_kind_ != Kind::stop_seal) seal_as(Kind::stop_seal);
}

void Journal::seal_as(Kind kind) {
    if (auto written = write(kind, seal_frame_); !written) give_up(written.error());
}

// One frame, durable when it returns; the next is written only then.
Disked<> Journal::write(Kind kind, FrameBuffer& frame) {
    base::Bytes& bytes = frame.bytes_;
    const std::size_t used = kind == Kind::records ? bytes.size() : header_bytes;
    bytes.resize(padded(used));
    if (offset_ + bytes.size() > segment_size_) TRY_OK(open_next_segment());

    const Header header{.kind = kind,
                        .payload_bytes = static_cast<std::uint32_t>(used - header_bytes),
                        .cluster = options_.cluster,
                        .segment = segment_,
                        .frame = cursor_.frame,
                        .first_sequence = cursor_.next_sequence,
                        .last_sequence = cursor_.next_sequence + frame.records() - 1,
                        .time_ns = frame.empty() ? position_.time_ns : frame.header_.time_ns,
                        .records = frame.records(),
                        .previous = cursor_.chain};
    write_header(header, std::span(bytes).first<header_bytes>());
    TRY_OK(file_->write(offset_, bytes));
    if (!base::planted("ack_before_fsync")) TRY_OK(file_->sync());

    const Hash chain = sha256_.of(base::BytesView(bytes).first(used));
    cursor_ = {header.frame + 1, header.last_sequence + 1, chain};
    offset_ += bytes.size();
    last_kind_ = kind;
    if (kind == Kind::records) position_ = {header.last_sequence, segment_, header.time_ns, chain};
    return {};
}

// The opening frame is durable before the segment has its name, and the name before the next frame.
Disked<> Journal::open_next_segment() {
    TRY(const std::string spare, spares_.take());
    TRY(const auto file, disk_.open(spare));
    const std::uint64_t segment = segment_ + 1;
    const base::Bytes payload =
        write_opening({.schema = options_.schema, .segment_bytes = options_.segment_bytes});
    base::Bytes frame(header_bytes);
    write_header({.kind = Kind::opening,
                  .payload_bytes = static_cast<std::uint32_t>(payload.size()),
                  .cluster = options_.cluster,
                  .segment = segment,
                  .frame = cursor_.frame,
                  .first_sequence = cursor_.next_sequence,
                  .last_sequence = cursor_.next_sequence - 1,
                  .time_ns = position_.time_ns,
                  .previous = cursor_.chain},
                 std::span(frame).first<header_bytes>());
    frame.insert(frame.end(), payload.begin(), payload.end());
    const Hash chain = sha256_.of(frame);
    frame.resize(padded(frame.size()));
    TRY_OK(file->write(0, frame));
    TRY_OK(file->sync());
    TRY_OK(disk_.rename(spare, segment_name(segment)));
    if (!base::planted("no_directory_fsync")) TRY_OK(disk_.sync_directory(""));

    TRY(file_, disk_.open(segment_name(segment)));  // under the name that errors should say
    segment_ = segment;
    segment_size_ = options_.segment_bytes;
    offset_ = frame.size();
    cursor_ = {cursor_.frame + 1, cursor_.next_sequence, chain};
    last_kind_ = Kind::opening;
    return {};
}

Disked<> Journal::write_snapshot(base::BytesView state, const Position& position) {
    const std::lock_guard writing(snapshot_writing_);
    return journal::write_snapshot(disk_, options_.cluster, options_.state_schema, position, state);
}

}  // namespace journal
