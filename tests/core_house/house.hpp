// The core as the engine drives it, without threads and without a disk: commands go in one by one,
// and each turn's records and reply come out at once.
//
//     House house;
//     house.clock.advance(core::seconds(5));
//     const Turn turn = house.ask(core::Tick{}, {.surface = core::Surface::system});
//     turn.records.size()          // 1: more for an order that sweeps hundreds of makers
//     house.restart();             // the state anew, from the records' bytes alone
#pragma once

#include <memory>
#include <vector>

#include "engine/sequencer.hpp"

namespace core_house {

// Moves when it is told to, and backwards too: the sequencer must not mind.
class SimulatedClock final : public engine::Clock {
  public:
    core::Timestamp now() override { return now_; }
    void advance(core::Duration by) { now_ = now_ + by; }
    void set(core::Timestamp to) { now_ = to; }

  private:
    core::Timestamp now_{core::from_unix_ms(1'800'000'000'000)};
};

struct Turn {
    engine::Records records;
    engine::Reply reply;
};

class House {
  public:
    House();
    House(const House&) = delete;  // the sequencer knows where its clock is
    House& operator=(const House&) = delete;

    SimulatedClock clock;

    Turn ask(core::Command command, const core::Envelope& envelope);
    // Ticks until nothing is due any more.
    engine::Records tick();

    const core::State& state() const { return sequencer_->state(); }
    // The bytes of every record, as the journal would hold them.
    const std::vector<base::Bytes>& journal() const { return journal_; }
    // Begins anew from the first `records` of them: what came later is lost, as in a crash.
    void restart(std::size_t records);
    void restart() { restart(journal_.size()); }

  private:
    std::unique_ptr<engine::Sequencer> sequencer_;
    engine::Batch batch_;
    std::vector<base::Bytes> journal_;
};

// The state that these records make.
std::unique_ptr<core::State> replayed(const std::vector<base::Bytes>& journal);

// The record's bytes, as engine::write_record() makes them.
base::Bytes bytes_of(const core::Record& record);

// Empty if deciding the record's command again, in the state before it, gives the same answer;
// else a sentence with both.
std::string decided_otherwise(const core::State& before, const core::Record& record);

}  // namespace core_house
