#include "gateways/websocket/line.hpp"

#include <utility>

namespace gateways::websocket {

Line::Line(std::uint64_t id, core::IpAddress client, std::function<void()> wake)
    : id_{id},
      client_{client},
      wake_{std::move(wake)},
      queued_bytes_max_{api::SocketLimits{}.queued_bytes_max} {}

void Line::send(api::SocketMessage message) {
    std::vector<api::SocketMessage> dropped;  // destroyed outside of the lock
    bool wake{};
    {
        const std::lock_guard lock{mutex_};
        if (is_over_) return;
        const std::size_t bytes = message.bytes().size();
        if (lying_bytes_ + unwritten_bytes_ + bytes > queued_bytes_max_) {
            is_too_much_ = is_over_ = true;
            dropped.swap(messages_);
            lying_bytes_ = 0;
        } else {
            lying_bytes_ += bytes;
            messages_.push_back(std::move(message));
        }
        wake = must_wake(is_too_much_);
    }
    if (wake) wake_();
}

void Line::close(api::CloseCode code, std::string_view reason) {
    bool wake{};
    {
        const std::lock_guard lock{mutex_};
        if (is_over_) return;
        is_over_ = true;
        goodbye_ = Goodbye{code, std::string{reason}};
        wake = must_wake(true);
    }
    if (wake) wake_();
}

// An io thread that waits until the client reads will come for messages by itself, but should
// hear of an end at once.
bool Line::must_wake(bool at_once) {
    if (!is_open_ || is_waking_ || (is_attended_ && !at_once)) return false;
    is_waking_ = true;
    return true;
}

void Line::open(std::size_t queued_bytes_max) {
    const std::lock_guard lock{mutex_};
    is_open_ = true;
    queued_bytes_max_ = queued_bytes_max;
}

Line::PickedUp Line::pick_up(std::vector<api::SocketMessage>& messages) {
    const std::lock_guard lock{mutex_};
    unwritten_bytes_ += std::exchange(lying_bytes_, 0);
    if (messages.empty()) {
        messages.swap(messages_);
    } else {
        for (api::SocketMessage& message : messages_) messages.push_back(std::move(message));
        messages_.clear();
    }
    return {.is_too_much = std::exchange(is_too_much_, false),
            .goodbye = std::exchange(goodbye_, std::nullopt)};
}

void Line::keep_count(std::size_t unwritten_bytes) {
    const std::lock_guard lock{mutex_};
    unwritten_bytes_ = unwritten_bytes;
}

void Line::woken() {
    const std::lock_guard lock{mutex_};
    is_waking_ = false;
    is_attended_ = true;
}

void Line::attend() {
    const std::lock_guard lock{mutex_};
    is_attended_ = true;
}

bool Line::rest() {
    const std::lock_guard lock{mutex_};
    unwritten_bytes_ = 0;  // all of it is written, whether or not more has come
    if (!messages_.empty() || is_too_much_ || goodbye_) return false;
    is_attended_ = false;
    return true;
}

void Line::hang_up() {
    std::vector<api::SocketMessage> dropped;
    const std::lock_guard lock{mutex_};
    is_over_ = true;
    is_too_much_ = false;
    goodbye_.reset();
    lying_bytes_ = unwritten_bytes_ = 0;
    dropped.swap(messages_);
}

std::size_t Line::queued_bytes() const {
    const std::lock_guard lock{mutex_};
    return lying_bytes_ + unwritten_bytes_;
}

}  // namespace gateways::websocket
