#include "core_house/house.hpp"

#include "base/check.hpp"
#include "base/codec.hpp"
#include "base/described_json.hpp"
#include "engine/records.hpp"

namespace core_house {
namespace {

std::string text_of(const std::optional<core::Rejection>& rejection,
                    std::span<const core::Event> events) {
    std::string text;
    base::append_json(text, rejection);
    for (const core::Event& event : events) {
        text += "\n  ";
        base::append_json(text, event);
    }
    return text;
}

}  // namespace

House::House()
    : sequencer_{std::make_unique<engine::Sequencer>(std::make_unique<core::State>(), clock)} {}

Turn House::ask(core::Command command, const core::Envelope& envelope) {
    Turn turn;
    const auto hear = [&turn](engine::Reply&& reply) { turn.reply = std::move(reply); };
    sequencer_->take({std::move(command), envelope, hear},
                     [this]() -> engine::Batch& { return batch_; });
    batch_.frame.each_record([&](const journal::RecordView& view) {
        journal_.emplace_back(view.bytes.begin(), view.bytes.end());
        turn.records.push_back(engine::read_record(view.bytes).value());
    });
    engine::publish(batch_, {}, {});
    batch_.clear();
    return turn;
}

engine::Records House::tick() {
    engine::Records records;
    for (int turns = 0; core::next_deadline(state()) <= clock.now(); ++turns) {
        CHECK(turns < 1'000);  // a tick that changes nothing would be due for ever
        Turn turn = ask(core::Tick{}, {.surface = core::Surface::system});
        std::ranges::move(turn.records, std::back_inserter(records));
    }
    return records;
}

void House::restart(std::size_t records) {
    journal_.resize(records);
    sequencer_ = std::make_unique<engine::Sequencer>(replayed(journal_), clock);
}

std::unique_ptr<core::State> replayed(const std::vector<base::Bytes>& journal) {
    auto state = std::make_unique<core::State>();
    for (const base::Bytes& bytes : journal) core::apply(*state, *engine::read_record(bytes));
    return state;
}

base::Bytes bytes_of(const core::Record& record) {
    base::Bytes bytes;
    base::encode(bytes, record);
    return bytes;
}

std::string decided_otherwise(const core::State& before, const core::Record& record) {
    core::Draft draft;
    const core::Verdict verdict =
        core::decide(before, record.envelope, record.command, record.stamp, draft);
    std::optional<core::Rejection> rejection;
    if (!verdict) rejection = verdict.error();
    const core::Record again{record.stamp,
                             record.envelope,
                             record.command,
                             rejection,
                             {draft.events().begin(), draft.events().end()}};
    if (bytes_of(again) == bytes_of(record)) return {};
    return "recorded: " + text_of(record.rejection, record.events) +
           "\ndecided again: " + text_of(rejection, draft.events());
}

}  // namespace core_house
