#include "engine/sequencer.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "engine/records.hpp"

namespace engine {
namespace {

bool is_for_replies(const core::Event& event) {
    return !std::holds_alternative<core::Posted>(event);
}

}  // namespace

core::Stamp Sequencer::next_stamp() {
    const core::Stamp& last = state_->stamp;
    return {core::Sequence{last.sequence.value + 1}, std::max(last.time, clock_.now())};
}

bool Sequencer::repeated(const core::Envelope& envelope, Waiting& waiting) {
    const auto earlier = core::repetition(*state_, envelope);
    waiting.reply.stamp = state_->stamp;
    if (!earlier) {
        waiting.reply.rejection = earlier.error();
        return true;
    }
    if (*earlier == nullptr) return false;
    waiting.reply.stamp = (*earlier)->stamp;
    waiting.reply.rejection = (*earlier)->rejection;
    waiting.reply.events = core::decode_reply_events((*earlier)->events);
    waiting.reply.replayed = true;
    return true;
}

void Sequencer::decide(const core::Envelope& envelope, const core::Command& command, Batch& batch,
                       Waiting& waiting) {
    const core::Stamp stamp = next_stamp();
    const core::Verdict verdict = core::decide(*state_, envelope, command, stamp, draft_);
    std::optional<core::Rejection> rejection;
    if (!verdict) rejection = verdict.error();
    if (!core::is_recorded(command, verdict)) {
        waiting.reply.rejection = rejection;
        waiting.reply.stamp = state_->stamp;
        return;
    }
    if (!waiting.record) waiting.reply.stamp = stamp;
    waiting.reply.rejection = rejection;
    waiting.record = stamp.sequence;
    write_record(batch.frame, stamp, envelope, command, rejection, draft_.events());
    core::apply(*state_, stamp, envelope, command, rejection, draft_.events());
}

void Sequencer::keep_events(Waiting& waiting) {
    std::ranges::copy_if(draft_.events(), std::back_inserter(waiting.reply.events), is_for_replies);
}

void publish(Batch& batch, const journal::Position& position,
             const std::vector<Follower*>& followers) {
    const auto records = std::make_shared<Records>();
    records->reserve(batch.frame.records());
    batch.frame.each_record([&](const journal::RecordView& view) {
        auto record = read_record(view.bytes);
        CHECK(record.has_value());  // we wrote it ourselves
        records->push_back(*std::move(record));
    });
    if (!records->empty()) {
        for (Follower* follower : followers) follower->follow(records, position);
    }
    for (Waiting& waiting : batch.waiting) {
        if (waiting.record) {
            const std::uint64_t first = batch.frame.first_sequence();
            CHECK(waiting.record.value >= first);
            const core::Record& record = (*records)[waiting.record.value - first];
            std::ranges::copy_if(record.events, std::back_inserter(waiting.reply.events),
                                 is_for_replies);
        }
        waiting.then(std::move(waiting.reply));
    }
}

}  // namespace engine
