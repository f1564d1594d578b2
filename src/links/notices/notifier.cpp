#include "links/notices/notifier.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace links {
namespace {

constexpr std::chrono::seconds keep_apart{5};
constexpr std::chrono::seconds tries_apart{1};  // of what was put off
constexpr core::Duration put_off_first = core::minutes(5);
constexpr std::uint32_t put_off_tries = 10;  // 5 min, 10, 20 ...: three days and a half

core::Sequence before(core::Sequence sequence) { return core::Sequence{sequence.value - 1}; }
core::Sequence after(core::Sequence sequence) { return core::Sequence{sequence.value + 1}; }

core::Timestamp next_try(core::Timestamp now, std::uint32_t tries) {
    return now + core::Duration{put_off_first.ns << std::min(tries, put_off_tries)};
}

Notice notice_of(const core::Record& record, const Place& place, const Announcement& said) {
    return {.id = fmt::format("{}.{}.{}", place.record.value, place.number, place.user.value),
            .kind = said.kind,
            .to = place.user,
            .at = record.stamp.time,
            .subject = said.subject,
            .text = said.text};
}

}  // namespace

Notifier::Notifier(const views::Live& live, Receiver& receiver, NotifierOptions options)
    : live_{live},
      receiver_{receiver},
      options_{std::move(options)},
      backlog_{options_.queue_bytes_max, options_.journal_end},
      outbox_{options_.file, options_.journal_end},
      read_{outbox_.place() == end_of(outbox_.place().record) ? outbox_.place().record
                                                              : before(outbox_.place().record)},
      pause_{options_.first_pause} {}

Notifier::~Notifier() { stop(); }

void Notifier::start() {
    thread_ = std::thread{[this] { run(); }};
}

void Notifier::stop() {
    backlog_.stop();
    receiver_.abort();
    if (thread_.joinable()) thread_.join();
}

void Notifier::run() {
    while (!backlog_.stopped()) {
        if (const views::Backlog::Records next = backlog_.pop(due())) {
            take(*next);
        } else if (read_ < backlog_.last()) {
            fill(backlog_.last());
        }
        const Clock::time_point now = Clock::now();
        if (now >= kept_ + keep_apart) keep_place();
        if (has_put_off_ && now >= tried_ + tries_apart) {
            tried_ = now;
            try_put_off();
        }
    }
    keep_place();
}

// Until when to wait for records.
Notifier::Clock::time_point Notifier::due() {
    const Clock::time_point now = Clock::now();
    if (read_ < backlog_.last()) return now;
    if (has_put_off_) return tried_ + tries_apart;
    return outbox_.place() < end_of(read_) ? kept_ + keep_apart : Clock::time_point::max();
}

void Notifier::take(const std::vector<core::Record>& records) {
    const core::Sequence first = records.front().stamp.sequence;
    if (first > after(read_)) fill(before(first));
    for (const core::Record& record : records) {
        if (record.stamp.sequence == after(read_) && !take(record)) return;
    }
}

void Notifier::fill(core::Sequence until) {
    const core::Sequence from = read_;
    options_.past(from, [&](const core::Record& record) {
        if (backlog_.stopped() || record.stamp.sequence != after(read_)) return false;
        return take(record) && read_ < until;
    });
    if (read_ != from || backlog_.stopped()) return;
    complain(fmt::format("The journal does not give record {}, so no notices leave by {}.",
                         from.value + 1, options_.name));
    backlog_.pause(Clock::now() + options_.first_pause);
}

// False: stopped in the middle of it.
bool Notifier::take(const core::Record& record) {
    if (may_speak(record)) {
        for (std::size_t number = 0; number <= record.events.size(); ++number) {
            if (!take(record, number)) return false;
        }
    }
    read_ = record.stamp.sequence;
    return true;
}

