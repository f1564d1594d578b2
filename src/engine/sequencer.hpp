// One turn of the house: the only place where state changes, and the only order it changes in.
//
//     sequencer.take(asked, [&]() -> Batch& { return batch; });   // stamps, decides, applies
//     journal.append(batch.frame);                                // durable
//     publish(batch, ...);                                        // said aloud
//
// No thread, no disk and no clock of its own: simulations drive it as the engine does.
#pragma once

#include <memory>
#include <vector>

#include "base/check.hpp"
#include "core/exchange/duties.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/look_ahead.hpp"
#include "engine/batch.hpp"
#include "engine/clock.hpp"

namespace engine {

// The most that one record can take in a frame: an order of fills_max fills.
inline constexpr std::size_t record_bytes_max = 400'000;

class Sequencer {
  public:
    Sequencer(std::unique_ptr<core::State> state, Clock& clock)
        : state_{std::move(state)}, clock_{clock} {}

    // Adds the command's record, if it is recorded, and the one who waits for it. `with_room` gives
    // the batch, with record_bytes_max left in its frame; it is asked before each record, because
    // an order whose matching takes more than one record has its continuations at once, and so has
    // what follows from it by itself: see core/exchange/duties.hpp.
    template <class WithRoom>
    void take(Asked&& asked, WithRoom&& with_room) {
        do_duties(with_room);  // what a crash cut off
        Waiting waiting{.then = std::move(asked.then), .reply = {}, .record = {}};
        Batch* batch = &with_room();
        if (!repeated(asked.envelope, waiting)) {
            decide(asked.envelope, asked.command, *batch, waiting);
            batch = go_on(waiting, *batch, with_room);
        }
        // Into the batch that has the last record: the reply reads its events from there.
        if (waiting.then) batch->waiting.push_back(std::move(waiting));
        do_duties(with_room);
    }

    // Before taking queue[at]: what comes behind it will need memory as well.
    void look_ahead(const std::vector<Asked>& queue, std::size_t at) const {
        core::look_ahead(*state_, queue, at);
    }

    const core::State& state() const { return *state_; }

  private:
    // Matches the open taker to its end; the batch that it ended in.
    template <class WithRoom>
    Batch* go_on(Waiting& waiting, Batch& begun, WithRoom& with_room) {
        Batch* batch = &begun;
        while (state_->taker) {
            keep_events(waiting);
            batch = &with_room();
            decide(of_the_house(), *core::next_duty(*state_), *batch, waiting);
        }
        return batch;
    }
    // What follows by itself, with nobody waiting for it: triggered orders, ending auctions.
    template <class WithRoom>
    void do_duties(WithRoom& with_room) {
        while (const auto duty = core::next_duty(*state_)) {
            Waiting nobody;
            decide(of_the_house(), *duty, with_room(), nobody);
            CHECK(!nobody.reply.rejection);  // it would be owed for ever
        }
    }

    static core::Envelope of_the_house() { return {.surface = core::Surface::system}; }
    bool repeated(const core::Envelope& envelope, Waiting& waiting);
    void decide(const core::Envelope& envelope, const core::Command& command, Batch& batch,
                Waiting& waiting);
    void keep_events(Waiting& waiting);
    core::Stamp next_stamp();

    std::unique_ptr<core::State> state_;
    Clock& clock_;
    core::Draft draft_;
};

// Hands the durable records to the followers and then the replies to those who wait.
void publish(Batch& batch, const journal::Position& position,
             const std::vector<Follower*>& followers);

}  // namespace engine
