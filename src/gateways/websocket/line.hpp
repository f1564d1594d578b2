// The line to one client, as the rest of the house sees it: an api::Socket. What is sent is put
// down here by any thread and picked up by the connection's io thread.
//
//     any thread   send  send  send  close      (one wake-up: nothing lay here before)
//     io thread                             pick_up -> three messages, goodbye
//
// Nobody waits for a slow client: what is above the limit is dropped at once, all of it, and the
// io thread is told to cut the client off.
//
// Threads  send, close: any. The rest: the io thread.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/access/sockets.hpp"

namespace gateways::websocket {

class Line final : public api::Socket {
  public:
    // `wake` makes the io thread call woken() and pick_up() soon; never twice before woken(), and
    // not before open().
    Line(std::uint64_t id, core::IpAddress client, std::function<void()> wake);

    void send(api::SocketMessage message) override;
    void close(api::CloseCode code, std::string_view reason) override;
    core::IpAddress client() const override { return client_; }
    std::uint64_t id() const override { return id_; }

    // The upgrade was taken: the io thread may be woken, if it is not attending anyway.
    void open(std::size_t queued_bytes_max);

    struct Goodbye {
        api::CloseCode code{};
        std::string reason;
    };
    // What came since the last time. The messages are appended to `messages`, and count as
    // unwritten until told otherwise.
    struct PickedUp {
        bool is_too_much{};  // once it is, there are no messages any more
        std::optional<Goodbye> goodbye;
    };
    PickedUp pick_up(std::vector<api::SocketMessage>& messages);
    // So many bytes of those picked up has the client not taken yet.
    void keep_count(std::size_t unwritten_bytes);

    // The io thread is awake because of wake().
    void woken();
    // From now on, sends need not wake it: it will come by itself.
    void attend();
    // Nothing is unwritten; from now on they do. False, and he goes on, if something lies here
    // already.
    bool rest();
    // Nothing is sent any more.
    void hang_up();

    // What waits for the client, here and unwritten.
    std::size_t queued_bytes() const;

  private:
    bool must_wake(bool at_once);

    const std::uint64_t id_;
    const core::IpAddress client_;
    const std::function<void()> wake_;

    mutable std::mutex mutex_;
    std::vector<api::SocketMessage> messages_;
    std::optional<Goodbye> goodbye_;
    std::size_t queued_bytes_max_;
    std::size_t lying_bytes_{};  // of messages_
    std::size_t unwritten_bytes_{};
    bool is_too_much_{};
    bool is_over_{};  // too much, goodbye or hung up: what comes is dropped
    bool is_open_{};
    bool is_attended_{true};
    bool is_waking_{};  // between wake() and woken()
};

}  // namespace gateways::websocket
