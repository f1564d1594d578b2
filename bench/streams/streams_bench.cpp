// streams_bench listen PORT COUNT STREAM SECONDS       subscribers of one stream: "frames bytes"
// streams_bench bare PORT COUNT BYTES SECONDS          a loop of write() to COUNT connections,
//                                                      ten rounds a second: "writes ns_per_write"
// streams_bench drain PORT COUNT SECONDS               who reads what `bare` writes: "frames bytes"
// streams_bench move PORT KEY SECRET SECONDS           a book that changes every 50 ms
// streams_bench place PORT KEY SECRET CONNECTIONS WINDOW SECONDS
//                                                      order.place: "per_second p50_us p99_us"
//
// Readers only count: what they cost is not what is measured, and both kinds read alike.
#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>

#include "api/access/signer.hpp"
#include "app/http_client.hpp"

namespace {

std::int64_t clock_ns(clockid_t which) {
    timespec time{};
    clock_gettime(which, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
}

void sleep_until(std::int64_t ns) {
    const timespec time{ns / 1'000'000'000, ns % 1'000'000'000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nullptr);
}

[[noreturn]] void give_up(const char* what) {
    std::perror(what);
    std::exit(1);
}

void allow_many_files() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

sockaddr_in address_of(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

// An address may open 300 WebSockets in five minutes: callers come from many of the loopback.
sockaddr_in own_address() {
    static std::atomic<unsigned> opened = 0;
    sockaddr_in own = address_of(0);
    own.sin_addr.s_addr =
        htonl(INADDR_LOOPBACK + 1 + opened++ / 100 + static_cast<unsigned>(getpid()) % 200 * 256);
    return own;
}

// Waits a little for a server that is just starting.
int connect_to(int port) {
    const sockaddr_in address = address_of(port);
    const sockaddr_in own = own_address();
    const int on = 1;
    for (int tries = 0; tries < 250; ++tries) {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (bind(socket, reinterpret_cast<const sockaddr*>(&own), sizeof own) != 0) {
            give_up("bind");
        }
        if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
            return socket;
        }
        if (errno != ECONNREFUSED) give_up("connect");
        close(socket);
        sleep_until(clock_ns(CLOCK_MONOTONIC) + 20'000'000);
    }
    give_up("connect");
}

void write_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = write(socket, bytes.data(), bytes.size());
        if (sent <= 0) give_up("write");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

int open_websocket(int port, const std::string& path) {
    const int socket = connect_to(port);
    write_all(socket, "GET " + path +
                          " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    std::string head;
    char byte{};
    while (!head.ends_with("\r\n\r\n")) {
        if (read(socket, &byte, 1) != 1) give_up("handshake");
        head += byte;
    }
    if (head.find(" 101 ") == std::string::npos) {
        std::fprintf(stderr, "%s\n", head.c_str());
        std::exit(1);
    }
    return socket;
}

// A client's text frame, masked with zeros, which RFC 6455 does not forbid.
std::string masked(std::string_view text) {
    std::string frame = "\x81";
    if (text.size() < 126) {
        frame += static_cast<char>(0x80 | text.size());
    } else {
        frame += static_cast<char>(0x80 | 126);
        frame += static_cast<char>(text.size() >> 8);
        frame += static_cast<char>(text.size() & 255);
    }
    frame.append(4, '\0');
    return frame.append(text);
}

// The frames of a server in a stream of bytes.
class Frames {
  public:
    // Calls for each whole frame.
    template <class Visit>
    void feed(std::string_view bytes, Visit&& visit) {
        rest_.append(bytes);
        std::size_t at = 0;
        while (rest_.size() - at >= 2) {
            const auto* head = reinterpret_cast<const unsigned char*>(rest_.data() + at);
            std::size_t size = head[1] & 127;
            std::size_t header = 2;
            if (size == 126) {
                header = 4;
                if (rest_.size() - at < header) break;
                size = static_cast<std::size_t>(head[2] << 8 | head[3]);
            } else if (size == 127) {
                header = 10;
                if (rest_.size() - at < header) break;
                size = 0;
                for (int i = 2; i < 10; ++i) size = size << 8 | head[i];
            }
            if (rest_.size() - at < header + size) break;
            visit(head[0] & 15, std::string_view{rest_}.substr(at + header, size));
            at += header + size;
        }
        rest_.erase(0, at);
    }

  private:
    std::string rest_;
};

struct Counted {
    std::uint64_t frames{};
    std::uint64_t bytes{};
};

// Reads from all of them until the time is over.
Counted count_all(const std::vector<int>& sockets, int seconds, bool frames) {
    const int poller = epoll_create1(0);
    for (std::size_t i = 0; i < sockets.size(); ++i) {
        epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
        epoll_ctl(poller, EPOLL_CTL_ADD, sockets[i], &event);
    }
    std::vector<Frames> parsers(sockets.size());
    Counted counted;
    std::vector<char> room(256 * 1024);
    const std::int64_t end = clock_ns(CLOCK_MONOTONIC) + seconds * 1'000'000'000LL;
    epoll_event ready[256];
    while (clock_ns(CLOCK_MONOTONIC) < end) {
        const int count = epoll_wait(poller, ready, 256, 50);
        for (int i = 0; i < count; ++i) {
            const auto which = ready[i].data.u64;
            const ssize_t got = read(sockets[which], room.data(), room.size());
            if (got <= 0) {
                epoll_ctl(poller, EPOLL_CTL_DEL, sockets[which], nullptr);
                continue;
            }
            counted.bytes += static_cast<std::uint64_t>(got);
            if (!frames) continue;
            parsers[which].feed({room.data(), static_cast<std::size_t>(got)},
                                [&](int kind, std::string_view) { counted.frames += kind == 1; });
        }
    }
    return counted;
}

void listen_to(char** words) {
    allow_many_files();
    std::vector<int> sockets;
    for (int i = 0; i < std::atoi(words[3]); ++i) {
        sockets.push_back(open_websocket(std::atoi(words[2]), std::string{"/ws/"} + words[4]));
    }
    const Counted counted = count_all(sockets, std::atoi(words[5]), true);
    std::printf("%llu %llu\n", static_cast<unsigned long long>(counted.frames),
                static_cast<unsigned long long>(counted.bytes));
}

void drain(char** words) {
    allow_many_files();
    std::vector<int> sockets;
    for (int i = 0; i < std::atoi(words[3]); ++i)
        sockets.push_back(connect_to(std::atoi(words[2])));
    const Counted counted = count_all(sockets, std::atoi(words[4]), false);
    std::printf("%llu %llu\n", static_cast<unsigned long long>(counted.frames),
                static_cast<unsigned long long>(counted.bytes));
}

void bare(char** words) {
    allow_many_files();
    const int door = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const sockaddr_in address = address_of(std::atoi(words[2]));
    if (bind(door, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        give_up("bind");
    }
    listen(door, 4'096);
    std::vector<int> sockets;
    for (int i = 0; i < std::atoi(words[3]); ++i) {
        sockets.push_back(accept(door, nullptr, nullptr));
        setsockopt(sockets.back(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    const std::string message(static_cast<std::size_t>(std::atoi(words[4])), 'x');
    const std::int64_t start = clock_ns(CLOCK_MONOTONIC);
    const int rounds = std::atoi(words[5]) * 10;
    const std::int64_t before = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    for (int round = 0; round < rounds; ++round) {
        sleep_until(start + round * 100'000'000LL);
        for (const int socket : sockets) {
            if (write(socket, message.data(), message.size()) < 0) give_up("write");
        }
    }
    const double spent = static_cast<double>(clock_ns(CLOCK_PROCESS_CPUTIME_ID) - before);
    const std::size_t writes = sockets.size() * static_cast<std::size_t>(rounds);
    std::printf("%zu %.0f\n", writes, spent / static_cast<double>(writes));
}

std::string call(app::HttpClient& client, const std::string& key, const vault::Secret& secret,
                 const char* method, const std::string& path, std::string query) {
    query += "&timestamp=" + std::to_string(clock_ns(CLOCK_REALTIME) / 1'000'000);
    query += "&signature=" + api::sign_hmac(secret, query);
    const auto reply = client.call(method, path + "?" + query, {{"X-MBX-APIKEY", key}}, "");
    if (!reply || reply->status != 200) {
        std::fprintf(stderr, "%s\n", reply ? reply->body.c_str() : reply.error().c_str());
        std::exit(1);
    }
    return reply->body;
}

void move(char** words) {
    auto client = app::HttpClient::to_port(static_cast<std::uint16_t>(std::atoi(words[2])));
    const std::string key = words[3];
    const vault::Secret secret{std::string_view{words[4]}};
    const std::int64_t start = clock_ns(CLOCK_MONOTONIC);
    for (int i = 0; i < std::atoi(words[5]) * 20; ++i) {
        sleep_until(start + i * 50'000'000LL);
        if (i % 8 == 7) {
            call(client, key, secret, "DELETE", "/api/v3/openOrders", "symbol=BTCUSDT");
            continue;
        }
        call(client, key, secret, "POST", "/api/v3/order",
             "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.001&price=" +
                 std::to_string(40'000 + i % 8));
    }
}

// One connection's orders, `window` of them under way at any time.
void place_on(int port, const std::string& key, const vault::Secret& secret, int window,
              std::int64_t end, std::vector<std::int64_t>& took) {
    const int socket = open_websocket(port, "/ws-api/v3?returnRateLimits=false");
    std::vector<std::int64_t> sent;
    Frames frames;
    std::vector<char> room(64 * 1024);
    const auto ask = [&] {
        const std::string timestamp = std::to_string(clock_ns(CLOCK_REALTIME) / 1'000'000);
        const std::string payload =
            "apiKey=" + key +
            "&newOrderRespType=ACK&price=50000&quantity=0.001&side=BUY&symbol=BTCUSDT&"
            "timeInForce=IOC&timestamp=" +
            timestamp + "&type=LIMIT";
        std::string text = "{\"id\":" + std::to_string(sent.size()) +
                           ",\"method\":\"order.place\",\"params\":{\"apiKey\":\"" + key +
                           "\",\"newOrderRespType\":\"ACK\",\"price\":\"50000\",\"quantity\":"
                           "\"0.001\",\"side\":\"BUY\",\"symbol\":\"BTCUSDT\",\"timeInForce\":"
                           "\"IOC\",\"timestamp\":" +
                           timestamp + ",\"type\":\"LIMIT\",\"signature\":\"" +
                           api::sign_hmac(secret, payload) + "\"}}";
        sent.push_back(clock_ns(CLOCK_MONOTONIC));
        write_all(socket, masked(text));
    };
    for (int i = 0; i < window; ++i) ask();
    while (clock_ns(CLOCK_MONOTONIC) < end) {
        const ssize_t got = read(socket, room.data(), room.size());
        if (got <= 0) give_up("read");
        frames.feed({room.data(), static_cast<std::size_t>(got)}, [&](int kind, auto text) {
            if (kind != 1) return;
            if (text.find("\"status\":200") == std::string_view::npos) {
                std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
                std::exit(1);
            }
            const std::size_t id =
                std::strtoull(text.data() + text.find("\"id\":") + 5, nullptr, 10);
            took.push_back(clock_ns(CLOCK_MONOTONIC) - sent[id]);
            ask();
        });
    }
    close(socket);
}

void place(char** words) {
    const int count = std::atoi(words[5]);
    const int seconds = std::atoi(words[7]);
    const vault::Secret secret{std::string_view{words[4]}};
    const std::int64_t end = clock_ns(CLOCK_MONOTONIC) + seconds * 1'000'000'000LL;
    std::vector<std::vector<std::int64_t>> took(static_cast<std::size_t>(count));
    {
        std::vector<std::jthread> threads;
        for (auto& own : took) {
            threads.emplace_back([&] {
                place_on(std::atoi(words[2]), words[3], secret, std::atoi(words[6]), end, own);
            });
        }
    }
    std::vector<std::int64_t> all;
    for (const auto& some : took) all.insert(all.end(), some.begin(), some.end());
    std::sort(all.begin(), all.end());
    if (all.empty()) give_up("no answer");
    const auto at = [&](double share) {
        const auto place = static_cast<std::size_t>(share * static_cast<double>(all.size() - 1));
        return static_cast<double>(all[place]) / 1e3;
    };
    std::printf("%.0f %.0f %.0f\n", static_cast<double>(all.size()) / seconds, at(0.5), at(0.99));
}

}  // namespace

int main(int count, char** words) {
    const std::string_view what = count > 1 ? words[1] : "";
    if (what == "listen" && count == 6) {
        listen_to(words);
    } else if (what == "drain" && count == 5) {
        drain(words);
    } else if (what == "bare" && count == 6) {
        bare(words);
    } else if (what == "move" && count == 6) {
        move(words);
    } else if (what == "place" && count == 8) {
        place(words);
    } else {
        std::fprintf(stderr, "streams_bench knows listen, drain, bare, move and place\n");
        return 2;
    }
}
