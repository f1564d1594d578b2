// One client's conversation, without the socket: bytes in, requests to the service, answers out
// in the order of the requests. One request is with the service at a time; those that have
// already arrived wait in the buffer, and their answers leave together.
//
//     bytes      more bytes are needed; read into room(), then received(n)
//     flush      write `out` first, then resume()
//     answer     the service has the request; the mailbox tells when its answer is there, resume()
//     linger     write `out`, then close gently: the client may still be sending
//     close      write `out`, then close
//     websocket  write `out`; from then on it is a WebSocket conversation, see begin_websocket()
//
// Where the listener speaks the PROXY protocol, its header comes before the first request; without
// it the conversation ends without a word.
//
// Threads  one io thread; only the Respond it hands out may be called from anywhere, at any time.
// Lifetime held by the connection and by an unanswered Respond, so that a request's views live
//          until it is answered, even if the client is gone by then.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/access/http.hpp"
#include "gateways/http/mailbox.hpp"
#include "gateways/http/proxy_header.hpp"
#include "gateways/http/reader.hpp"
#include "gateways/websocket/conversation.hpp"
#include "gateways/websocket/handshake.hpp"

namespace gateways::http {

class Connection;  // the io thread's side, with the socket

enum class Wants : std::uint8_t { bytes, flush, answer, linger, close, websocket };

class Session : public std::enable_shared_from_this<Session> {
  public:
    struct Peer {
        core::IpAddress address;
        std::optional<std::uint32_t> uid;
        std::uint64_t connection{};  // its number, counted up from 1
        // Where the connection came in: whether a PROXY header must come first, and whose word on
        // other callers counts.
        ProxyProtocol proxy{};
        std::span<const core::IpRange> trusted_proxies{};
    };

    Session(api::Service& service, Limits limits, Peer peer, std::shared_ptr<Mailbox> mailbox);

    std::span<char> room() { return reader_.room(); }
    // Answers are appended to `out`, at most about a flush of them at once.
    Wants received(std::size_t bytes, std::string& out);
    Wants resume(std::string& out);

    // Answers with that refusal and ends the conversation.
    Wants refuse(api::Malformed why, std::string& out);
    // The next answer is the last: it says "Connection: close".
    void make_next_answer_the_last() { last_ = true; }

    // Why the connection was closed without an answer, for the operator; empty for no reason.
    std::string_view complaint() const { return complaint_; }
    core::IpAddress peer() const { return reader_.request().peer; }

    // The client's handshake was answered: it speaks WebSocket, and may have begun to already.
    websocket::Conversation& begin_websocket(websocket::Moment now);
    websocket::Conversation* websocket() { return websocket_.get(); }
    // The connection is closed.
    void hung_up();

    std::size_t buffer_bytes() const {
        return reader_.capacity() + (websocket_ ? websocket_->buffered_bytes() : 0);
    }
    void finish_reading() { reader_.finish_reading(); }
    bool is_between_requests() const { return reader_.is_idle(); }
    bool is_in_body() const { return reader_.is_in_body(); }
    // Another number for each head and each body being read: each has a time limit of its own.
    std::uint64_t part() const { return 2 * requests_ + (reader_.is_in_body() ? 1 : 0); }

    // For the owner alone: its connection, until that is closed.
    Connection* connection{};

  private:
    friend class Mailbox;
    class Answer;
    enum class Turn : std::uint8_t { idle, asking, waiting, answered };

    Wants run(std::string& out);
    std::optional<Wants> read_proxy();
    bool ask();
    bool asks_for_websocket() const;
    std::optional<Wants> upgrade(std::string& out);
    Wants refuse(websocket::HandshakeFault why, std::string& out);
    Wants last_word(const api::Response& response, std::string& out);
    std::shared_ptr<websocket::Line> new_line(core::IpAddress client);
    bool append_answer(std::string& out);
    void answered(api::Response&& response);

    api::Service& service_;
    Reader reader_;
    const std::shared_ptr<Mailbox> mailbox_;
    const std::uint64_t number_;  // of the connection
    std::atomic<Turn> turn_{Turn::idle};
    bool last_{};
    std::uint64_t requests_{};
    bool awaits_proxy_{};  // its PROXY header has not come yet
    std::string_view complaint_;
    std::optional<Wants> end_;  // how to close, once the last answer was given
    api::Response response_;
    std::unique_ptr<websocket::Conversation> websocket_;  // once that is what it is

    // As a node of the mailbox: itself, kept alive while it lies there, and the one behind it.
    std::shared_ptr<Session> kept_;
    Session* next_{};
};

}  // namespace gateways::http
