// The accounts that one connection of the WebSocket API hears of.
//
//     subscriptions->open({.account = mine, .key = key, .by_logon = true}, [=](unsigned id) { ...
//     });
//         {"subscriptionId":0,"event":{"e":"executionReport",...}}
//     subscriptions->close(0, [=] { ... });
//         {"subscriptionId":0,"event":{"e":"eventStreamTerminated",...}}
//
// Each account once. A subscription ends with the key that it came by, as soon as that may not look
// any more; numbers are not used again.
//
// Threads: any. `begun` is called on the street before the first event, so an acknowledgement that
// it sends comes first.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "api/access/sockets.hpp"
#include "api/dialects/binance/errors.hpp"
#include "api/dialects/binance/words.hpp"
#include "api/streams/hub.hpp"

namespace api::binance {

class WsSubscriptions : public std::enable_shared_from_this<WsSubscriptions> {
  public:
    static constexpr unsigned count_max = 1'000;  // of one connection, ended ones included

    WsSubscriptions(Hub& hub, std::shared_ptr<Socket> socket, TimeUnit unit)
        : hub_{hub}, socket_{std::move(socket)}, unit_{unit} {}

    struct Whose {
        core::AccountId account;
        core::KeyId key;
        bool by_logon{};
        // Whether the key may look. Asked on the street, because it may have ended since it was
        // asked first, and whoever listens only then would not hear of that.
        std::function<bool()> may_listen{};
    };
    using Begun = std::move_only_function<void(unsigned subscription)>;

    Result<void> open(const Whose& whose, Begun begun);  // -2035, -2042
    // Of all of them where no number is given. `told` is called on the street before the last
    // events; not at all where there is nothing to close, -2036.
    Result<void> close(std::optional<unsigned> subscription, Hub::Task told);
    void close_logon();
    // The connection is gone: nobody is told anything.
    void leave();

    bool has_logon() const;
    std::vector<unsigned> open_ones() const;

  private:
    class Sink;
    struct Open {
        Whose whose;
        ListenerId listener{};
    };
    using Opens = std::map<unsigned, Open>;

    void end(const Opens::node_type& ending);
    void say(unsigned subscription, std::string_view event);
    void drop(unsigned subscription);

    Hub& hub_;
    std::shared_ptr<Socket> socket_;
    TimeUnit unit_;
    mutable std::mutex mutex_;
    Opens opens_;
    unsigned next_{};
};

}  // namespace api::binance
