#include "api/dialects/native/stream_connection.hpp"

#include <chrono>

#include "api/dialects/admission.hpp"
#include "api/dialects/live_keys.hpp"
#include "api/dialects/native/json_body.hpp"
#include "api/dialects/native/problem.hpp"
#include "api/operations/json_writer.hpp"
#include "api/operations/refusals.hpp"
#include "base/result.hpp"
#include "core/access/authorise.hpp"

namespace api::native {
namespace {

using core::Reject;

constexpr int failed_logins_max = 5;
constexpr std::size_t subjects_max = 200;
constexpr std::string_view path = "/v1/stream";

Answer<StreamAsk> read_message(const views::Live& live, std::string_view text, std::string& id) {
    static thread_local JsonBody reader;
    Inputs inputs;
    TRY_OK(reader.read(text, inputs));
    const auto present = live.read();
    return read_ask(present->state, inputs, id);
}

// The handshake's text, with what the login says in the place of headers.
Request signed_request(std::string_view host, std::span<const Header> headers) {
    Request request;
    request.method = Method::get;
    request.method_text = "GET";
    request.target = request.path = path;
    request.headers.push_back({"host", host});
    request.headers.insert(request.headers.end(), headers.begin(), headers.end());
    return request;
}

// A stranger hears what he should have signed, and nothing of keys.
Refusal told_of(const Denial& denial, const Arrival& arrival) {
    if (denial.proved) return refusal_of(denial, arrival);
    Refusal refusal = api::refuse(Reject::unauthorized).error();
    refusal.facts.push_back({"canonical_sha256", denial.canonical_sha256, false});
    return refusal;
}

std::string_view scope_row(Channel channel) {
    return channel == Channel::balances ? "balances.list" : "orders.list";
}

}  // namespace

StreamConnection::StreamConnection(Streams& streams, const Request& request, const Arrival& arrival,
                                   std::shared_ptr<Socket> socket)
    : streams_{streams},
      host_{request.header("host")},
      client_{arrival.client},
      socket_{std::move(socket)},
      ids_{arrival} {}

void StreamConnection::open() {
    post([](StreamConnection& self) {
        const core::Stamp stamp = self.streams_.hub().live().read()->state.stamp;
        self.say(plain_text("welcome", stamp));
        self.streams_.welcome(self.socket_);
    });
}

void StreamConnection::post(std::move_only_function<void(StreamConnection&)> task) {
    streams_.hub().post([self = shared_from_this(), task = std::move(task)]() mutable {
        if (!self->is_gone_) task(*self);
    });
}

void StreamConnection::refuse(std::string_view id, const Refusal& refusal,
                              std::string_view request_id) {
    post(
        [text = refused_text(id, refusal, request_id)](StreamConnection& self) { self.say(text); });
}

// --- the access log

Reply StreamConnection::begin_row(std::string_view operation, std::string_view key) {
    Arrival arrival;
    arrival.request_id = ids_.next();
    arrival.client = client_;
    arrival.at = now();
    arrival.began = std::chrono::steady_clock::now();
    Reply row{[](Response&&) {}, arrival, {}, &streams_.house().access_log};
    Request said;
    said.method_text = "WS";
    log_request(row, said, views::Dialect::native, operation, key);
    return row;
}

void StreamConnection::end_row(Reply& row, std::string_view id, const Answer<void>& done) {
    views::AccessRow& logged = row.log();
    if (who_) {
        logged.customer = who_->customer;
        logged.is_proved = true;
        if (who_->person) {
            logged.user = who_->person->user.id.value;
            logged.surface = core::Surface::web;
        }
    }
    unsigned status = 200;
    if (!done) {
        const Reject why = done.error().rejection.reject;
        const bool is_refused = row_of(why).kind == RefusalClass::refused;
        if (logged.code == Reject{}) {
            log_refusal(row, why, why, is_refused ? Turned::away : Turned::down);
        }
        status = row_of(why).status;
        refuse(id, done.error(), row.arrival().id());
    }
    row.send({.status = status, .content_type = {}, .headers = {}, .body = {}}, {}, now());
}

// --- what the client says

void StreamConnection::on_text(std::string_view text) {
    std::string id;
    auto ask = read_message(streams_.hub().live(), text, id);
    if (!ask) return refuse(id, ask.error());
    Answer<void> done;
    switch (ask->op) {
        case Op::login:
            return log_in(*ask);
        case Op::subscribe:
            done = subscribe(*ask);
            break;
        case Op::unsubscribe:
            post([ask = *std::move(ask)](StreamConnection& self) { self.leave(ask); });
            break;
        case Op::list:
            post([id](StreamConnection& self) { self.list(id); });
            break;
        case Op::ping:
            post([id](StreamConnection& self) {
                const core::Stamp stamp = self.streams_.hub().live().read()->state.stamp;
                self.say(plain_text("pong", stamp, id));
            });
            break;
    }
    if (!done) refuse(id, done.error());
}

Answer<StreamConnection::Who> StreamConnection::by_key(const Login& login, Reply& row) {
    const Header headers[] = {{"postern-key", login.key},
                              {"postern-timestamp", login.timestamp},
                              {"postern-nonce", login.nonce},
                              {"postern-signature", login.signature}};
    const Request request = signed_request(host_, headers);
    const core::Timestamp at = now();
    const auto proof = streams_.gate().native(request, NonceJudge::gate, at);
    if (!proof) {
        Arrival arrival;
        arrival.client = client_;
        arrival.at = at;
        Refusal told = told_of(proof.error(), arrival);
        log_refusal(row, told.rejection.reject, proof.error().rejection.reject, Turned::away);
        row.log().is_proved = proof.error().proved;
        return std::unexpected(std::move(told));
    }
    row.log().customer = proof->key.customer;
    row.log().is_proved = true;
    const auto allowed = may_do(*proof, operation("key.show"), client_, at);
    streams_.touches().note(
        streams_.house(), *proof,
        {.operation = "stream.login", .ip = client_, .at = at, .ok = allowed.has_value()});
    if (!allowed) return std::unexpected(allowed.error());
    return Who{proof->key.customer, proof->key.account, *proof, {}, login.key};
}

Answer<StreamConnection::Who> StreamConnection::by_token(const Login& login) {
    const std::string bearer = "Bearer " + login.token;
    const Header headers[] = {{"authorization", bearer}};
    const House& house = streams_.house();
    const auto who =
        find_session(house.live, signed_request(host_, headers), house.environment, now());
    if (!who) return api::refuse(who.error());
    if (!who->user.customer) return api::refuse(Reject::role_missing);
    return Who{who->user.customer, who->account, {}, *who, {}};
}

// Whether he may do what that row of the table does.
Answer<void> StreamConnection::may(const Who& who, std::string_view name) const {
    const Operation& row = operation(name);
    if (who.proof) return may_do(*who.proof, row, client_, now());
    const core::Verdict verdict =
        core::authorise(who.person->standing, {.kind = row.kind, .scope = row.scope});
    if (!verdict) return std::unexpected(Refusal{.rejection = verdict.error(), .facts = {}});
    return {};
}

Answer<LastWill::Kind> StreamConnection::will_of(const Who& who, OnDisconnect wish) const {
    if (wish == OnDisconnect::none) return LastWill::Kind::nothing;
    TRY_OK(may(who, "orders.cancel_all"));
    if (wish == OnDisconnect::session) return LastWill::Kind::session;
    if (!who.proof) return malformed("cancel_on_disconnect", "not_with_token");
    return LastWill::Kind::key;
}

void StreamConnection::log_in(const StreamAsk& ask) {
    Reply row = begin_row("stream.login", ask.login.key);
    const Answer<void> done = admit(ask.login, row);
    end_row(row, ask.id, done);
    if (done) return post([id = ask.id](StreamConnection& self) { self.enter(id); });
    if (failed_logins_ < failed_logins_max) return;
    post([](StreamConnection& self) {
        self.socket_->close(CloseCode::policy, "too many logins failed");
    });
}

Answer<void> StreamConnection::admit(const Login& login, Reply& row) {
    if (who_) return api::refuse(Reject::state_conflict);
    const auto share = streams_.budget().take(client_, 1, now());
    if (!share.granted) return std::unexpected(too_often(share, now()));
    auto who = login.token.empty() ? by_key(login, row) : by_token(login);
    if (!who) {
        ++failed_logins_;
        return std::unexpected(std::move(who).error());
    }
    TRY(const LastWill::Kind kind, will_of(*who, login.on_disconnect));
    who_ = *std::move(who);
    will_.emplace(streams_.house(), kind);
    Caller caller;
    caller.customer = who_->customer;
    caller.account = who_->account;
    if (who_->proof) caller.key = who_->proof->key.id;
    will_->note(caller);
    if (will_->session() != 0) {
        streams_.house().stream_sessions->open(will_->session(), who_->account);
    }
    return {};
}

// What is private leaves a row under the name of the operation that shows the same.
Answer<void> StreamConnection::subscribe(const StreamAsk& ask) {
    if (!is_private(ask.subject.channel)) {
        TRY_OK(may_hear(ask));
        post([ask](StreamConnection& self) { self.join(ask); });
        return {};
    }
    Reply row = begin_row(scope_row(ask.subject.channel), who_ ? who_->name : std::string{});
    const Answer<void> done = may_hear(ask);
    end_row(row, ask.id, done);
    if (done) post([ask](StreamConnection& self) { self.join(ask); });
    return {};
}

Answer<void> StreamConnection::may_hear(const StreamAsk& ask) {
    if (is_private(ask.subject.channel)) {
        if (!who_) return api::refuse(Reject::unauthorized);
        TRY_OK(may(*who_, scope_row(ask.subject.channel)));
    }
    if (ask.resume_from) {
        const core::Sequence last = streams_.hub().live().read()->state.stamp.sequence;
        if (*ask.resume_from > last) return malformed("resume_from", "out_of_range");
    }
    return {};
}

void StreamConnection::on_ending() {
    post([](StreamConnection& self) {
        const core::Stamp stamp = self.streams_.hub().live().read()->state.stamp;
        self.say(plain_text("ending", stamp));
    });
}

// Orders first: nothing of it waits for the street.
void StreamConnection::on_closed(SocketEnd) {
    if (will_) {
        if (will_->session() != 0) {
            streams_.house().stream_sessions->close(will_->session());
        }
        will_->execute();
    }
    post([](StreamConnection& self) { self.quit(); });
}

// --- the street

Eyes StreamConnection::eyes() const {
    return {.account = who_->account, .rules = who_->proof ? &who_->proof->key.rules : nullptr};
}

void StreamConnection::enter(const std::string& id) {
    streams_.watch(who_->account);
    watching_ = true;
    Listening whom{.account = who_->account};
    if (who_->proof) whom.key = who_->proof->key.id;
    if (who_->person) whom.session = who_->person->session.id;
    listener_ = streams_.hub().listen(whom, shared_from_this());
    if (has_ended()) {
        streams_.hub().unlisten(listener_);
        return end(who_->proof ? ListenEnd::key_ended : ListenEnd::session_ended);
    }
    std::string text;
    Json json{text};
    json.begin_object();
    json.text("type", "logged_in");
    if (!id.empty()) json.text("id", id);
    json.number_text("account_id", who_->account.value);
    if (will_->session() != 0) json.number_text("stream_id", will_->session());
    json.end_object();
    say(text);
}

// Between the login and this his key or session may have ended or changed, and the news of it been
// told already. What ends from now on is heard.
bool StreamConnection::has_ended() const {
    const views::Live& live = streams_.hub().live();
    if (who_->person) {
        return live.read()->state.sessions.find(who_->person->session.id) == nullptr;
    }
    const auto holder = LiveKeys{live}.find(who_->proof->key.public_name, now());
    if (!holder || holder->key.rules != who_->proof->key.rules) return true;
    const Proof look{.key = holder->key, .standing = holder->standing, .deadline = {}, .nonce = {}};
    return !may_do(look, operation("key.show"), client_, now());
}

void StreamConnection::join(const StreamAsk& ask) {
    const Subject& subject = ask.subject;
    const bool is_known = public_.contains(subject) || private_.contains(subject);
    if (!is_known && public_.size() + private_.size() >= subjects_max) {
        return say(refused_text(ask.id, api::refuse(Reject::too_many, "channel").error()));
    }
    if (is_private(subject.channel)) {
        if (listener_ == 0) return;  // its key or session has just ended
        private_[subject] = streams_.join(ask, *socket_, eyes());
        return;
    }
    if (is_known) streams_.leave(subject, *socket_);
    public_.insert(subject);
    streams_.join(ask, socket_);
}

void StreamConnection::leave(const StreamAsk& ask) {
    const Subject& subject = ask.subject;
    if (public_.erase(subject) + private_.erase(subject) == 0) {
        return say(refused_text(ask.id, api::refuse(Reject::not_found, "channel").error()));
    }
    if (!is_private(subject.channel)) streams_.leave(subject, *socket_);
    const auto live = streams_.hub().live().read();
    say(unsubscribed_text(ask.id, live->state.catalogue, subject));
}

void StreamConnection::list(const std::string& id) {
    std::vector<Subject> all{public_.begin(), public_.end()};
    for (const auto& [subject, heard] : private_) all.push_back(subject);
    const auto live = streams_.hub().live().read();
    say(subscriptions_text(id, live->state.catalogue, all));
}

void StreamConnection::hear(const views::RecordNews& news) {
    for (auto& [subject, heard] : private_) {
        if (news.stamp.sequence <= heard) continue;
        heard = news.stamp.sequence;
        const std::string text = [&] {
            const auto live = streams_.hub().live().read();
            return update_text(live->state.catalogue, subject, news, eyes());
        }();
        if (!text.empty()) say(text);
    }
}

void StreamConnection::end(ListenEnd why) {
    listener_ = 0;
    private_.clear();
    if (why == ListenEnd::stopped || why == ListenEnd::lost) return;  // Streams::lose() says it
    const bool is_key = why == ListenEnd::key_ended;
    say(refused_text({},
                     api::refuse(is_key ? Reject::unauthorized : Reject::session_expired).error()));
    socket_->close(CloseCode::policy, is_key ? "the key ended" : "the session ended");
}

void StreamConnection::quit() {
    is_gone_ = true;
    for (const Subject& subject : public_) streams_.leave(subject, *socket_);
    streams_.forget(*socket_);
    public_.clear();
    private_.clear();
    if (listener_ != 0) streams_.hub().unlisten(listener_);
    if (watching_) streams_.unwatch(who_->account);
}

}  // namespace api::native
