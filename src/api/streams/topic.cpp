#include "api/streams/topic.hpp"

#include <optional>
#include <utility>

namespace api {

void Topic::add(std::shared_ptr<Socket> socket, Wrapping wrapping) {
    const std::uint64_t id = socket->id();
    readers_.insert_or_assign(id, Reader{std::move(socket), wrapping});
    fresh_ = true;
}

void Topic::remove(const Socket& socket) { readers_.erase(socket.id()); }

void Topic::close(CloseCode code, std::string_view reason) const {
    for (const auto& [id, reader] : readers_) reader.socket->close(code, reason);
}

bool Topic::take_fresh() { return std::exchange(fresh_, false); }

void Topic::send(std::string_view payload) const {
    std::optional<SocketMessage> raw;
    std::optional<SocketMessage> wrapped;
    for (const auto& [id, reader] : readers_) {
        std::optional<SocketMessage>& message = reader.wrapping == Wrapping::raw ? raw : wrapped;
        if (!message && reader.wrapping == Wrapping::raw) message = text_message(payload);
        if (!message) {
            std::string text;
            text.reserve(envelope_.before.size() + payload.size() + envelope_.after.size());
            text.append(envelope_.before).append(payload).append(envelope_.after);
            message = text_message(text);
        }
        reader.socket->send(*message);
    }
}

}  // namespace api
