#include "gateways/http/session.hpp"

#include <utility>

#include "base/check.hpp"
#include "gateways/http/writer.hpp"

namespace gateways::http {
namespace {

// Answers to pipelined requests are gathered up to about here, then written at once.
constexpr std::size_t flush_bytes = 64 * 1024;

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
    : service_{service}, reader_{limits}, mailbox_{std::move(mailbox)} {
    reader_.request().peer = peer.address;
    reader_.request().peer_uid = peer.uid;
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

Wants Session::run(std::string& out) {
    for (;;) {
        if (end_) return *end_;
        if (out.size() >= flush_bytes) return Wants::flush;
        const auto whole = reader_.next();
        if (!whole) return refuse(whole.error(), out);
        if (!*whole) {
            if (reader_.wants_continue()) out += "HTTP/1.1 100 Continue\r\n\r\n";
            return Wants::bytes;
        }
        if (!ask()) return Wants::answer;
        append_answer(out);
    }
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
    const api::Response response = service_.refuse(why, reader_.target());
    append_response(out, response, {.keep_alive = false, .old_version = false, .head_only = false});
    end_ = Wants::linger;
    return Wants::linger;
}

}  // namespace gateways::http
