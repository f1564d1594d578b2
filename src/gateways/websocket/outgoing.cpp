#include "gateways/websocket/outgoing.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

namespace gateways::websocket {
namespace {

constexpr std::size_t pieces_max = 64;
// Room for more is given back once it was written.
constexpr std::size_t messages_kept = 64;
// So many written ones are let go of together.
constexpr std::size_t tidied_at_once = 64;

iovec piece_of(std::string_view bytes) {
    return {.iov_base = const_cast<char*>(bytes.data()), .iov_len = bytes.size()};
}

}  // namespace

void Outgoing::drop() {
    const std::size_t kept = first_ + (written_ > 0 ? 1 : 0);
    messages_.erase(messages_.begin() + static_cast<std::ptrdiff_t>(kept), messages_.end());
    tidy();
}

Written Outgoing::write(int socket) {
    while (!is_empty()) {
        std::array<iovec, pieces_max> pieces;
        const std::size_t count = std::min(pieces_max, messages_.size() - first_);
        std::size_t offered = 0;
        for (std::size_t i = 0; i < count; ++i) {
            pieces[i] = piece_of(messages_[first_ + i].bytes().substr(i == 0 ? written_ : 0));
            offered += pieces[i].iov_len;
        }
        msghdr header{};
        header.msg_iov = pieces.data();
        header.msg_iovlen = count;
        const ssize_t sent = ::sendmsg(socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) return errno == EAGAIN ? Written::some : Written::broken;
        took(static_cast<std::size_t>(sent));
        if (static_cast<std::size_t>(sent) < offered) return Written::some;
    }
    tidy();
    return Written::all;
}

void Outgoing::took(std::size_t bytes) {
    written_ += bytes;
    while (first_ < messages_.size() && written_ >= messages_[first_].bytes().size()) {
        written_ -= messages_[first_].bytes().size();
        ++first_;
    }
    if (first_ > tidied_at_once && first_ > messages_.size() / 2) tidy();
}

// Lets go of what was written.
void Outgoing::tidy() {
    messages_.erase(messages_.begin(), messages_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
    if (messages_.empty() && messages_.capacity() > messages_kept) messages_ = {};
}

std::size_t Outgoing::bytes() const {
    std::size_t sum = 0;
    for (std::size_t i = first_; i < messages_.size(); ++i) sum += messages_[i].bytes().size();
    return sum - written_;
}

}  // namespace gateways::websocket
