// Who is at the other end of a socket.
#pragma once

#include <sys/socket.h>

#include "gateways/http/session.hpp"

namespace gateways::http {

// The address that accept() told, or on the control socket the user who has called.
Session::Peer peer_of(int socket, const sockaddr_storage& address);

}  // namespace gateways::http
