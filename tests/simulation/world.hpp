// A house on a disk that loses power, and what must be true of it.
//
//     World world{prng};
//     world.ask(command, envelope);      // decided; perhaps not yet durable, then nobody is told
//     world.commit();                    // durable, and told
//     world.lose_power();                // the house starts again from what the disk has left
//     world.broken                       // the first promise that was not kept; mostly empty
//
// Beside the house stand two states that are fed with its records: one as they are decided, which
// decides each again, and one as they become durable.
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/exchange/snapshot.hpp"
#include "core_house/house.hpp"
#include "journal/journal.hpp"
#include "journal/simulated_disk.hpp"

namespace simulation {

// What a run has come across. A workload is worth what it reaches.
struct Reached {
    std::set<core::Reject> rejects;
    std::set<std::size_t> commands;  // alternatives of core::Command
    std::set<std::size_t> events;
    std::set<core::CloseReason> reasons;
    std::set<core::SelfTradePrevention> preventions;
    std::uint64_t continued{};  // orders that went on in a further record
    std::uint64_t replayed{};   // answers given again
    std::uint64_t lost{};       // records that nobody had been told of
    std::uint64_t crashes{};
    std::uint64_t cut_sweeps{};  // crashes between an order and its continuation
    std::uint64_t from_snapshot{};

    void note(const core::Record& record);
};

class World {
  public:
    World(base::Prng& prng, Reached& reached);

    core_house::SimulatedClock clock;
    std::string broken;

    void ask(const core::Command& command, const core::Envelope& envelope);
    void tick();  // once, if something is due
    void commit();
    // The power goes: now, with what is decided but not durable; or in the middle of one of the
    // next writes.
    void lose_power();
    void lose_power_soon() { changes_to_live_ = prng_.between(1, 12); }
    void stop_and_start();
    void write_snapshot();
    // Everything about the state that takes long.
    void check_thoroughly();

    const core::State& state() const { return sequencer_->state(); }

  private:
    struct Told {  // what came back the first time
        core::Fingerprint request;
        core::Stamp stamp;
        base::Bytes answer;
    };
    using Name = std::pair<core::AccountId, core::Fingerprint>;

    void expect(bool holds, const std::string& sentence);
    void start(std::unique_ptr<journal::testing::SimulatedDisk> disk);
    void come_back(const std::set<std::string>& allowed);
    engine::Batch& with_room();
    void see_new_records();
    void hear(const core::Envelope& envelope, const engine::Reply& reply, bool is_kept);

    base::Prng& prng_;
    Reached& reached_;
    std::unique_ptr<journal::testing::SimulatedDisk> disk_;
    std::unique_ptr<journal::Journal> journal_;
    std::unique_ptr<engine::Sequencer> sequencer_;
    engine::Batch batch_;
    std::size_t seen_in_batch_{};
    std::vector<base::Bytes> history_;  // every durable record
    std::unique_ptr<core::State> shadow_;
    std::unique_ptr<core::State> durable_;
    std::map<Name, Told> told_;

    std::int64_t changes_to_live_{-1};  // of the disk, until the power goes; negative: for ever
    std::unique_ptr<journal::testing::SimulatedDisk> image_;  // what the power cut left
    std::set<std::string> image_allowed_;
};

std::string text_of(const core::Digest& digest);

}  // namespace simulation
