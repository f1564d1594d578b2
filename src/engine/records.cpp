#include "engine/records.hpp"

#include "base/schema.hpp"

namespace engine {

void write_record(journal::FrameBuffer& frame, const core::Stamp& stamp,
                  const core::Envelope& envelope, const core::Command& command,
                  const std::optional<core::Rejection>& rejection,
                  std::span<const core::Event> events) {
    frame.begin_record(stamp.sequence.value, stamp.time.ns);
    {
        base::Encoder out{frame.bytes()};
        out.put(stamp);
        out.put(envelope);
        out.put(command);
        out.put(rejection);
        out.put(static_cast<std::uint32_t>(events.size()));
        for (const core::Event& event : events) out.put(event);
    }
    frame.end_record();
}

std::optional<core::Record> read_record(base::BytesView bytes) {
    return base::decode_whole<core::Record>(bytes);
}

journal::Hash record_schema() {
    const std::string text = base::schema_of<core::Record>();
    return journal::Sha256{}.of(base::as_bytes(text));
}

}  // namespace engine
