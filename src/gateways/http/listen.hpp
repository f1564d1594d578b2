// The doors: sockets that are bound and listening, or a sentence that says why not.
//
//     open_tcp("127.0.0.1:8420", 1)    a door and its port
//     open_tcp("[::1]:0", 2)           two doors on one free port, the kernel shares out callers
//     open_control("data/control.sock")  0600 from the first moment on
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateways::http {

enum class ListenProblem : std::uint8_t {
    not_an_address,
    in_use,
    not_permitted,
    not_ours,  // no interface of this machine has the address
    path_unusable,
    failed,
};

struct ListenError {
    ListenProblem problem{};
    std::string sentence;  // what is wrong and what to do next
};

// A file descriptor with one owner.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_{number} {}
    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }

  private:
    int number_{-1};
};

struct TcpDoors {
    std::vector<Descriptor> doors;
    std::uint16_t port{};
};

// `address` is "IPv4:port", "[IPv6]:port" or "localhost:port"; port 0 takes a free one.
std::expected<TcpDoors, ListenError> open_tcp(std::string_view address, unsigned doors);

// A socket file left behind by a dead server is replaced; a living one is not.
std::expected<Descriptor, ListenError> open_control(const std::string& path);

}  // namespace gateways::http
