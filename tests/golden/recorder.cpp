#include "golden/recorder.hpp"

#include <filesystem>
#include <set>

#include "base/check.hpp"
#include "core_house/house.hpp"
#include "engine/records.hpp"
#include "journal/journal.hpp"
#include "journal/posix_disk.hpp"
#include "simulation/random_commands.hpp"

namespace golden {
namespace {

constexpr int commands_most = 6'000;  // usually all kinds have come by then
constexpr std::uint32_t records_per_frame = 30;

class Nothing final : public journal::Recovery {
  public:
    bool load_snapshot(base::BytesView, std::uint64_t) override { return false; }
    void replay(const journal::RecordView&) override {}
};

// Which kinds of commands and events a journal has.
class Kinds {
  public:
    void note(base::BytesView bytes) {
        const core::Record record = engine::read_record(bytes).value();
        commands_.insert(record.command.index());
        for (const core::Event& event : record.events) events_.insert(event.index());
    }
    bool are_all() const {
        return commands_.size() == std::variant_size_v<core::Command> &&
               events_.size() == std::variant_size_v<core::Event>;
    }

  private:
    std::set<std::size_t> commands_;
    std::set<std::size_t> events_;
};

std::vector<base::Bytes> recorded(std::uint64_t seed) {
    base::Prng prng{seed};
    core_house::House house;
    simulation::Crowd crowd{prng};
    const auto ask = [&house](const simulation::Asked& asked) {
        house.ask(asked.command, asked.envelope);
    };
    for (const auto& asked : simulation::opening(prng, core::Environment::test)) ask(asked);
    Kinds kinds;
    std::size_t noted = 0;
    for (int i = 0; i < commands_most && !kinds.are_all(); ++i) {
        house.clock.advance(core::milliseconds(prng.between(0, 700)));
        if (prng.one_in(100)) house.clock.advance(core::hours(25));
        house.tick();
        if (i % 300 == 200) {
            ask({core::Recover{i > 300, 0, core::seconds(5)}, {.surface = core::Surface::system}});
        }
        ask(crowd.next(house.state(), house.clock.now()));
        for (; noted < house.journal().size(); ++noted) kinds.note(house.journal()[noted]);
    }
    return house.journal();
}

}  // namespace

void record_journal(const std::string& directory, std::uint64_t seed) {
    journal::PosixDisk disk{directory};
    journal::Options options{.segment_bytes = 64 << 10};
    options.cluster.fill(0x60);
    options.schema = engine::record_schema();
    Nothing nothing;
    auto journal = journal::Journal::open(disk, options, nothing).value();
    journal::FrameBuffer frame;
    std::uint64_t sequence = 0;
    for (const base::Bytes& bytes : recorded(seed)) {
        const core::Record record = engine::read_record(bytes).value();
        CHECK(record.stamp.sequence.value == ++sequence);
        engine::write_record(frame, record.stamp, record.envelope, record.command, record.rejection,
                             record.events);
        if (frame.records() < records_per_frame) continue;
        journal->append(frame);
        frame.clear();
    }
    if (!frame.empty()) journal->append(frame);
    journal->stop();
    journal.reset();
    std::filesystem::remove(directory + "/lock");
}

}  // namespace golden