bool Notifier::take(const core::Record& record, std::size_t number) {
    const std::vector<Announcement> said = announced(record, number);
    std::vector<Item> items;
    for (const Announcement& one : said) {
        for (const core::UserId user : one.to) {
            items.push_back({{record.stamp.sequence, number, user}, &one});
        }
    }
    std::ranges::sort(items, {}, &Item::place);
    for (const Item& item : items) {
        if (item.place <= outbox_.place()) continue;
        const std::optional<Novelty>& novelty = item.said->novelty;
        if (novelty && outbox_.has_seen(*novelty)) continue;
        const bool news = !novelty || outbox_.is_news(*novelty);
        const auto delivery =
            news ? give(notice_of(record, item.place, *item.said)) : Delivery::accepted;
        if (!delivery) return false;
        save(finish(item, *delivery));
    }
    return true;
}

std::vector<Announcement> Notifier::announced(const core::Record& record,
                                              std::size_t number) const {
    const views::Live::Read present = live_.read();
    return announce(present->state, record, number);
}

// Patient while the receiver is in trouble; nothing when the house stops meanwhile.
std::optional<Delivery> Notifier::give(const Notice& notice) {
    while (!backlog_.stopped()) {
        const Delivery delivery = receiver_.give(notice);
        if (delivery != Delivery::trouble) {
            pause_ = options_.first_pause;
            if (delivery == Delivery::accepted) complaint_.clear();
            return delivery;
        }
        if (backlog_.stopped()) break;
        complain(fmt::format("Notices wait, because {} is in trouble: {}.", options_.name,
                             receiver_.trouble()));
        backlog_.pause(Clock::now() + pause_);
        pause_ = std::min(pause_ * 2, options_.longest_pause);
    }
    return std::nullopt;
}

Done Notifier::finish(const Item& item, Delivery delivery) {
    Done done{.place = item.place, .novelty = item.said->novelty, .put_off = {}};
    const std::string what =
        fmt::format("A notice to user {} was refused by {}: {}.", item.place.user.value,
                    options_.name, delivery == Delivery::accepted ? "" : receiver_.trouble());
    if (delivery == Delivery::never) complain(what);
    if (delivery == Delivery::later) {
        if (outbox_.put_off_count() < options_.put_off_max) {
            done.put_off = PutOff{item.place, next_try(options_.now(), 0), 1};
            has_put_off_ = true;
        } else {
            complain(what + " Too many wait already, so it is given up.");
        }
    }
    return done;
}

// One at a time, so that new notices do not wait behind old ones.
void Notifier::try_put_off() {
    const std::optional<PutOff> first = outbox_.next_put_off();
    has_put_off_ = first.has_value();
    if (!first || first->due > options_.now()) return;
    switch (give_again(first->place)) {
        case Delivery::accepted:
        case Delivery::never:
            outbox_.forget(first->place);
            return;
        case Delivery::later:
        case Delivery::trouble:
            break;
    }
    if (first->tries >= put_off_tries) {
        outbox_.forget(first->place);
        complain(
            fmt::format("A notice to user {} was refused by {} for three days and is given up.",
                        first->place.user.value, options_.name));
        return;
    }
    outbox_.put_off({first->place, next_try(options_.now(), first->tries), first->tries + 1});
}

// From the journal once more. What is not found there any more is done with.
Delivery Notifier::give_again(const Place& place) {
    Delivery delivery = Delivery::never;
    options_.past(before(place.record), [&](const core::Record& record) {
        if (record.stamp.sequence != place.record) return false;
        for (const Announcement& said : announced(record, place.number)) {
            if (std::ranges::find(said.to, place.user) == said.to.end()) continue;
            delivery = receiver_.give(notice_of(record, place, said));
        }
        return false;
    });
    return delivery;
}

void Notifier::save(const Done& done) {
    outbox_.done(done);
    if (!outbox_.ok()) {
        complain(
            fmt::format("How far the notices by {} have come cannot be written: {}. After a "
                        "restart some may come twice.",
                        options_.name, outbox_.message()));
    }
}

// Records without notices need no haste: they would be looked at once more.
void Notifier::keep_place() {
    kept_ = Clock::now();
    if (outbox_.place() < end_of(read_)) save({.place = end_of(read_)});
}

// Once, until something else is wrong or all is well again.
void Notifier::complain(const std::string& sentence) {
    if (sentence == complaint_) return;
    complaint_ = sentence;
    options_.tell(sentence);
}

}  // namespace links
