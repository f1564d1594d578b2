// The streams of listen keys: who hears the events of which account, and when that ends.
//
//     users.open("pqia91ma...", session)     the account's events, from now on
//
// A stream ends with its listen key (listenKeyExpired, or eventStreamTerminated when its owner
// closed it), and with the API key that it was opened by, as soon as that may not look any more.
//
// Threads: the street, but for what says otherwise; listen keys may end on any.
#pragma once

#include <map>
#include <memory>

#include "api/dialects/binance/listen_keys.hpp"
#include "api/streams/hub.hpp"

namespace api::binance {

class StreamSession;

class UserStreams {
  public:
    UserStreams(Hub& hub, ListenKeys& listen_keys);

    bool knows(std::string_view listen_key) const;
    // From any thread: nothing of its account is lost from now on, until it is opened on the street
    // and this listener is unlistened. None: there is no such listen key.
    ListenerId await(std::string_view listen_key) const;
    // None: there is no such listen key, or its API key may not listen from there.
    ListenerId open(const std::string& listen_key, const std::shared_ptr<StreamSession>& session);
    void close(const std::string& listen_key, ListenerId listener, const StreamSession& session);
    // The hub has ended its listener.
    void drop(const std::string& listen_key, const StreamSession& session);
    // Ends what is over.
    void expire(core::Timestamp now) { listen_keys_.expire(now); }

  private:
    void end(const std::string& listen_key, ListenKeys::End end);
    bool may_listen(const ListenKeys::Owner& owner, core::IpAddress client) const;

    struct Open {
        ListenerId listener{};
        std::shared_ptr<StreamSession> session;
    };
    Hub& hub_;
    ListenKeys& listen_keys_;
    std::multimap<std::string, Open> open_;
};

}  // namespace api::binance
