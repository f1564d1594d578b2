#include "gateways/http/session.hpp"

#include <utility>

#include "api/access/client_ip.hpp"
#include "base/check.hpp"
#include "gateways/http/writer.hpp"
#include "gateways/websocket/handshake.hpp"

namespace gateways::http {
namespace {

// Answers to pipelined requests are gathered up to about here, then written at once.
constexpr std::size_t flush_bytes = 64 * 1024;

std::string_view complaint_of(ProxyFault fault) {
    switch (fault) {
        case ProxyFault::no_header:
            return "it did not begin with a PROXY header of version 2";
        case ProxyFault::bad_header:
            return "its PROXY header is not of version 2";
        case ProxyFault::too_long:
            return "its PROXY header is too long";
    }
    return {};
}

}  // namespace

// The Respond of one request. Dropped uncalled, it answers 500: a client must not wait for ever
// for our mistake.
class Session::Answer {
  public:
    explicit Answer(std::shared_ptr<Session> session) noexcept : session_{std::move(session)} {}
    Answer(Answer&&) noexcept = default;
    Answer& operator=(Answer&&) = delete;
    ~Answer() {
        if (session_) (*this)(api::Response{.status = 500, .content_type{}, .headers{}, .body{}});
    }

    void operator()(api::Response&& response) {
        CHECK(session_ != nullptr);  // once only
        const auto session = std::move(session_);
        session->answered(std::move(response));
    }

  private:
    std::shared_ptr<Session> session_;
};

Session::Session(api::Service& service, Limits limits, Peer peer, std::shared_ptr<Mailbox> mailbox)
    : service_{service}, reader_{limits}, mailbox_{std::move(mailbox)}, number_{peer.connection} {
    reader_.request().peer = peer.address;
    reader_.request().peer_uid = peer.uid;
    reader_.request().trusted_proxies = peer.trusted_proxies;
    awaits_proxy_ = peer.proxy == ProxyProtocol::v2;
}

Wants Session::received(std::size_t bytes, std::string& out) {
    reader_.received(bytes);
    return run(out);
}

Wants Session::resume(std::string& out) {
    if (turn_.load(std::memory_order_acquire) == Turn::answered && !append_answer(out)) {
        return *end_;
    }
    return run(out);
}

// What to do instead of reading requests, as long as the header is not there.
std::optional<Wants> Session::read_proxy() {
    const auto header = read_proxy_header(reader_.unread());
    if (!header) {
        complaint_ = complaint_of(header.error());
        end_ = Wants::close;
        return end_;
    }
    if (header->bytes == 0) return Wants::bytes;
    reader_.skip(header->bytes);
    reader_.request().proxied = header->source;
    awaits_proxy_ = false;
    return std::nullopt;
}

Wants Session::run(std::string& out) {
    if (awaits_proxy_ && !end_) {
        if (const auto instead = read_proxy()) return *instead;
    }
    for (;;) {
        if (end_) return *end_;
        if (out.size() >= flush_bytes) return Wants::flush;
        const auto whole = reader_.next();
        if (!whole) return refuse(whole.error(), out);
        if (!*whole) {
            if (reader_.wants_continue()) out += "HTTP/1.1 100 Continue\r\n\r\n";
            return Wants::bytes;
        }
        if (asks_for_websocket()) {
            if (const auto instead = upgrade(out)) return *instead;
            continue;
        }
        if (!ask()) return Wants::answer;
        append_answer(out);
    }
}

// HTTP/1.0 knows no upgrades: there it is an ordinary request.
bool Session::asks_for_websocket() const {
    return !reader_.head().old_version && websocket::asks_for_websocket(reader_.request());
}

// What to do instead of reading further requests; nothing if the service refused, politely.
std::optional<Wants> Session::upgrade(std::string& out) {
    const api::Request& request = reader_.request();
    ++requests_;
    if (last_) return refuse(api::Malformed::too_many, out);
    const auto accepted = websocket::accept(request);
    const auto client = api::client_ip(request);
    if (!accepted) return refuse(accepted.error(), out);
    if (!client) return refuse(api::Malformed::bad_request, out);

    const auto line = new_line(*client);
    auto told = service_.upgrade(request, line);
    if (auto* const refusal = std::get_if<api::Response>(&told)) {
        line->hang_up();
        response_ = std::move(*refusal);
        append_answer(out);
        return std::nullopt;
    }
    auto& upgrade = std::get<api::Upgrade>(told);
    websocket::append_handshake(out, *accepted, upgrade.headers);
    websocket_ = std::make_unique<websocket::Conversation>(line, std::move(upgrade));
    return Wants::websocket;
}

// The line does not keep the session: a dialect may hold it long after the client has gone.
std::shared_ptr<websocket::Line> Session::new_line(core::IpAddress client) {
    return std::make_shared<websocket::Line>(number_, client, [weak = weak_from_this()] {
        if (const auto session = weak.lock()) session->mailbox_->push(session);
    });
}

websocket::Conversation& Session::begin_websocket(websocket::Moment now) {
    std::string early{reader_.behind()};
    finish_reading();
    websocket_->start(now);
    if (!early.empty()) websocket_->received(early, now);
    return *websocket_;
}

void Session::hung_up() {
    connection = nullptr;
    if (websocket_) websocket_->hung_up();
}

// True if the answer came before handle() returned, from whatever thread: then it costs no
// wake-up.
bool Session::ask() {
    ++requests_;
    turn_.store(Turn::asking, std::memory_order_relaxed);
    service_.handle(reader_.request(), Answer{shared_from_this()});
    Turn turn = Turn::asking;
    return !turn_.compare_exchange_strong(turn, Turn::waiting, std::memory_order_acq_rel);
}

void Session::answered(api::Response&& response) {
    response_ = std::move(response);
    const Turn turn = turn_.exchange(Turn::answered, std::memory_order_acq_rel);
    if (turn == Turn::waiting) mailbox_->push(shared_from_this());
}

// False if that was the last one.
bool Session::append_answer(std::string& out) {
    turn_.store(Turn::idle, std::memory_order_relaxed);
    const Head& head = reader_.head();
    const Manner manner{.keep_alive = head.keep_alive && !last_,
                        .old_version = head.old_version,
                        .head_only = reader_.request().method == api::Method::head};
    append_response(out, response_, manner);
    response_ = {};
    // Who announced the end sends nothing more; who did not may be sending right now.
    if (!manner.keep_alive) end_ = head.keep_alive ? Wants::linger : Wants::close;
    return manner.keep_alive;
}

Wants Session::refuse(api::Malformed why, std::string& out) {
    // Who has not said yet whom he speaks for is told nothing.
    if (awaits_proxy_) {
        if (why == api::Malformed::too_slow) complaint_ = "its PROXY header did not come in time";
        end_ = Wants::close;
        return Wants::close;
    }
    return last_word(service_.refuse(why, reader_.target()), out);
}

Wants Session::refuse(websocket::HandshakeFault why, std::string& out) {
    api::Response response = service_.refuse(api::Malformed::bad_request, reader_.target());
    if (why == websocket::HandshakeFault::wrong_version) {
        response.headers += "Sec-WebSocket-Version: 13\r\n";
    }
    return last_word(response, out);
}

Wants Session::last_word(const api::Response& response, std::string& out) {
    append_response(out, response, {.keep_alive = false, .old_version = false, .head_only = false});
    end_ = Wants::linger;
    return Wants::linger;
}

}  // namespace gateways::http
