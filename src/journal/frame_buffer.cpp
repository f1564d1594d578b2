#include "journal/frame_buffer.hpp"

#include "base/check.hpp"

namespace journal {

void FrameBuffer::begin_record(std::uint64_t sequence, std::int64_t journal_time_ns) {
    CHECK(record_at_ == 0);
    CHECK(empty() || sequence == header_.last_sequence + 1);
    if (empty()) header_.first_sequence = sequence;
    header_.last_sequence = sequence;
    header_.time_ns = journal_time_ns;
    record_at_ = bytes_.size();
    bytes_.resize(record_at_ + record_head_bytes);
}

void FrameBuffer::end_record() {
    CHECK(record_at_ != 0);
    seal_record(std::span(bytes_).subspan(record_at_));
    ++header_.records;
    record_at_ = 0;
}

void FrameBuffer::clear() {
    bytes_.assign(header_bytes, 0);
    header_ = Header{};
    record_at_ = 0;
}

}  // namespace journal
