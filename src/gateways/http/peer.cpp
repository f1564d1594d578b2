#include "gateways/http/peer.hpp"

#include <bit>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace gateways::http {
namespace {

std::uint64_t big_endian(const unsigned char* bytes) {
    std::uint64_t number{};
    std::memcpy(&number, bytes, 8);
    return std::endian::native == std::endian::little ? __builtin_bswap64(number) : number;
}

}  // namespace

Session::Peer peer_of(int socket, const sockaddr_storage& address) {
    if (address.ss_family == AF_INET6) {
        const auto& bytes = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr.s6_addr;
        return {.address = {.high = big_endian(bytes), .low = big_endian(bytes + 8)}, .uid = {}};
    }
    if (address.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(address).sin_addr;
        return {.address = {.high = 0, .low = 0xffff'0000'0000u | ntohl(v4.s_addr)}, .uid = {}};
    }
    ucred caller{};
    socklen_t size = sizeof caller;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &caller, &size) != 0) return {};
    return {.address = {}, .uid = caller.uid};
}

}  // namespace gateways::http
