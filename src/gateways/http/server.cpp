#include "gateways/http/server.hpp"

#include <algorithm>
#include <pthread.h>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "base/check.hpp"
#include "base/result.hpp"
#include "gateways/http/loop.hpp"

namespace gateways::http {
namespace {

// Each connection is a file descriptor; the rest of the house needs some too.
constexpr rlim_t descriptors_for_others = 512;

// Raises this process's own limit as far as it may go, and says how many connections fit.
std::size_t connections_within_limits(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    const rlim_t needed = wanted + descriptors_for_others;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min(needed, limit.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur >= needed) return wanted;
    return limit.rlim_cur > 2 * descriptors_for_others ? limit.rlim_cur - descriptors_for_others
                                                       : limit.rlim_cur / 2;
}

}  // namespace

class Server::Inside {
  public:
    Inside(api::Service& service, Options options)
        : options_{std::move(options)}, shared_{service, options_, {}, {}} {
        options_.threads = std::max(options_.threads, 1u);
        options_.connections_max = connections_within_limits(options_.connections_max);
    }
    ~Inside() { stop(); }

    std::expected<void, ListenError> start();
    void stop();

    std::uint16_t port(std::size_t listener) const {
        return listener < ports_.size() ? ports_[listener] : 0;
    }
    std::size_t connections() const { return shared_.connections; }

  private:
    Options options_;
    Shared shared_;
    std::vector<std::uint16_t> ports_;
    std::vector<std::unique_ptr<Loop>> loops_;
    std::vector<std::thread> threads_;
};

std::expected<void, ListenError> Server::Inside::start() {
    CHECK(loops_.empty());
    std::vector<std::vector<OpenDoor>> doors(options_.threads);
    ports_.clear();
    for (std::size_t at = 0; at < options_.listen.size(); ++at) {
        TRY(TcpDoors opened, open_tcp(options_.listen[at], options_.threads));
        const auto proxy =
            at < options_.proxy_protocol.size() ? options_.proxy_protocol[at] : ProxyProtocol::off;
        for (unsigned i = 0; i < options_.threads; ++i) {
            doors[i].push_back({std::move(opened.doors[i]), proxy});
        }
        ports_.push_back(opened.port);
    }
    if (options_.control_socket) {
        TRY(Descriptor door, open_control(*options_.control_socket));
        doors[0].push_back({std::move(door), ProxyProtocol::off});
    }
    for (auto& of_one_loop : doors) {
        Loop& loop = *loops_.emplace_back(std::make_unique<Loop>(shared_, std::move(of_one_loop)));
        std::thread& thread = threads_.emplace_back([&loop] { loop.run(); });
        ::pthread_setname_np(thread.native_handle(), "http");
    }
    return {};
}

void Server::Inside::stop() {
    if (loops_.empty()) return;
    // While we listen the file is ours for certain; afterwards it could be another server's.
    if (options_.control_socket) ::unlink(options_.control_socket->c_str());
    for (const auto& loop : loops_) loop->stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    loops_.clear();
}

Server::Server(api::Service& service, Options options)
    : inside_{std::make_unique<Inside>(service, std::move(options))} {}
Server::~Server() = default;

std::expected<void, ListenError> Server::start() { return inside_->start(); }
void Server::stop() { inside_->stop(); }
std::uint16_t Server::port(std::size_t listener) const { return inside_->port(listener); }
std::size_t Server::connections() const { return inside_->connections(); }

}  // namespace gateways::http
