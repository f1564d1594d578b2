// Goal: whatever a power cut leaves of the writes that were not synced, every acknowledged record
// is found again, no record is half there, and the journal goes on.
//
// Method: run a journal on a simulated disk; after every operation that changes something, cut the
// power several times over, each time with other losses; recover each image and compare. One in
// eight recoveries is itself cut. A failure prints its seed: SEED=17 plays it again.
#include <cstdlib>
#include <gtest/gtest.h>
#include <string>

#include "journal/simulated_disk.hpp"
#include "journal/support.hpp"

namespace journal::testing {
namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
    const char* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::uint64_t images_wanted() { return std::getenv("POSTERN_LONG") == nullptr ? 20'000 : 500'000; }

// What the images reached: a workload is worth what it reaches.
struct Seen {
    std::uint64_t images{};
    std::uint64_t torn{};
    std::uint64_t unacknowledged{};  // whole, kept, though nobody had been told
    std::uint64_t from_snapshot{};
    std::uint64_t without_journal{};
    std::uint64_t cut_again{};
    std::uint64_t several_segments{};
};

class World {
  public:
    World(base::Prng& prng, Seen& seen) : prng_(prng), seen_(seen) {}

    // One life of a journal: starts, works, stops or not, two or three times over.
    void live(std::uint64_t images_per_change) {
        SimulatedDisk disk;
        disk.on_change([this, &disk, images_per_change] {
            for (std::uint64_t i = 0; i < images_per_change; ++i) cut_power(disk);
        });
        for (std::uint64_t starts = 2 + prng_.below(2); starts > 0; --starts) work(disk);
    }

  private:
    void work(SimulatedDisk& disk) {
        Remembering seen;
        const auto journal = Journal::open(disk, options(), seen);
        ASSERT_TRUE(journal) << journal.error().sentence;
        ASSERT_EQ(seen.last(), told_);
        for (std::uint64_t steps = 5 + prng_.below(15); steps > 0; --steps) step(**journal);
        if (prng_.one_in(2)) (*journal)->stop();
    }

    void step(Journal& journal) {
        switch (prng_.below(10)) {
            case 0:
                journal.seal();
                return;
            case 1:
                ASSERT_TRUE(journal.prepare());
                return;
            case 2:
                write_snapshot(journal);
                return;
            default:
                break;
        }
        const std::uint64_t records = 1 + prng_.below(4);
        asked_ = journal.last_sequence() + records;
        append(journal, records);
        told_ = asked_;
    }

    void write_snapshot(Journal& journal) {
        const Position& position = journal.position();
        if (position.sequence == 0) return;
        const std::string state = "state " + std::to_string(position.sequence);
        ASSERT_TRUE(journal.write_snapshot(base::as_bytes(state), position));
    }

    void cut_power(const SimulatedDisk& disk) {
        if (::testing::Test::HasFailure()) return;
        const auto image = disk.after_power_cut(prng_);
        if (prng_.one_in(8)) cut_recovery(*image);
        check(*image);
    }

    // Cuts the power at a random change of the recovery, and checks what that leaves.
    void cut_recovery(const SimulatedDisk& original) {
        const auto image = original.after_power_cut(prng_);  // nothing pending: an exact copy
        std::unique_ptr<SimulatedDisk> left;
        image->on_change([this, &image, &left] {
            if (prng_.one_in(3)) left = image->after_power_cut(prng_);
        });
        Remembering seen;
        (void)Journal::open(*image, options(), seen);
        if (!left) return;
        ++seen_.cut_again;
        check(*left);
    }

    void check(SimulatedDisk& image) {
        ++seen_.images;
        Remembering seen;
        const auto journal = Journal::open(image, options(), seen);
        ASSERT_TRUE(journal) << journal.error().sentence;
        ASSERT_TRUE(seen.as_written);
        ASSERT_GE(seen.last(), told_) << "an acknowledged record is lost";
        ASSERT_LE(seen.last(), asked_) << "a record that nobody wrote";
        note((*journal)->report(), seen);
        append(**journal);
        ASSERT_EQ((*journal)->last_sequence(), seen.last() + 1);
    }

    void note(const OpenReport& report, const Remembering& seen) {
        seen_.torn += report.torn_bytes > 0;
        seen_.unacknowledged += seen.last() > told_;
        seen_.from_snapshot += report.snapshot_sequence > 0;
        seen_.without_journal += report.created;
        seen_.several_segments += report.frames > 12;
    }

    static Options options() {
        Options options = small_options();
        options.segment_bytes = 32 << 10;
        return options;
    }

    base::Prng& prng_;
    Seen& seen_;
    std::uint64_t told_{};   // the last sequence that append() returned for
    std::uint64_t asked_{};  // the last sequence that append() was called with
};

TEST(PowerLoss, keeps_every_acknowledged_record_and_no_half_record) {
    Seen seen;
    for (std::uint64_t seed = number_from("SEED", 1); seen.images < images_wanted(); ++seed) {
        SCOPED_TRACE("SEED=" + std::to_string(seed));
        base::Prng prng{seed};
        World(prng, seen).live(4);
        if (::testing::Test::HasFailure()) return;
    }
    EXPECT_GT(seen.torn, seen.images / 50);
    EXPECT_GT(seen.unacknowledged, seen.images / 50);
    EXPECT_GT(seen.from_snapshot, seen.images / 50);
    EXPECT_GT(seen.cut_again, seen.images / 50);
    EXPECT_GT(seen.several_segments, seen.images / 50);
    EXPECT_GT(seen.without_journal, 0u);
}

}  // namespace
}  // namespace journal::testing
