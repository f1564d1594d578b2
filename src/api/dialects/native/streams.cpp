#include "api/dialects/native/streams.hpp"

#include "api/dialects/native/problem.hpp"
#include "api/dialects/native/stream_connection.hpp"
#include "base/plant.hpp"

namespace api::native {
namespace {

constexpr core::Duration watched_after = core::minutes(2);
constexpr std::int64_t heartbeat_seconds = 5;
// Of one subject that is resumed. Whoever is sent more than he can take at once is cut off, and
// would be so whenever he tried again.
constexpr std::size_t replayed_bytes_max = 1 << 20;

// Keeps an account's news coming; whoever wants them reads the ring.
class Watch final : public AccountSink {
  public:
    void hear(const views::RecordNews&) override {}
    void end(ListenEnd) override {}
};

// Of a subscription that does not go on where another one ended: the acknowledgement, the gap if it
// was to go on, and how it stands.
std::vector<std::string> beginning(const StreamAsk& ask, const views::Present& present,
                                   core::Timestamp now, const Eyes& eyes) {
    const core::Catalogue& catalogue = present.state.catalogue;
    const core::Stamp stamp = present.state.stamp;
    std::vector<std::string> texts{subscribed_text(ask.id, catalogue, ask.subject, stamp.sequence)};
    if (ask.resume_from) {
        texts.push_back(gap_text(catalogue, ask.subject, *ask.resume_from, stamp));
    }
    texts.push_back(snapshot_text(present, ask.subject, now, eyes));
    return texts;
}

}  // namespace

Streams::Streams(House& house, Gate& gate, NativeBudget& budget, Hub& hub, RingLimits limits)
    : house_{house},
      gate_{gate},
      budget_{budget},
      hub_{hub},
      ring_{house.live.read()->state.stamp.sequence, limits},
      heard_{house.live.read()->state.stamp} {}

// Opening one costs as much of the address's budget as five requests.
std::variant<Response, Upgrade> Streams::upgrade(const Request& request, const Arrival& arrival,
                                                 std::shared_ptr<Socket> socket) {
    constexpr std::uint32_t weight = 5;
    const NativeShare share = budget_.take(arrival.client, weight, arrival.at);
    if (!share.granted) {
        Response refused = problem(too_often(share, arrival.at), arrival.id());
        append_rate_limit_headers(refused.headers, share, arrival.at);
        return refused;
    }
    auto connection =
        std::make_shared<StreamConnection>(*this, request, arrival, std::move(socket));
    connection->open();
    return Upgrade{.handler = std::move(connection),
                   .limits = {.messages_per_second_max = 20,
                              .message_bytes_max = 8 * 1024,
                              .queued_bytes_max = 4 * 1024 * 1024}};
}

void Streams::welcome(const std::shared_ptr<Socket>& socket) { everybody_.add(socket); }
void Streams::forget(const Socket& socket) { everybody_.remove(socket); }

// --- what happens

void Streams::hear(const views::RecordNews& news) {
    heard_ = news.stamp;
    ring_.add(hub_.keep(news));
    std::set<core::MarketId> traded;
    for (const views::TradeNews& trade : news.trades) traded.insert(trade.market);
    for (const core::MarketId market : traded) {
        changed_.insert(market);
        tell({Channel::trades, market}, news);
    }
    for (const views::BookNews& book : news.books) {
        changed_.insert(book.market);
        tell({Channel::book, book.market}, news);
        tell({Channel::book_ticker, book.market}, news);
    }
    if (!news.modes.empty()) tell({Channel::markets}, news);
}

void Streams::tell(const Subject& subject, const views::RecordNews& news) {
    const auto found = topics_.find(subject);
    if (found == topics_.end()) return;
    Public& topic = found->second;
    std::erase_if(topic.waiting, [&](const Public::Waiting& one) {
        const bool is_next = news.stamp.sequence > one.after;
        if (is_next) topic.topic.add(one.socket);
        return is_next;
    });
    if (topic.topic.empty()) return;
    const std::string text = [&] {
        const auto live = hub_.live().read();
        return update_text(live->state.catalogue, subject, news);
    }();
    if (!text.empty()) topic.topic.send(text);
}

void Streams::flush(const Flush& flush) {
    if (!flush.second) return;
    tell_by_the_second({.now = flush.now, .settled = flush.settled});
    if (flush.now.ns / core::seconds(1).ns % heartbeat_seconds == 0) {
        everybody_.send(plain_text("heartbeat", {heard_.sequence, flush.now}));
    }
    std::erase_if(watched_, [&](const auto& entry) {
        const bool is_over = entry.second.streams == 0 && entry.second.until <= flush.now;
        if (is_over) hub_.unlisten(entry.second.listener);
        return is_over;
    });
}

// As they stand, where something happened in this second, or a candle has closed.
void Streams::tell_by_the_second(const StreetTime& time) {
    for (auto& [subject, topic] : topics_) {
        const std::string text = standing(subject, topic, time);
        if (!text.empty()) topic.topic.send(text);
    }
    changed_.clear();
}

std::string Streams::standing(const Subject& subject, Public& topic, const StreetTime& time) {
    const bool changed = changed_.contains(subject.market);
    if (subject.channel == Channel::ticker && changed) {
        return snapshot_text(*hub_.live().read(), subject, time.now);
    }
    if (subject.channel != Channel::candles) return {};
    const bool closes = topic.since != core::Timestamp{} &&
                        views::closing(subject.interval, topic.since) <= time.settled;
    if (!changed && !closes) return {};
    return candles_text(*hub_.live().read(), subject, time, topic.since);
}

// Clients resume where they are, and hear that it is a gap. The records that the street has not
// heard yet are known as little as those that were lost.
void Streams::lose() {
    everybody_.send(plain_text("ending", heard_));
    everybody_.close(CloseCode::try_again_later, "the streams fell behind; connect again");
    ring_.forget(hub_.live().read()->state.stamp.sequence);
    for (auto& [account, watched] : watched_) hear_of(account, watched);
}

// --- who hears it

bool Streams::replays(const StreamAsk& ask, Socket& socket, const Eyes& eyes) {
    if (!ask.resume_from || !ring_.reaches(*ask.resume_from)) return false;
    core::Sequence after = *ask.resume_from;
    if (base::planted("resume_repeats_a_record") && after.value > 0) --after.value;
    std::vector<std::string> texts;
    std::size_t bytes = 0;
    ring_.each_after(after, [&](const views::RecordNews& news) {
        // For one text at a time: whoever commits waits for readers.
        const auto live = hub_.live().read();
        std::string text = update_text(live->state.catalogue, ask.subject, news, eyes);
        bytes += text.size();
        if (!text.empty()) texts.push_back(std::move(text));
        return bytes <= replayed_bytes_max;
    });
    if (bytes > replayed_bytes_max) return false;
    const std::string subscribed = [&] {
        const auto live = hub_.live().read();
        return subscribed_text(ask.id, live->state.catalogue, ask.subject, *ask.resume_from);
    }();
    socket.send(text_message(subscribed));
    for (const std::string& text : texts) socket.send(text_message(text));
    return true;
}

void Streams::join(const StreamAsk& ask, const std::shared_ptr<Socket>& socket) {
    const Subject& subject = ask.subject;
    Public& topic = topics_[subject];
    if (replays(ask, *socket, {})) {
        if (*ask.resume_from <= heard_.sequence) return topic.topic.add(socket);
        return topic.waiting.push_back({socket, *ask.resume_from});  // a snapshot was ahead of us
    }
    core::Timestamp since{};
    std::vector<std::string> texts;
    const core::Sequence seen = [&] {
        const auto live = hub_.live().read();
        const core::Stamp stamp = live->state.stamp;
        const core::Timestamp now = std::max(hub_.now(), stamp.time);
        texts = beginning(ask, *live, now, {});
        if (subject.channel == Channel::candles) {
            texts.push_back(
                candles_text(*live, subject, {.now = now, .settled = hub_.settled()}, since));
        }
        return stamp.sequence;
    }();
    for (const std::string& text : texts) {
        if (!text.empty()) socket->send(text_message(text));
    }
    if (topic.topic.empty() && topic.waiting.empty()) topic.since = since;
    const bool is_ahead = seen > heard_.sequence && subject.channel != Channel::ticker &&
                          subject.channel != Channel::candles;
    if (!is_ahead) return topic.topic.add(socket);
    topic.waiting.push_back({socket, seen});
}

void Streams::leave(const Subject& subject, const Socket& socket) {
    const auto found = topics_.find(subject);
    if (found == topics_.end()) return;
    Public& topic = found->second;
    topic.topic.remove(socket);
    std::erase_if(topic.waiting,
                  [&](const Public::Waiting& one) { return one.socket.get() == &socket; });
    if (topic.topic.empty() && topic.waiting.empty()) topics_.erase(found);
}

void Streams::watch(core::AccountId account) {
    Watched& watched = watched_[account];
    ++watched.streams;
    watched.until = core::never;
    if (watched.listener == 0) hear_of(account, watched);
}

// What is applied from now on is heard; what was applied before may not have been.
void Streams::hear_of(core::AccountId account, Watched& watched) {
    watched.listener = hub_.listen({.account = account}, std::make_shared<Watch>());
    watched.since = hub_.live().read()->state.stamp.sequence;
}

void Streams::unwatch(core::AccountId account) {
    Watched& watched = watched_.at(account);
    CHECK(watched.streams > 0);
    --watched.streams;
    watched.until = hub_.now() + watched_after;
}

core::Sequence Streams::join(const StreamAsk& ask, Socket& socket, const Eyes& eyes) {
    const core::Sequence since = watched_.at(eyes.account).since;
    if (ask.resume_from && *ask.resume_from >= since && replays(ask, socket, eyes)) {
        return std::max(heard_.sequence, *ask.resume_from);
    }
    std::vector<std::string> texts;
    const core::Sequence seen = [&] {
        const auto live = hub_.live().read();
        texts = beginning(ask, *live, live->state.stamp.time, eyes);
        return live->state.stamp.sequence;
    }();
    for (const std::string& text : texts) {
        if (!text.empty()) socket.send(text_message(text));
    }
    return seen;
}

}  // namespace api::native
