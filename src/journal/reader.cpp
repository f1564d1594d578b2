#include "journal/reader.hpp"

#include <algorithm>

#include "base/plant.hpp"
#include "base/result.hpp"
#include "journal/segments.hpp"

namespace journal {
namespace {

constexpr std::string_view next_step =
    " Nothing was changed. Restore this file from a backup or a replica and start again; "
    "`postern journal verify` checks the whole journal.";

std::size_t used_length(base::BytesView bytes) {
    std::size_t used = bytes.size();
    while (used > 0 && bytes[used - 1] == 0) --used;
    return used;
}

std::string number(std::uint64_t value) { return std::to_string(value); }

}  // namespace

OpenError disk_failed(const DiskError& error) {
    const bool locked = error.operation == "lock";
    if (locked) {
        return {.reason = OpenError::Reason::locked,
                .sentence = "Another process writes this journal (" + error.file +
                            " is locked). Stop that server first; two may never share a journal.",
                .file = error.file};
    }
    return {.reason = OpenError::Reason::disk_failed,
            .sentence = "The disk failed: " + error.sentence() +
                        ". Check the disk, its free space and the file's owner, then start again.",
            .file = error.file};
}

std::expected<std::unique_ptr<Reader>, OpenError> Reader::open(Disk& disk,
                                                               const ReadOptions& options) {
    auto segments = list_segments(disk);
    if (!segments) return std::unexpected(disk_failed(segments.error()));
    std::unique_ptr<Reader> reader(new Reader(disk, options, *std::move(segments)));
    for (std::size_t i = 0; i < reader->segments_.size(); ++i) {
        if (reader->segments_[i] == i + 1) continue;
        const std::string path = disk.path_of(segment_name(i + 1));
        return std::unexpected(OpenError{
            .reason = OpenError::Reason::corrupted,
            .sentence = "The journal is damaged: " + path + " is missing, though segment " +
                        number(reader->segments_[i]) + " is there." + std::string(next_step),
            .file = path});
    }
    TRY_OK(reader->skip_to(options.first_segment));
    TRY_OK(reader->skip_past(options.after_sequence));
    return reader;
}

std::expected<void, OpenError> Reader::skip_to(std::uint64_t first_segment) {
    if (first_segment <= 1 || first_segment > segments_.size()) return {};
    index_ = first_segment - 1;
    believes_ = true;
    return {};
}

std::expected<void, OpenError> Reader::skip_past(std::uint64_t sequence) {
    while (sequence > 0 && !segments_.empty() && !is_last()) {
        TRY(const Header next, read_opening_header(disk_, segments_[index_ + 1]));
        if (next.first_sequence > sequence + 1) return {};
        ++index_;
        believes_ = true;
    }
    return {};
}

std::expected<void, OpenError> Reader::load() {
    const auto read_all = [this]() -> Disked<> {
        TRY(const auto file, disk_.open_to_read(segment_name(segment())));
        TRY(const std::uint64_t size, file->size());
        bytes_.resize(size / block_bytes * block_bytes);
        return file->read(0, bytes_);
    };
    offset_ = 0;
    if (auto read = read_all(); !read) return std::unexpected(disk_failed(read.error()));
    return {};
}

std::expected<std::optional<Frame>, OpenError> Reader::next() {
    if (done_ || segments_.empty()) return std::nullopt;
    if (offset_ == 0) return open_segment();
    if (!is_last() && is_zero(rest())) {
        ++index_;
        offset_ = 0;
        return open_segment();
    }
    const auto frame = read_frame(rest());
    if (!frame && frame.error().unknown_version) return unknown_format(frame.error().version);
    if (!frame) return end_of_journal(frame.error());
    // A whole frame in the wrong place was never torn: the disk lies, or somebody wrote here.
    if (const std::string expected = misplaced(*frame); !expected.empty()) {
        return corrupted(expected);
    }
    if (frame->header.kind == Kind::opening) return corrupted("no second opening frame");
    return accept(*frame);
}

// A segment has its name only once its opening frame is durable; so that frame is never torn.
std::expected<Frame, OpenError> Reader::open_segment() {
    TRY_OK(load());
    const auto frame = read_frame(rest());
    if (!frame && frame.error().unknown_version) return unknown_format(frame.error().version);
    if (!frame) return corrupted(frame.error().expected);
    TRY_OK(check_opening(*frame));
    return accept(*frame);
}

std::expected<void, OpenError> Reader::check_opening(const Frame& frame) {
    const auto opening = read_opening(frame);
    if (!opening) return corrupted(opening.error().expected);
    if (!cluster_) cluster_ = frame.header.cluster;
    if (frame.header.cluster != *cluster_) {
        return refused(OpenError::Reason::other_cluster,
                       "belongs to cluster " + base::format_hex(frame.header.cluster) +
                           ", and this server is of cluster " + base::format_hex(*cluster_) +
                           ". Point the server at its own data directory.");
    }
    if (believes_) {
        cursor_ = {frame.header.frame, frame.header.first_sequence, frame.header.previous};
        believes_ = false;
    }
    if (const std::string expected = misplaced(frame); !expected.empty())
        return corrupted(expected);
    if (opening->segment_bytes != bytes_.size()) {
        return corrupted("a file of " + number(opening->segment_bytes) + " bytes");
    }
    opening_ = *opening;
    ++statistics_.segments;
    return {};
}

// What does not fit about a frame that is whole in itself; empty when it belongs here.
std::string Reader::misplaced(const Frame& frame) const {
    const Header& header = frame.header;
    if (header.cluster != *cluster_) return "a frame of cluster " + base::format_hex(*cluster_);
    if (header.segment != segment()) return "a frame of segment " + number(segment());
    if (header.frame != cursor_.frame) return "frame " + number(cursor_.frame);
    if (header.previous != cursor_.chain) {
        return "a frame that follows chain " + base::format_hex(cursor_.chain);
    }
    if (header.first_sequence != cursor_.next_sequence) {
        return "a frame that begins with sequence " + number(cursor_.next_sequence);
    }
    return {};
}

// The next frame is not there. If a later one is, it was there once: corruption. If none is, it
// was being written when the power went: nobody has been told of it.
std::expected<std::optional<Frame>, OpenError> Reader::end_of_journal(const Fault& fault) {
    if (is_last() && !looked_again_ && !is_zero(rest())) return look_again();
    if (!base::planted("truncate_at_first_bad")) {
        if (!is_last()) return corrupted(fault.expected);
        if (const auto later = later_frame()) {
            return corrupted(fault.expected + ", because frame " + number(*later) + " follows it");
        }
        if (fault.ends_at > 0 && !is_zero(rest().subspan(fault.ends_at))) {
            return corrupted(fault.expected + ", because something was written after it");
        }
    }
    tail_ = {.segment = segment(), .offset = offset_, .torn = {}};
    const base::BytesView torn = rest().first(used_length(rest()));
    tail_.torn.assign(torn.begin(), torn.end());
    done_ = true;
    return std::nullopt;
}

// A server may be writing while we read: a read is not one moment, and can show a later block and
// not yet an earlier one. What is still so at a second look is so.
std::expected<std::optional<Frame>, OpenError> Reader::look_again() {
    looked_again_ = true;
    const std::uint64_t here = offset_;
    TRY_OK(load());
    if (here > bytes_.size()) return corrupted("a file as long as it was a moment ago");
    offset_ = here;
    return next();
}

std::optional<std::uint64_t> Reader::later_frame() const {
    for (std::size_t at = offset_ + block_bytes; at < bytes_.size(); at += block_bytes) {
        const auto frame = read_frame(base::BytesView(bytes_).subspan(at));
        if (!frame || frame->header.cluster != *cluster_) continue;
        if (frame->header.segment == segment() && frame->header.frame > cursor_.frame) {
            return frame->header.frame;
        }
    }
    return {};
}

Frame Reader::accept(const Frame& frame) {
    const Header& header = frame.header;
    cursor_ = {header.frame + 1, header.last_sequence + 1, sha256_.of(frame.bytes)};
    offset_ += frame.stored_bytes;
    looked_again_ = false;
    ++statistics_.frames;
    statistics_.records += header.records;
    statistics_.payload_bytes += header.payload_bytes;
    statistics_.last_time_ns = header.time_ns;
    statistics_.last_kind = header.kind;
    if (header.kind == Kind::idle_seal || header.kind == Kind::stop_seal) ++statistics_.seals;
    if (header.records > 0 && statistics_.first_sequence == 0) {
        statistics_.first_sequence = header.first_sequence;
    }
    statistics_.last_sequence = header.last_sequence;
    return frame;
}

std::unexpected<OpenError> Reader::corrupted(const std::string& expected) const {
    return refused(OpenError::Reason::corrupted, "is damaged at byte " + number(offset_) +
                                                     ", where frame " + number(cursor_.frame) +
                                                     " should stand: expected " + expected + "." +
                                                     std::string(next_step));
}

std::unexpected<OpenError> Reader::unknown_format(std::uint16_t version) const {
    return refused(OpenError::Reason::unknown_format,
                   "is written in journal format " + number(version) +
                       ", and this program knows format " + number(format_version) +
                       ". Start the program that wrote it, or a newer one.");
}

std::unexpected<OpenError> Reader::refused(OpenError::Reason reason, std::string sentence) const {
    const std::string path = disk_.path_of(segment_name(segment()));
    return std::unexpected(OpenError{.reason = reason,
                                     .sentence = "The journal " + path + " " + sentence,
                                     .file = path,
                                     .offset = offset_,
                                     .frame = cursor_.frame});
}

std::expected<Header, OpenError> read_opening_header(Disk& disk, std::uint64_t segment) {
    base::Bytes block(block_bytes);
    const std::string name = segment_name(segment);
    const auto read = [&]() -> Disked<> {
        TRY(const auto file, disk.open_to_read(name));
        return file->read(0, block);
    }();
    if (!read) return std::unexpected(disk_failed(read.error()));
    const auto frame = read_frame(block);
    if (frame) return frame->header;
    const std::string path = disk.path_of(name);
    return std::unexpected(
        OpenError{.reason = OpenError::Reason::corrupted,
                  .sentence = "The journal " + path + " is damaged at byte 0: expected " +
                              frame.error().expected + "." + std::string(next_step),
                  .file = path});
}

}  // namespace journal
