#include "api/dialects/binance/stream_session.hpp"

#include <algorithm>
#include <utility>

#include "api/dialects/binance/user_events.hpp"
#include "api/dialects/binance/user_streams.hpp"

namespace api::binance {

StreamSession::StreamSession(const StreamParts& parts, std::shared_ptr<Socket> socket,
                             StreamAddress address)
    : parts_{parts},
      socket_{std::move(socket)},
      first_names_{std::move(address.names)},
      wrapping_{address.wrapping},
      unit_{address.unit} {}

// What an address names and nobody knows is no subscription: clients number their connections. The
// client may act as soon as it is connected, and the street may come later.
void StreamSession::begin() {
    std::vector<ListenerId> awaited;
    for (const std::string& name : first_names_) {
        if (const ListenerId id = parts_.users.await(name); id != ListenerId{})
            awaited.push_back(id);
    }
    parts_.hub.post([self = shared_from_this(), awaited = std::move(awaited)] {
        for (const std::string& name : std::exchange(self->first_names_, {})) {
            if (self->names_.size() == streams_max) break;
            if (parse_stream_name(name) || self->parts_.users.knows(name)) self->open(name);
        }
        for (const ListenerId id : awaited) self->parts_.hub.unlisten(id);
    });
}

void StreamSession::on_text(std::string_view text) {
    parts_.hub.post([self = shared_from_this(), read = reader_.read(text)] { self->obey(read); });
}

void StreamSession::on_ending() {
    parts_.hub.post([self = shared_from_this()] {
        self->say("!serverShutdown", shutdown_event(self->parts_.hub.now(), self->unit_));
    });
}

void StreamSession::on_closed(SocketEnd) {
    parts_.hub.post([self = shared_from_this()] { self->leave(); });
}

// --- the street

void StreamSession::obey(const Read& read) {
    if (!read) return say(answer_of(read.error()));
    const StreamRequest& request = *read;
    switch (request.method) {
        case StreamMethod::subscribe:
            return subscribe(request);
        case StreamMethod::unsubscribe:
            for (const std::string& name : request.names) close(name);
            return say(answer_of(request.id, "null"));
        case StreamMethod::list_subscriptions:
            return say(answer_of(request.id, list()));
        case StreamMethod::set_property:
            set_wrapping(request.combined ? Wrapping::wrapped : Wrapping::raw);
            return say(answer_of(request.id, "null"));
        case StreamMethod::get_property:
            return say(answer_of(request.id, wrapping_ == Wrapping::wrapped ? "true" : "false"));
    }
}

void StreamSession::subscribe(const StreamRequest& request) {
    const auto is_new = [this](const std::string& name) { return !names_.contains(name); };
    const auto added = static_cast<std::size_t>(std::ranges::count_if(request.names, is_new));
    if (names_.size() + added > streams_max) return say(answer_of(too_many_streams(request.id)));
    for (const std::string& name : request.names) open(name);
    say(answer_of(request.id, "null"));
}

void StreamSession::open(const std::string& name) {
    const auto [it, added] = names_.try_emplace(name);
    if (!added) return;
    if (parse_stream_name(name)) {
        parts_.markets.subscribe(name, subscriber());
    } else {
        it->second = parts_.users.open(name, shared_from_this());
    }
}

void StreamSession::close(const std::string& name) {
    const auto it = names_.find(name);
    if (it == names_.end()) return;
    if (it->second != ListenerId{}) parts_.users.close(name, it->second, *this);
    parts_.markets.unsubscribe(name, subscriber());
    names_.erase(it);
}

void StreamSession::set_wrapping(Wrapping wrapping) {
    wrapping_ = wrapping;
    for (const auto& [name, listener] : names_) {
        if (listener == ListenerId{}) parts_.markets.subscribe(name, subscriber());
    }
}

void StreamSession::leave() {
    left_ = true;
    while (!names_.empty()) close(std::string{names_.begin()->first});
}

std::string StreamSession::list() const {
    std::string text;
    Json json{text};
    json.begin_array();
    for (const auto& [name, listener] : names_) json.text(name);
    json.end_array();
    return text;
}

void StreamSession::say(std::string_view stream, std::string_view event) {
    if (wrapping_ == Wrapping::raw) return say(event);
    const Topic::Envelope envelope = envelope_of(stream);
    std::string text = envelope.before;
    text.append(event).append(envelope.after);
    say(text);
}

void StreamSession::tell_account(const std::string& listen_key, const views::RecordNews& news,
                                 const Listening& whom) {
    const std::vector<std::string> events =
        user_events(parts_.hub.live().read()->state, news, whom, unit_);
    for (const std::string& event : events) say(listen_key, event);
}

void StreamSession::cut_off() {
    socket_->close(CloseCode::try_again_later, "the streams fell behind; connect again");
}

void StreamSession::end_account(const std::string& listen_key, const std::string& event) {
    const auto it = names_.find(listen_key);
    if (it == names_.end() || left_) return;
    names_.erase(it);
    say(listen_key, event);
    if (names_.empty()) socket_->close(CloseCode::normal, "the stream has ended");
}

}  // namespace api::binance
