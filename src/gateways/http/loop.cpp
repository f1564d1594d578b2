#include "gateways/http/loop.hpp"

// The thread sanitizer does not understand fences, and does not need them: Asio's locks order all.
#ifdef __SANITIZE_THREAD__
#define BOOST_ASIO_DISABLE_FENCED_BLOCK
#endif

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <chrono>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include "gateways/http/peer.hpp"
#include "gateways/http/session.hpp"

namespace gateways::http {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using Context = asio::io_context;
// The concrete executor: the type-erased one costs an indirection and an allocation per operation.
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Context::executor_type>;
using DoorWatch = asio::posix::basic_stream_descriptor<Context::executor_type>;
using Clock = std::chrono::steady_clock;
using Instant = Clock::time_point;

constexpr Instant never = Instant::max();
// A last answer has this long to reach a client that is still sending.
constexpr std::chrono::seconds linger_timeout{2};
// Connections above the limit that are being told so; more are closed without a word.
constexpr std::size_t refused_max = 64;
constexpr std::size_t write_progress_bytes = 256 * 1024;
constexpr std::size_t buffer_bytes_granted = 16 * 1024;
constexpr std::size_t scratch_kept_bytes = 1024 * 1024;
constexpr std::chrono::seconds complaint_pause{1};

bool is_trusted(const Session::Peer& peer) {
    return std::ranges::any_of(peer.trusted_proxies, [&](const core::IpRange& range) {
        return core::contains(range, peer.address);
    });
}

}  // namespace

// A socket and its conversation. At most one Asio operation is under way for it; for a WebSocket,
// which listens while it talks, one in each direction.
class Connection {
  public:
    Connection(Context& context, std::shared_ptr<Session> conversation)
        : socket{context.get_executor()}, session{std::move(conversation)} {
        session->connection = this;
    }
    ~Connection() { session->hung_up(); }

    Socket socket;
    const std::shared_ptr<Session> session;
    std::size_t index{};  // in Loop::Inside::open_
    bool is_open{true};

    enum class Phase : std::uint8_t { idle, head, body, service, writing, lingering, websocket };
    Phase phase{Phase::idle};
    bool is_reading() const {
        return is_open && (phase == Phase::idle || phase == Phase::head || phase == Phase::body);
    }
    bool is_websocket() const { return is_open && phase == Phase::websocket; }
    bool awaits_room{};    // a WebSocket's: it has more to write
    std::uint64_t part{};  // of the session, when the deadline was set
    Instant deadline{never};

    std::size_t counted_bytes{};  // of the loop's buffered_bytes_
    std::string unwritten;        // what the client has not read yet, from `written` on
    std::size_t written{};
    std::size_t progress{};  // bytes written since the deadline was set
    Wants after_write{};
};

namespace {

using Hold = std::shared_ptr<Connection>;

struct Door {
    Door(Context& context, OpenDoor door)
        : watch{context.get_executor(), door.descriptor.release()}, proxy{door.proxy} {}
    DoorWatch watch;
    const ProxyProtocol proxy;
    bool is_paused{};
};

}  // namespace

class Loop::Inside {
  public:
    Inside(Shared& shared, std::vector<OpenDoor> doors);
    ~Inside();

    void run();
    void stop() {
        asio::post(*context_, [this] { drain(); });
    }

  private:
    void watch(Door& door);
    void accept(Door& door);
    void welcome(int number, const sockaddr_storage& address, ProxyProtocol proxy);
    void complain(core::IpAddress peer, std::string_view why);

    void serve(const Hold& hold, Wants wants);
    bool write_now(Connection& connection);
    void write_rest(const Hold& hold, Wants wants);
    void wait_until_writable(const Hold& hold);
    void go_on_writing(const Hold& hold);
    void read(const Hold& hold);
    void linger(const Hold& hold);
    void discard(const Hold& hold);
    void begin_websocket(const Hold& hold);
    void end_websocket(Connection& connection);
    void listen(const Hold& hold);
    void hear(const Hold& hold);
    void converse(const Hold& hold);
    void await_room(const Hold& hold);
    void close(Connection& connection);
    void deliver();

