// Records as bytes of the journal, and their schema.
#pragma once

#include <optional>
#include <span>

#include "core/types/record.hpp"
#include "journal/frame_buffer.hpp"
#include "journal/sha256.hpp"

namespace engine {

// Encodes the pieces of one record straight into the frame, in the order of core::Record.
void write_record(journal::FrameBuffer& frame, const core::Stamp& stamp,
                  const core::Envelope& envelope, const core::Command& command,
                  const std::optional<core::Rejection>& rejection,
                  std::span<const core::Event> events);

// Nothing if these are not the bytes of a record that this program knows.
std::optional<core::Record> read_record(base::BytesView bytes);

// Names every field of every command and event; changes when one is added.
journal::Hash record_schema();

}  // namespace engine
