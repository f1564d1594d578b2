// The frame that is being filled: records are encoded straight into the bytes that will be written.
//
//     FrameBuffer frame;
//     frame.begin_record(sequence, journal_time_ns);
//     encode(record, frame.bytes());        // appends to a plain base::Bytes
//     frame.end_record();
//     journal.append(frame);                // durable
//     ... frame.each_record(...)            // still readable, e.g. for the views
//     frame.clear();                        // keeps the memory
//
// Sequences follow one another without a gap. Cost: no copy beyond the encoding itself.
#pragma once

#include <cstdint>

#include "journal/frame.hpp"

namespace journal {

class FrameBuffer {
  public:
    FrameBuffer() { clear(); }

    void begin_record(std::uint64_t sequence, std::int64_t journal_time_ns);
    base::Bytes& bytes() { return bytes_; }  // append only; what stands there is the frame's
    void end_record();
    void clear();

    bool empty() const { return header_.records == 0; }
    std::uint32_t records() const { return header_.records; }
    std::uint64_t first_sequence() const { return header_.first_sequence; }
    std::uint64_t last_sequence() const { return header_.last_sequence; }
    std::size_t used_bytes() const { return bytes_.size(); }  // of Journal::frame_bytes_max

    template <class Visit>
    void each_record(Visit visit) const {
        Frame{.header = header_, .bytes = {}, .payload = payload()}.each_record(visit);
    }

  private:
    friend class Journal;  // fills in the header and the padding
    base::BytesView payload() const { return base::BytesView(bytes_).subspan(header_bytes); }

    base::Bytes bytes_;        // room for the header, then the payload
    Header header_;            // sequences, records and time; the writer fills in the rest
    std::size_t record_at_{};  // 0 between records
};

}  // namespace journal
