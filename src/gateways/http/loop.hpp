// One io thread: its doors, its connections, its clock. Asio stays inside loop.cpp.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "gateways/http/server.hpp"

namespace gateways::http {

// What the loops of a server have in common.
struct Shared {
    api::Service& service;
    const Options& options;
    std::atomic<std::size_t> connections{};
    std::atomic<std::uint64_t> welcomed{};  // ever
};

// A door and what is expected of those who come through it.
struct OpenDoor {
    Descriptor descriptor;
    ProxyProtocol proxy{};
};

class Loop {
  public:
    Loop(Shared& shared, std::vector<OpenDoor> doors);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void run();   // returns when all connections are closed after stop()
    void stop();  // from any thread

  private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace gateways::http
