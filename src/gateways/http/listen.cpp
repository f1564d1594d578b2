#include "gateways/http/listen.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

#include "base/result.hpp"

namespace gateways::http {
namespace {

constexpr int backlog = 4096;

struct Address {
    sockaddr_storage storage{};
    socklen_t size{};

    sockaddr* raw() { return reinterpret_cast<sockaddr*>(&storage); }
};

std::unexpected<ListenError> problem(ListenProblem what, std::string sentence) {
    return std::unexpected(ListenError{what, std::move(sentence)});
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return port;
}

std::optional<Address> parse_address(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == text.npos) return std::nullopt;
    const auto port = parse_port(text.substr(colon + 1));
    std::string host{text.substr(0, colon)};
    if (!port) return std::nullopt;
    if (host == "localhost") host = "127.0.0.1";

    Address address;
    if (host.starts_with('[') && host.ends_with(']')) {
        auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(*port);
        address.size = sizeof v6;
        host = host.substr(1, host.size() - 2);
        if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) != 1) return std::nullopt;
    } else {
        auto& v4 = reinterpret_cast<sockaddr_in&>(address.storage);
        v4.sin_family = AF_INET;
        v4.sin_port = htons(*port);
        address.size = sizeof v4;
        if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) != 1) return std::nullopt;
    }
    return address;
}

std::uint16_t port_of(const Address& address) {
    return ntohs(address.storage.ss_family == AF_INET6
                     ? reinterpret_cast<const sockaddr_in6&>(address.storage).sin6_port
                     : reinterpret_cast<const sockaddr_in&>(address.storage).sin_port);
}

std::unexpected<ListenError> tcp_problem(int error, const Address& address, std::string_view text) {
    const std::string port = std::to_string(port_of(address));
    const std::string named{text};
    switch (error) {
        case EADDRINUSE:
            return problem(ListenProblem::in_use, "port " + port + " is in use (" + named +
                                                      "); stop the other program or choose "
                                                      "another port with --listen");
        case EACCES:
            return problem(ListenProblem::not_permitted,
                           "not allowed to listen on port " + port +
                               "; ports below 1024 need a privilege, choose another with --listen");
        case EADDRNOTAVAIL:
            return problem(ListenProblem::not_ours,
                           "no network interface of this machine has the address of " + named +
                               "; 127.0.0.1 always works, 0.0.0.0 means all of them");
        default:
            return problem(ListenProblem::failed, "cannot listen on " + named + ": " +
                                                      std::generic_category().message(error));
    }
}

// 0, or errno.
int bind_tcp(const Descriptor& socket, Address& address, bool shared) {
    const int on = 1;
    const int number = socket.number();
    if (number < 0 || ::setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) {
        return errno;
    }
    if (shared && ::setsockopt(number, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
        return errno;
    }
    if (address.storage.ss_family == AF_INET6 &&
        ::setsockopt(number, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0) {
        return errno;
    }
    if (::bind(number, address.raw(), address.size) != 0) return errno;
    return ::getsockname(number, address.raw(), &address.size) == 0 ? 0 : errno;
}

Descriptor new_socket(int family) {
    return Descriptor{::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
}

sockaddr_un control_address(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

bool somebody_listens(const sockaddr_un& address) {
    const Descriptor caller = new_socket(AF_UNIX);
    return ::connect(caller.number(), reinterpret_cast<const sockaddr*>(&address),
                     sizeof address) == 0 ||
           errno == EAGAIN;
}

std::expected<void, ListenError> make_way(const std::string& path, const sockaddr_un& address) {
    struct stat found{};
    if (::lstat(path.c_str(), &found) != 0) return {};
    if (!S_ISSOCK(found.st_mode)) {
        return problem(ListenProblem::path_unusable,
                       path + " is in the way and is no socket; move it");
    }
    if (somebody_listens(address)) {
        return problem(ListenProblem::in_use,
                       "another server is running: it answers on " + path + "; stop it first");
    }
    ::unlink(path.c_str());
    return {};
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

std::expected<TcpDoors, ListenError> open_tcp(std::string_view text, unsigned doors) {
    auto address = parse_address(text);
    if (!address) {
        return problem(
            ListenProblem::not_an_address,
            "'" + std::string{text} +
                "' is no address to listen on; write it as 127.0.0.1:8420 or [::1]:8420");
    }
    // A shared port would let a second server of the same user in without a word. So the port is
    // first bound unshared, which fails against any server that listens there already.
    if (doors > 1) {
        const Descriptor probe = new_socket(address->storage.ss_family);
        const int error = bind_tcp(probe, *address, false);
        if (error != 0) return tcp_problem(error, *address, text);
    }
    TcpDoors opened;
    for (unsigned i = 0; i < doors; ++i) {
        Descriptor& door = opened.doors.emplace_back(new_socket(address->storage.ss_family));
        int error = bind_tcp(door, *address, doors > 1);
        if (error == 0 && ::listen(door.number(), backlog) != 0) error = errno;
        if (error != 0) return tcp_problem(error, *address, text);
    }
    opened.port = port_of(*address);
    return opened;
}

std::expected<Descriptor, ListenError> open_control(const std::string& path) {
    if (path.size() >= sizeof sockaddr_un::sun_path) {
        return problem(ListenProblem::path_unusable,
                       "the path " + path +
                           " is too long for a socket (107 bytes at most); "
                           "choose a shorter data folder");
    }
    const sockaddr_un address = control_address(path);
    TRY_OK(make_way(path, address));
    Descriptor door = new_socket(AF_UNIX);
    // The mode of the socket before bind() is the mode of the file from its first moment on.
    if (::fchmod(door.number(), 0600) != 0 ||
        ::bind(door.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::chmod(path.c_str(), 0600) != 0 || ::listen(door.number(), backlog) != 0) {
        return problem(ListenProblem::path_unusable,
                       "cannot listen on " + path + ": " + std::generic_category().message(errno));
    }
    return door;
}

}  // namespace gateways::http