    void tick();
    void expire(const Hold& hold);
    void cut_off(Connection& connection);
    void drain();
    void finish_if_drained();
    void count(Connection& connection);
    bool has_room_for(Connection& connection);
    static websocket::Moment moment();
    Instant after(std::chrono::milliseconds timeout) const { return now_ + period_ + timeout; }

    Shared& shared_;
    const std::shared_ptr<Context> context_;
    const std::shared_ptr<Mailbox> mailbox_;
    std::vector<std::unique_ptr<Door>> doors_;
    std::vector<Hold> open_;
    std::size_t buffered_bytes_{};
    const std::size_t buffered_bytes_max_;
    std::string out_;  // answers of the connection being served, before the first write
    std::array<char, 64 * 1024> heard_;  // on a WebSocket, or read over

    asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Context::executor_type> timer_;
    const std::chrono::milliseconds period_;
    Instant complained_{Instant::min()};
    std::size_t complaints_{};   // since then
    Instant now_{Clock::now()};  // of the last tick: deadlines are coarse, and cost no clock
    Instant drained_by_{never};
};

namespace {

// Often enough for the shortest timeout, seldom enough to cost nothing.
std::chrono::milliseconds tick_period(const Options& options) {
    const auto shortest =
        std::min({options.head_timeout, options.body_timeout, options.idle_timeout,
                  options.write_timeout, options.stop_timeout});
    return std::clamp(shortest / 8, std::chrono::milliseconds{2}, std::chrono::milliseconds{500});
}

}  // namespace

Loop::Inside::Inside(Shared& shared, std::vector<OpenDoor> doors)
    : shared_{shared},
      context_{std::make_shared<Context>(1)},
      // The box holds the context, so that a late answer may knock on it whenever it comes.
      mailbox_{std::make_shared<Mailbox>(
          [this, context = context_] { asio::post(*context, [this] { deliver(); }); })},
      buffered_bytes_max_{shared.options.buffered_bytes_max / shared.options.threads},
      timer_{context_->get_executor()},
      period_{tick_period(shared.options)} {
    for (OpenDoor& door : doors) {
        doors_.push_back(std::make_unique<Door>(*context_, std::move(door)));
    }
}

Loop::Inside::~Inside() { mailbox_->close(); }

void Loop::Inside::run() {
    for (const auto& door : doors_) watch(*door);
    tick();
    context_->run();
    while (!open_.empty()) close(*open_.back());
    // What was cancelled holds its connection until it has run.
    timer_.cancel();
    context_->restart();
    context_->poll();
}

// ---- doors

void Loop::Inside::watch(Door& door) {
    door.watch.async_wait(DoorWatch::wait_read, [this, &door](const Error& error) {
        if (!error && drained_by_ == never) accept(door);
    });
}

