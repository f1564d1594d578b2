#include "api/dialects/binance/user_streams.hpp"

#include "api/dialects/admission.hpp"
#include "api/dialects/binance/stream_session.hpp"
#include "api/dialects/binance/user_events.hpp"
#include "api/dialects/live_keys.hpp"

namespace api::binance {
namespace {

// One session's part of one listen key.
class ListenKeySink final : public AccountSink {
  public:
    ListenKeySink(UserStreams& streams, Hub& hub, std::string listen_key, const Listening& whom,
                  std::shared_ptr<StreamSession> session)
        : streams_{streams},
          hub_{hub},
          listen_key_{std::move(listen_key)},
          whom_{whom},
          session_{std::move(session)} {}

    void hear(const views::RecordNews& news) override {
        session_->tell_account(listen_key_, news, whom_);
    }
    void end(ListenEnd why) override {
        streams_.drop(listen_key_, *session_);
        if (why == ListenEnd::stopped) return;
        if (why == ListenEnd::lost) return session_->cut_off();
        session_->end_account(listen_key_, terminated_event(hub_.now(), session_->unit()));
    }

  private:
    UserStreams& streams_;
    Hub& hub_;
    std::string listen_key_;
    Listening whom_;
    std::shared_ptr<StreamSession> session_;
};

// Has the account's events made, and lets them pass.
class Awaiting final : public AccountSink {
  public:
    void hear(const views::RecordNews&) override {}
    void end(ListenEnd) override {}
};

}  // namespace

UserStreams::UserStreams(Hub& hub, ListenKeys& listen_keys) : hub_{hub}, listen_keys_{listen_keys} {
    listen_keys_.when_ended(
        [this](std::string_view name, const ListenKeys::Owner&, ListenKeys::End ended) {
            hub_.post([this, name = std::string{name}, ended] { end(name, ended); });
        });
}

bool UserStreams::knows(std::string_view listen_key) const {
    return listen_keys_.find(listen_key, hub_.now()).has_value();
}

ListenerId UserStreams::await(std::string_view listen_key) const {
    const auto owner = listen_keys_.find(listen_key, hub_.now());
    if (!owner) return {};
    return hub_.listen({.account = owner->account, .key = owner->key},
                       std::make_shared<Awaiting>());
}

ListenerId UserStreams::open(const std::string& listen_key,
                             const std::shared_ptr<StreamSession>& session) {
    const auto owner = listen_keys_.find(listen_key, hub_.now());
    if (!owner || !may_listen(*owner, session->client())) return {};
    const Listening whom{.account = owner->account, .key = owner->key};
    const ListenerId listener =
        hub_.listen(whom, std::make_shared<ListenKeySink>(*this, hub_, listen_key, whom, session));
    open_.emplace(listen_key, Open{listener, session});
    return listener;
}

// The same question that opening a listen key was asked.
bool UserStreams::may_listen(const ListenKeys::Owner& owner, core::IpAddress client) const {
    const views::Live::Read live = hub_.live().read();
    const core::Key* key = live->state.keys.find(owner.key);
    if (key == nullptr) return false;
    const Proof proof{.key = *key,
                      .standing = core::standing_of(live->state, key->customer, hub_.now()),
                      .deadline = {},
                      .nonce = {}};
    return may_do(proof, operation("orders.list"), client, hub_.now()).has_value();
}

void UserStreams::close(const std::string& listen_key, ListenerId listener,
                        const StreamSession& session) {
    hub_.unlisten(listener);
    drop(listen_key, session);
}

void UserStreams::drop(const std::string& listen_key, const StreamSession& session) {
    const auto [first, last] = open_.equal_range(listen_key);
    for (auto it = first; it != last; ++it) {
        if (it->second.session.get() != &session) continue;
        open_.erase(it);
        return;
    }
}

void UserStreams::end(const std::string& listen_key, ListenKeys::End ended) {
    auto nodes = open_.equal_range(listen_key);
    const std::vector<std::pair<std::string, Open>> ending{nodes.first, nodes.second};
    open_.erase(nodes.first, nodes.second);
    for (const auto& [name, open] : ending) {
        hub_.unlisten(open.listener);
        const TimeUnit unit = open.session->unit();
        open.session->end_account(name, ended == ListenKeys::End::expired
                                            ? listen_key_expired_event(name, hub_.now(), unit)
                                            : terminated_event(hub_.now(), unit));
    }
}

}  // namespace api::binance
