// One client's WebSocket conversation, without the socket's waiting and without a clock: bytes and
// moments in, messages to the handler, messages out.
//
//     conversation.start(now);
//     conversation.received(bytes, now);       on_text, on_text; pongs, the answer to a close
//     conversation.time_passed(now);           when due() has come: pings, lifetimes
//     switch (conversation.write(socket, now)) ...
//
// Whoever ends it, the last thing said is a close frame; then the connection lingers until the
// client has hung up too. A slow client is told as well, if it reads on in time: what waits for it
// is dropped, and the close frame is the next thing that it reads.
//
// Threads  the connection's io thread; the handler is called on it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "api/access/sockets.hpp"
#include "gateways/websocket/frames.hpp"
#include "gateways/websocket/line.hpp"
#include "gateways/websocket/outgoing.hpp"

namespace gateways::websocket {

using Instant = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

struct Moment {
    Instant instant;           // for what lasts
    Milliseconds unix_time{};  // for what is told
};

inline constexpr Instant never = Instant::max();
// So long may a client take to read the last we have to say.
inline constexpr std::chrono::seconds goodbye_timeout{5};

enum class Next : std::uint8_t {
    listen,      // all is written
    write_more,  // some is, the client must read first; listen meanwhile
    linger,      // all is said: close gently
    cut_off,     // close at once
};

class Conversation {
  public:
    Conversation(std::shared_ptr<Line> line, api::Upgrade upgrade);
    ~Conversation();
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;

    void start(Moment now);
    // Unmasks `bytes` in place. After a goodbye they are read over.
    void received(std::span<char> bytes, Moment now);
    void time_passed(Moment now);
    Instant due() const;
    // The server stops: as at the end of the lifetime, with so much notice at most.
    void end(Moment now, Milliseconds notice_max);
    // What waits for this client is too much for the server.
    void cut_short(Moment now);
    // The connection is closed. The last call.
    void hung_up();

    // Picks up what was sent and writes what the client takes.
    [[nodiscard]] Next write(int socket, Moment now);

    Line& line() { return *line_; }
    std::size_t buffered_bytes() const { return reader_.capacity() + line_->queued_bytes(); }

  private:
    void take(const Arrived& arrived, Moment now);
    void answer_close(std::string_view payload, Moment now);
    bool is_one_too_many(Moment now);
    void ping(Moment now);
    void pick_up(Moment now);
    void say_goodbye(std::uint16_t code, std::string_view reason, api::SocketEnd end, Moment now);
    void say_goodbye(api::CloseCode code, std::string_view reason, api::SocketEnd end, Moment now);
    void tell_end(api::SocketEnd end);

    const std::shared_ptr<Line> line_;
    std::shared_ptr<api::SocketHandler> handler_;  // until it has heard of the end
    const api::SocketLimits limits_;
    FrameReader reader_;
    Outgoing outgoing_;

    enum class Stage : std::uint8_t { open, ending, leaving };
    Stage stage_{};
    Instant ping_at_{never};
    Instant pong_by_{never};
    Instant ends_at_{never};  // then the ending's notice begins; while ending, it is over
    Instant gone_by_{never};  // while leaving
    bool is_out_of_time_{};

    Instant second_ends_{Instant::min()};
    unsigned messages_in_second_{};
};

}  // namespace gateways::websocket
