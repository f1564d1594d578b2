// What one client has not been sent yet, oldest first. Many messages leave in one write, from
// where they lie: a message that goes to a thousand clients is never copied for any of them.
//
// Threads  the connection's io thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "api/access/sockets.hpp"

namespace gateways::websocket {

enum class Written : std::uint8_t {
    all,
    some,    // the client must read first
    broken,  // it is gone
};

class Outgoing {
  public:
    void push(api::SocketMessage message) { messages_.push_back(std::move(message)); }
    // To append to; what was there before stays.
    std::vector<api::SocketMessage>& messages() { return messages_; }
    // Forgets what has not begun to leave: half a message must become a whole one.
    void drop();

    [[nodiscard]] Written write(int socket);

    bool is_empty() const { return first_ == messages_.size(); }
    std::size_t bytes() const;  // not yet written. Cost: O(messages)

  private:
    void took(std::size_t bytes);
    void tidy();

    std::vector<api::SocketMessage> messages_;
    std::size_t first_{};    // not yet written whole
    std::size_t written_{};  // bytes of it
};

}  // namespace gateways::websocket
