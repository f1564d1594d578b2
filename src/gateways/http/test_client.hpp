// What the tests of this folder share: a service that does as it is told, and a client that says
// exactly the bytes it is given.
//
//     House house;                              a server on a free port, before a Desk
//     Client client{house.server.port()};
//     client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
//     client.read().body                        "GET /"
#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <functional>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "gateways/http/server.hpp"

namespace gateways::http::testing {

inline api::Response text(std::string body) {
    return {.status = 200, .content_type = "text/plain", .headers{}, .body = std::move(body)};
}

// "POST /orders?x=1 [body]"
inline std::string summary(const api::Request& request) {
    std::string told{request.method_text};
    told.append(" ").append(request.target);
    if (!request.body.empty()) told.append(" [").append(request.body).append("]");
    return told;
}

inline std::string field(const api::Request& request, std::string_view name) {
    const auto found = std::ranges::find(request.headers, name, &api::Header::name);
    return found == request.headers.end() ? std::string{} : std::string{found->value};
}

inline std::string name(api::Malformed why) {
    switch (why) {
        case api::Malformed::bad_request:
            return "bad_request";
        case api::Malformed::headers_too_large:
            return "headers_too_large";
        case api::Malformed::body_too_large:
            return "body_too_large";
        case api::Malformed::too_slow:
            return "too_slow";
        case api::Malformed::too_many:
            return "too_many";
    }
    return "?";
}

// Answers with a summary of the request, unless told otherwise.
class Desk : public api::Service {
  public:
    using Handler = std::function<void(const api::Request&, api::Respond)>;

    Desk() = default;
    explicit Desk(Handler handler) : handler_{std::move(handler)} {}

    void handle(const api::Request& request, api::Respond respond) override {
        ++handled;
        if (handler_) return handler_(request, std::move(respond));
        respond(text(summary(request)));
    }

    api::Response refuse(api::Malformed why, std::string_view target) override {
        constexpr unsigned statuses[] = {400, 431, 413, 408, 503};
        api::Response response = text(name(why).append(" ").append(target));
        response.status = statuses[static_cast<std::size_t>(why)];
        return response;
    }

    std::atomic<int> handled{};

  private:
    Handler handler_;
};

struct Answer {
    unsigned status{};  // 0: the connection ended before an answer was whole
    std::string head;
    std::string body;

    bool says(std::string_view line) const { return head.contains(line); }
};

class Client {
  public:
    explicit Client(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    explicit Client(const std::string& path) : socket_{::socket(AF_UNIX, SOCK_STREAM, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }

    Client(const sockaddr& address, socklen_t size)
        : socket_{::socket(address.sa_family, SOCK_STREAM, 0)} {
        connect(&address, size);
    }

    bool is_connected() const { return connected_; }

    // As much as the server takes before it hangs up.
    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    void finish_sending() { ::shutdown(socket_.number(), SHUT_WR); }
    void hang_up() { socket_ = Descriptor{}; }

    // The next answer. HEAD: its body is not waited for.
    Answer read(bool head_only = false) {
        while (!arrived_.contains("\r\n\r\n")) {
            if (!receive()) return {};
        }
        Answer answer;
        answer.head = take(arrived_.find("\r\n\r\n") + 4);
        const std::size_t length = head_only ? 0 : content_length(answer.head);
        while (arrived_.size() < length) {
            if (!receive()) return {};
        }
        answer.status = static_cast<unsigned>(std::stoul(answer.head.substr(9, 3)));
        answer.body = take(length);
        return answer;
    }
    Answer ask(std::string_view bytes) {
        send(bytes);
        return read();
    }

    // So many bytes; fewer if the server hung up before.
    std::string read_bytes(std::size_t count) {
        while (arrived_.size() < count && receive()) {
        }
        return take(std::min(count, arrived_.size()));
    }

    // The server hung up, and said nothing more before.
    bool is_hung_up() { return arrived_.empty() && !receive(); }

  private:
    void connect(const sockaddr* address, socklen_t size) {
        // A test that waits for an answer which never comes should fail, not hang.
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected_ = ::connect(socket_.number(), address, size) == 0;
    }
    bool receive() {
        char bytes[16 * 1024];
        const ssize_t got = ::recv(socket_.number(), bytes, sizeof bytes, 0);
        if (got < 0 && errno == EAGAIN) ADD_FAILURE() << "no answer in 20 s";
        if (got > 0) arrived_.append(bytes, static_cast<std::size_t>(got));
        return got > 0;
    }
    std::string take(std::size_t bytes) {
        std::string taken = arrived_.substr(0, bytes);
        arrived_.erase(0, bytes);
        return taken;
    }
    static std::size_t content_length(const std::string& head) {
        const std::size_t at = head.find("Content-Length: ");
        return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
    }

    Descriptor socket_;
    bool connected_{};
    std::string arrived_;
};

// A running server before a desk.
struct House {
    explicit House(Desk::Handler handler = {}, Options options = {})
        : desk{std::move(handler)}, server{desk, on_a_free_port(std::move(options))} {
        const auto started = server.start();
        EXPECT_TRUE(started) << started.error().sentence;
    }

    static Options on_a_free_port(Options options) {
        options.listen = {"127.0.0.1:0"};
        return options;
    }

    Desk desk;
    Server server;
};

// For what no client can see from outside. Gives up after 20 s.
inline bool comes_true(const std::function<bool()>& condition) {
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > patience) return false;
        std::this_thread::yield();
    }
    return true;
}

inline std::string get(std::string_view target, std::string_view more = {}) {
    return std::string{"GET "}.append(target).append(" HTTP/1.1\r\nHost: h\r\n").append(more) +
           "\r\n";
}

}  // namespace gateways::http::testing
