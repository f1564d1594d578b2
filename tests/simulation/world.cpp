#include "simulation/world.hpp"

#include "base/codec.hpp"
#include "core/exchange/duties.hpp"
#include "core/exchange/invariants.hpp"
#include "engine/records.hpp"

namespace simulation {
namespace {

using journal::testing::SimulatedDisk;

journal::Options options() {
    journal::Options options{.segment_bytes = 512 << 10};
    options.schema = engine::record_schema();
    options.state_schema.fill(7);
    return options;
}

class Rebuilt final : public journal::Recovery {
  public:
    bool load_snapshot(base::BytesView bytes, std::uint64_t) override {
        return core::decode_state(bytes, *state);
    }
    void replay(const journal::RecordView& view) override {
        core::apply(*state, engine::read_record(view.bytes).value());
    }
    std::unique_ptr<core::State> state = std::make_unique<core::State>();
};

std::unique_ptr<core::State> copy_of(const core::State& state) {
    base::Bytes bytes;
    core::encode_state(bytes, state);
    auto copy = std::make_unique<core::State>();
    return core::decode_state(bytes, *copy) ? std::move(copy) : nullptr;
}

base::Bytes answer_of(const engine::Reply& reply) {
    base::Bytes bytes;
    base::encode(bytes, reply.rejection);
    for (const core::Event& event : reply.events) base::encode(bytes, event);
    return bytes;
}

// An edit may lower a cap below what was used of it, so this is asked when it is used.
bool caps_allow(const core::State& before, const core::Record& record) {
    return std::ranges::all_of(record.events, [&](const core::Event& event) {
        const auto* used = std::get_if<core::CapUsed>(&event);
        if (used == nullptr) return true;
        const core::Cap& cap = before.keys.at(used->key).rules.caps.at(used->cap);
        return used->use.amount <= cap.amount.value_or(used->use.amount) &&
               used->use.count <= cap.count.value_or(used->use.count);
    });
}

}  // namespace

std::string text_of(const core::Digest& digest) {
    return std::to_string(digest.high) + "." + std::to_string(digest.low);
}

void Reached::note(const core::Record& record) {
    commands.insert(record.command.index());
    for (const core::Event& event : record.events) {
        events.insert(event.index());
        if (const auto* closed = std::get_if<core::OrderClosed>(&event)) {
            reasons.insert(closed->reason);
        }
        if (const auto* accepted = std::get_if<core::OrderAccepted>(&event)) {
            preventions.insert(accepted->order.self_trade_prevention);
        }
    }
    if (std::holds_alternative<core::ContinueOrder>(record.command) && !record.rejection) {
        ++continued;
    }
}

World::World(base::Prng& prng, Reached& reached) : prng_{prng}, reached_{reached} {
    start(std::make_unique<SimulatedDisk>());
}

void World::expect(bool holds, const std::string& sentence) {
    if (!holds && broken.empty()) broken = sentence;
}

void World::start(std::unique_ptr<SimulatedDisk> disk) {
    sequencer_.reset();
    journal_.reset();
    disk_ = std::move(disk);
    Rebuilt rebuilt;
    auto opened = journal::Journal::open(*disk_, options(), rebuilt);
    expect(opened.has_value(), opened ? "" : opened.error().sentence);
    if (!opened) return;
    journal_ = *std::move(opened);
    if (journal_->report().snapshot_sequence != 0) ++reached_.from_snapshot;
    shadow_ = copy_of(*rebuilt.state);
    durable_ = copy_of(*rebuilt.state);
    expect(shadow_ != nullptr && durable_ != nullptr, "a state's bytes are those of a state");
    sequencer_ = std::make_unique<engine::Sequencer>(std::move(rebuilt.state), clock);
    batch_.clear();
    seen_in_batch_ = 0;
}

void World::ask(const core::Command& command, const core::Envelope& envelope) {
    const bool keeps_rejections = !std::holds_alternative<core::PlaceOrder>(command) &&
                                  !std::holds_alternative<core::PlaceOrderList>(command);
    const auto then = [this, envelope, keeps_rejections](engine::Reply&& reply) {
        hear(envelope, reply,
             core::is_kept(reply.rejection) && (!reply.rejection || keeps_rejections));
    };
    const core::Stamp before = state().stamp;
    sequencer_->take({command, envelope, then}, [this]() -> engine::Batch& { return with_room(); });
    see_new_records();
    expect(state().stamp.time >= before.time, "journal time never runs backwards");
    expect(!core::next_duty(state()), "what follows by itself is done before anything else");
    const std::string_view sentence = core::broken_invariant(state());
    expect(sentence.empty(), "not true: " + std::string{sentence});
    if (image_) come_back(image_allowed_);
}

void World::tick() {
    if (core::next_deadline(state()) > clock.now()) return;
    ask(core::Tick{}, {.surface = core::Surface::system});
}

engine::Batch& World::with_room() {
    if (batch_.frame.used_bytes() + engine::record_bytes_max > journal_->frame_bytes_max()) {
        see_new_records();
        commit();
    }
    return batch_;
}

// Each is decided again in a state that was made from the records before it.
void World::see_new_records() {
    std::size_t at = 0;
    batch_.frame.each_record([&](const journal::RecordView& view) {
        if (at++ < seen_in_batch_) return;
        const auto record = engine::read_record(view.bytes);
        if (!record) return expect(false, "what was written can be read");
        expect(std::ranges::equal(core_house::bytes_of(*record), view.bytes),
               "a record's bytes are the only ones for it");
        const std::string otherwise = core_house::decided_otherwise(*shadow_, *record);
        expect(otherwise.empty(), "decided again, the answer is another\n" + otherwise);
        expect(caps_allow(*shadow_, *record), "no cap is used beyond what it allows");
        core::apply(*shadow_, *record);
        reached_.note(*record);
    });
    seen_in_batch_ = at;
}

void World::commit() {
    if (batch_.empty()) return;
    const std::string before =
        image_ || changes_to_live_ < 0 ? "" : text_of(core::digest(*durable_));
    if (!batch_.frame.empty()) {
        disk_->on_change([this] {
            if (changes_to_live_ > 0 && --changes_to_live_ == 0) {
                image_ = disk_->after_power_cut(prng_);
            }
        });
        const bool dead = image_ != nullptr;
        journal_->append(batch_.frame);
        disk_->on_change({});
        batch_.frame.each_record([this](const journal::RecordView& view) {
            history_.emplace_back(view.bytes.begin(), view.bytes.end());
            core::apply(*durable_, engine::read_record(view.bytes).value());
        });
        if (image_ && !dead) image_allowed_ = {before, text_of(core::digest(*durable_))};
    }
    engine::publish(batch_, journal_->position(), {});
    batch_.clear();
    seen_in_batch_ = 0;
}

void World::lose_power() {
    reached_.lost += batch_.frame.records();
    image_ = disk_->after_power_cut(prng_);
    come_back({text_of(core::digest(*durable_))});
}

// The house starts again on the image, and must stand where the disk was when the power went.
void World::come_back(const std::set<std::string>& allowed) {
    ++reached_.crashes;
    changes_to_live_ = -1;
    start(std::move(image_));
    if (!journal_) return;
    const std::string now = text_of(core::digest(state()));
    expect(allowed.contains(now), "after a crash all is there that was durable, and no half of it");
    history_.resize(state().stamp.sequence.value);
    if (core::next_duty(state())) ++reached_.cut_sweeps;
    ask(core::Recover{false, 1, prng_.one_in(2) ? core::seconds(5) : core::Duration{}},
        {.surface = core::Surface::system});
}

void World::stop_and_start() {
    commit();
    if (image_) return;  // the power went meanwhile
    const core::Digest before = core::digest(state());
    journal_->stop();
    auto disk = disk_->after_power_cut(prng_);  // all of it is synced
    start(std::move(disk));
    if (!journal_) return;
    expect(journal_->report().clean, "a clean stop is known as one");
    expect(core::digest(state()) == before, "a restart loses nothing");
}

void World::write_snapshot() {
    commit();
    if (image_) return;
    base::Bytes bytes;
    core::encode_state(bytes, *durable_);
    expect(journal_->write_snapshot(bytes, journal_->position()).has_value(),
           "a snapshot is written");
}

void World::check_thoroughly() {
    expect(core::digest(state()) == core::digest(*shadow_), "the same records make the same state");
    commit();
    if (image_) return come_back(image_allowed_);
    const auto again = core_house::replayed(history_);
    expect(core::digest(*again) == core::digest(state()),
           "snapshots and tails make the state that all records make");
    expect(again->timers == state().timers, "timers follow from what is");
}

// A reply, on its way out: what it says is durable.
void World::hear(const core::Envelope& envelope, const engine::Reply& reply, bool is_kept) {
    if (image_) return;  // said by a house that was dead already
    if (reply.rejection) reached_.rejects.insert(reply.rejection->reject);
    expect(!reply.rejection || reply.rejection->reject != core::Reject::internal,
           "no decision breaks the books");
    if (!envelope.idempotency) return;
    const bool conflict =
        reply.rejection && reply.rejection->reject == core::Reject::idempotency_conflict;
    const auto earlier = told_.find({envelope.account, envelope.idempotency});
    // Later it was forgotten; and of a successor that a crash kept from us nobody was told.
    const bool kept = earlier != told_.end() &&
                      reply.stamp.time < earlier->second.stamp.time + core::outcome_kept;
    if (reply.replayed) {
        ++reached_.replayed;
        expect(!kept || (earlier->second.stamp == reply.stamp &&
                         earlier->second.answer == answer_of(reply)),
               "the same request has the same answer");
        return;
    }
    expect(!kept || conflict, "nothing is done twice");
    expect(!conflict || !kept || earlier->second.request != envelope.request,
           "a conflict is another request under the same key");
    if (is_kept && !conflict) {
        told_[{envelope.account, envelope.idempotency}] = {envelope.request, reply.stamp,
                                                           answer_of(reply)};
    }
}

}  // namespace simulation
