// What is decided together and becomes durable together: one frame, and who waits for it.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "engine/engine.hpp"
#include "journal/frame_buffer.hpp"

namespace engine {

// A caller who hears when the batch is durable.
struct Waiting {
    Then then;
    Reply reply;              // all of it but the events of `record`
    core::Sequence record{};  // whose events the reply carries; none for refusals and replays
};

struct Batch {
    journal::FrameBuffer frame;
    std::vector<Waiting> waiting;

    bool empty() const { return frame.empty() && waiting.empty(); }
    void clear() {
        frame.clear();
        waiting.clear();
    }
};

// A command on its way to the engine.
struct Asked {
    core::Command command;
    core::Envelope envelope;
    Then then;
};

}  // namespace engine