void Loop::Inside::accept(Door& door) {
    // Bounded, so that a flood of callers does not keep those inside waiting.
    for (int i = 0; i < 64; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        const int number =
            ::accept4(door.watch.native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
                      SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (number >= 0) {
            welcome(number, address, door.proxy);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            door.is_paused = true;  // the next tick looks again; asking at once would spin
            return;
        }
        if (errno == EAGAIN) break;
    }
    watch(door);
}

void Loop::Inside::welcome(int number, const sockaddr_storage& address, ProxyProtocol proxy) {
    Descriptor descriptor{number};
    Session::Peer peer = peer_of(number, address);
    peer.connection = ++shared_.welcomed;
    peer.proxy = proxy;
    peer.trusted_proxies = shared_.options.trusted_proxies;
    if (proxy == ProxyProtocol::v2 && !is_trusted(peer)) {
        return complain(peer.address, "it is no trusted proxy, and this listener is for those");
    }
    const std::size_t before = shared_.connections.fetch_add(1);
    if (before >= shared_.options.connections_max + refused_max) {
        --shared_.connections;
        return;
    }
    const int on = 1;
    if (address.ss_family != AF_UNIX) {
        ::setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    auto session =
        std::make_shared<Session>(shared_.service, shared_.options.limits, peer, mailbox_);
    const Hold hold = std::make_shared<Connection>(*context_, std::move(session));
    Error error;
    hold->socket.assign({address.ss_family, 0}, number, error);
    if (error) {
        --shared_.connections;
        return;
    }
    descriptor.release();
    hold->index = open_.size();
    open_.push_back(hold);
    const bool too_many = before >= shared_.options.connections_max;
    serve(hold, too_many ? hold->session->refuse(api::Malformed::too_many, out_) : Wants::bytes);
}

// The operator hears of the first one at once, and then how many there were.
void Loop::Inside::complain(core::IpAddress peer, std::string_view why) {
    if (!shared_.options.complain) return;
    ++complaints_;
    if (now_ < complained_ + complaint_pause) return;
    std::string sentence = "A connection from " + core::format(peer) + " was closed: ";
    sentence.append(why).append(".");
    if (complaints_ > 1) {
        sentence += " " + std::to_string(complaints_ - 1) + " before it were closed in silence.";
    }
    complaints_ = 0;
    complained_ = now_;
    shared_.options.complain(sentence);
}

// ---- a connection's turn

// Writes what out_ holds, then does what the session wants next.
void Loop::Inside::serve(const Hold& hold, Wants wants) {
    for (;;) {
        if (!out_.empty() && !write_now(*hold)) return write_rest(hold, wants);
        if (!hold->is_open) return;
        switch (wants) {
            case Wants::flush:
                wants = hold->session->resume(out_);
                continue;
            case Wants::answer:
                hold->phase = Connection::Phase::service;
                hold->deadline = never;
                return;
            case Wants::bytes:
                return read(hold);
            case Wants::linger:
                return linger(hold);
            case Wants::websocket:
                return begin_websocket(hold);
            case Wants::close:
                if (const std::string_view why = hold->session->complaint(); !why.empty()) {
                    complain(hold->session->peer(), why);
                }
                return close(*hold);
        }
    }
}

// The synchronous write first: nearly always the kernel takes all. False if something is left;
// out_ then begins with it.
bool Loop::Inside::write_now(Connection& connection) {
    const ssize_t sent = ::send(connection.socket.native_handle(), out_.data(), out_.size(),
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        out_.clear();
        close(connection);
        return true;
    }
    if (sent > 0 && static_cast<std::size_t>(sent) < out_.size()) {
        out_.erase(0, static_cast<std::size_t>(sent));
        return false;
    }
    if (sent <= 0) return false;
    out_.clear();
    if (out_.capacity() > scratch_kept_bytes) std::string{}.swap(out_);
    return true;
}

void Loop::Inside::write_rest(const Hold& hold, Wants wants) {
    hold->unwritten = std::exchange(out_, {});
    hold->written = 0;
    hold->after_write = wants;
    hold->phase = Connection::Phase::writing;
    hold->progress = 0;
    hold->deadline = after(shared_.options.write_timeout);
    if (!has_room_for(*hold)) return cut_off(*hold);
    wait_until_writable(hold);
}

void Loop::Inside::wait_until_writable(const Hold& hold) {
    hold->socket.async_wait(Socket::wait_write, [this, hold](const Error& error) {
        if (!hold->is_open) return;
        if (error) return close(*hold);
        go_on_writing(hold);
    });
}

void Loop::Inside::go_on_writing(const Hold& hold) {
    Connection& slow = *hold;
    const ssize_t sent = ::send(slow.socket.native_handle(), slow.unwritten.data() + slow.written,
                                slow.unwritten.size() - slow.written, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return close(slow);
    if (sent > 0) {
        slow.written += static_cast<std::size_t>(sent);
        slow.progress += static_cast<std::size_t>(sent);
    }
    if (slow.progress >= write_progress_bytes) {
        slow.progress = 0;
        slow.deadline = after(shared_.options.write_timeout);
    }
    if (slow.written < slow.unwritten.size()) return wait_until_writable(hold);
    std::string{}.swap(slow.unwritten);
    count(slow);
    serve(hold, slow.after_write);
}

void Loop::Inside::read(const Hold& hold) {
    using Phase = Connection::Phase;
    Session& session = *hold->session;
    const Phase phase = session.is_between_requests() ? Phase::idle
                        : session.is_in_body()        ? Phase::body
                                                      : Phase::head;
    // Each head and each body has one deadline, however many pieces it comes in.
    if (phase == Phase::idle) {
        if (drained_by_ != never) return close(*hold);
        hold->deadline = after(shared_.options.idle_timeout);
    } else if (phase != hold->phase || session.part() != hold->part) {
        hold->deadline = after(phase == Phase::head ? shared_.options.head_timeout
                                                    : shared_.options.body_timeout);
    }
    hold->phase = phase;
    hold->part = session.part();
    const std::span<char> room = session.room();
    if (!has_room_for(*hold)) return serve(hold, session.refuse(api::Malformed::too_many, out_));
    hold->socket.async_read_some(asio::buffer(room.data(), room.size()),
                                 [this, hold](const Error& error, std::size_t bytes) {
                                     if (!hold->is_reading()) return;  // closed or refused since
                                     if (error) return close(*hold);
                                     serve(hold, hold->session->received(bytes, out_));
                                 });
}

// Closing while the client still sends would reset the connection and take the last answer with
// it. So we say that we are done, and read over what comes until the client is done too.
void Loop::Inside::linger(const Hold& hold) {
    hold->phase = Connection::Phase::lingering;
    hold->deadline = after(linger_timeout);
    ::shutdown(hold->socket.native_handle(), SHUT_WR);
    hold->session->finish_reading();
    count(*hold);
    discard(hold);
}

void Loop::Inside::discard(const Hold& hold) {
    hold->socket.async_read_some(asio::buffer(heard_),
                                 [this, hold](const Error& error, std::size_t) {
                                     if (!hold->is_open) return;
                                     if (error) return close(*hold);
                                     discard(hold);
                                 });
}

// ---- WebSockets

void Loop::Inside::begin_websocket(const Hold& hold) {
    hold->phase = Connection::Phase::websocket;
    hold->session->begin_websocket(moment());
    if (drained_by_ != never) end_websocket(*hold);
    listen(hold);
    converse(hold);
}

void Loop::Inside::end_websocket(Connection& connection) {
    connection.session->websocket()->end(moment(), shared_.options.stop_timeout / 2);
}

// Nothing is read before something has come: a thousand silent subscribers need no buffers.
void Loop::Inside::listen(const Hold& hold) {
    hold->socket.async_wait(Socket::wait_read, [this, hold](const Error& error) {
        if (!hold->is_websocket()) return;
        if (error) return close(*hold);
        hear(hold);
    });
}

void Loop::Inside::hear(const Hold& hold) {
    const ssize_t got =
        ::recv(hold->socket.native_handle(), heard_.data(), heard_.size(), MSG_DONTWAIT);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return close(*hold);
    if (got > 0) {
        const std::span<char> bytes{heard_.data(), static_cast<std::size_t>(got)};
        hold->session->websocket()->received(bytes, moment());
        converse(hold);
    }
    if (hold->is_websocket()) listen(hold);
}

// Says what there is to say.
void Loop::Inside::converse(const Hold& hold) {
    websocket::Conversation& conversation = *hold->session->websocket();
    switch (conversation.write(hold->socket.native_handle(), moment())) {
        case websocket::Next::linger:
            return linger(hold);
        case websocket::Next::cut_off:
            return cut_off(*hold);
        case websocket::Next::write_more:
            if (!has_room_for(*hold)) conversation.cut_short(moment());
            await_room(hold);
            break;
        case websocket::Next::listen:
            break;
    }
    count(*hold);
    hold->deadline = conversation.due();
}

void Loop::Inside::await_room(const Hold& hold) {
    if (std::exchange(hold->awaits_room, true)) return;
    hold->socket.async_wait(Socket::wait_write, [this, hold](const Error& error) {
        hold->awaits_room = false;
        if (!hold->is_websocket()) return;
        if (error) return close(*hold);
        converse(hold);
    });
}

// ---- the end of a connection, and what it held

// Keeps the count of what all connections hold.
void Loop::Inside::count(Connection& connection) {
    const std::size_t bytes = connection.session->buffer_bytes() + connection.unwritten.size();
    buffered_bytes_ += bytes - std::exchange(connection.counted_bytes, bytes);
}

// The small buffer that each one has is never refused.
bool Loop::Inside::has_room_for(Connection& connection) {
    count(connection);
    return buffered_bytes_ <= buffered_bytes_max_ ||
           connection.counted_bytes <= buffer_bytes_granted;
}

void Loop::Inside::close(Connection& connection) {
    connection.is_open = false;
    connection.session->hung_up();
    Error ignored;
    connection.socket.close(ignored);
    --shared_.connections;
    buffered_bytes_ -= connection.counted_bytes;
    // Last: the vector may be its last holder.
    const std::size_t index = connection.index;
    const Hold hold = std::exchange(open_[index], std::move(open_.back()));
    open_.pop_back();
    if (index < open_.size()) open_[index]->index = index;
    finish_if_drained();
}

// The answers that other threads have left for us.
void Loop::Inside::deliver() {
    for (const std::shared_ptr<Session>& session : mailbox_->take_all()) {
        if (session->connection == nullptr) continue;
        const Hold hold = open_[session->connection->index];
        if (session->websocket() == nullptr) {
            serve(hold, session->resume(out_));
        } else if (session->websocket()->line().woken(); hold->is_websocket()) {
            converse(hold);
        }
    }
}

// ---- time

websocket::Moment Loop::Inside::moment() {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return {.instant = Clock::now(),
            .unix_time = std::chrono::duration_cast<std::chrono::milliseconds>(since_1970)};
}

void Loop::Inside::tick() {
    now_ = Clock::now();
    for (std::size_t i = open_.size(); i-- > 0;) {
        if (now_ >= open_[i]->deadline) expire(Hold{open_[i]});
    }
    for (const auto& door : doors_) {
        if (std::exchange(door->is_paused, false)) accept(*door);
    }
    if (now_ >= drained_by_) {
        context_->stop();
        return;
    }
    timer_.expires_at(now_ + period_);
    timer_.async_wait([this](const Error& error) {
        if (!error) tick();
    });
}

void Loop::Inside::expire(const Hold& hold) {
    using Phase = Connection::Phase;
    if (hold->phase == Phase::writing) return cut_off(*hold);
    if (hold->phase == Phase::websocket) {
        hold->session->websocket()->time_passed(moment());
        return converse(hold);
    }
    if (hold->phase != Phase::head && hold->phase != Phase::body) return close(*hold);
    Error ignored;
    hold->socket.cancel(ignored);
    serve(hold, hold->session->refuse(api::Malformed::too_slow, out_));
}

// Closes with a reset: the kernel need not keep what the client did not read.
void Loop::Inside::cut_off(Connection& connection) {
    const struct ::linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(connection.socket.native_handle(), SOL_SOCKET, SO_LINGER, &at_once,
                 sizeof at_once);
    close(connection);
}

void Loop::Inside::drain() {
    if (drained_by_ != never) return;
    drained_by_ = Clock::now() + shared_.options.stop_timeout;
    doors_.clear();
    for (std::size_t i = open_.size(); i-- > 0;) {
        const Hold hold = open_[i];
        hold->session->make_next_answer_the_last();
        if (hold->is_reading()) close(*hold);
        if (hold->is_websocket()) {
            end_websocket(*hold);
            converse(hold);
        }
    }
    finish_if_drained();
}

void Loop::Inside::finish_if_drained() {
    if (drained_by_ != never && open_.empty()) context_->stop();
}

Loop::Loop(Shared& shared, std::vector<OpenDoor> doors)
    : inside_{std::make_unique<Inside>(shared, std::move(doors))} {}
Loop::~Loop() = default;

void Loop::run() { inside_->run(); }
void Loop::stop() { inside_->stop(); }

}  // namespace gateways::http
