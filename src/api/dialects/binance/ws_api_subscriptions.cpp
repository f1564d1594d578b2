#include "api/dialects/binance/ws_api_subscriptions.hpp"

#include <algorithm>

#include "api/dialects/binance/user_events.hpp"
#include "api/dialects/binance/ws_api_replies.hpp"

namespace api::binance {
namespace {

Failed already_active() {
    return failed(-2035, "User Data Stream subscription already active.",
                  core::Reject::state_conflict);
}
Failed not_active() {
    return failed(-2036, "User Data Stream subscription not active.", core::Reject::state_conflict);
}
Failed no_more_numbers() {
    return failed(-2042, "Maximum subscription ID reached for this connection.",
                  core::Reject::too_many);
}

}  // namespace

class WsSubscriptions::Sink final : public AccountSink {
  public:
    Sink(std::shared_ptr<WsSubscriptions> subscriptions, unsigned number, Whose whose, Begun begun)
        : subscriptions_{std::move(subscriptions)},
          number_{number},
          whose_{std::move(whose)},
          begun_{std::move(begun)} {}

    void begin() override {
        begun_(number_);
        if (whose_.may_listen()) return;
        subscriptions_->hub_.post(
            [all = subscriptions_, number = number_] { (void)all->close(number, [] {}); });
    }
    void hear(const views::RecordNews& news) override {
        std::vector<std::string> events;
        {
            const views::Live::Read live = subscriptions_->hub_.live().read();
            events = user_events(live->state, news, {.account = whose_.account, .key = whose_.key},
                                 subscriptions_->unit_);
        }
        for (const std::string& event : events) subscriptions_->say(number_, event);
    }
    void end(ListenEnd why) override {
        subscriptions_->drop(number_);
        if (why == ListenEnd::stopped) return;
        subscriptions_->say(number_,
                            terminated_event(subscriptions_->hub_.now(), subscriptions_->unit_));
    }

  private:
    std::shared_ptr<WsSubscriptions> subscriptions_;
    unsigned number_;
    Whose whose_;
    Begun begun_;
};

Result<void> WsSubscriptions::open(const Whose& whose, Begun begun) {
    const std::scoped_lock lock{mutex_};
    const bool active = std::ranges::any_of(
        opens_, [&](const auto& open) { return open.second.whose.account == whose.account; });
    if (active) return already_active();
    if (next_ == count_max) return no_more_numbers();
    const unsigned number = next_++;
    const ListenerId listener =
        hub_.listen({.account = whose.account, .key = whose.key},
                    std::make_shared<Sink>(shared_from_this(), number, whose, std::move(begun)));
    opens_.emplace(number, Open{whose, listener});
    return {};
}

Result<void> WsSubscriptions::close(std::optional<unsigned> subscription, Hub::Task told) {
    const std::scoped_lock lock{mutex_};
    const auto first = subscription ? opens_.find(*subscription) : opens_.begin();
    if (first == opens_.end()) return not_active();
    hub_.post(std::move(told));
    if (subscription) {
        end(opens_.extract(first));
    } else {
        while (!opens_.empty()) end(opens_.extract(opens_.begin()));
    }
    return {};
}

void WsSubscriptions::close_logon() {
    const std::scoped_lock lock{mutex_};
    for (auto it = opens_.begin(); it != opens_.end();) {
        const auto here = it++;
        if (here->second.whose.by_logon) end(opens_.extract(here));
    }
}

void WsSubscriptions::leave() {
    const std::scoped_lock lock{mutex_};
    for (const auto& [number, open] : opens_) hub_.unlisten(open.listener);
    opens_.clear();
}

bool WsSubscriptions::has_logon() const {
    const std::scoped_lock lock{mutex_};
    return std::ranges::any_of(opens_, [](const auto& open) { return open.second.whose.by_logon; });
}

std::vector<unsigned> WsSubscriptions::open_ones() const {
    const std::scoped_lock lock{mutex_};
    std::vector<unsigned> numbers;
    for (const auto& [number, open] : opens_) numbers.push_back(number);
    return numbers;
}

// The last event follows whatever the street has still to tell.
void WsSubscriptions::end(const Opens::node_type& ending) {
    hub_.unlisten(ending.mapped().listener);
    hub_.post([self = shared_from_this(), number = ending.key()] {
        self->say(number, terminated_event(self->hub_.now(), self->unit_));
    });
}

void WsSubscriptions::say(unsigned subscription, std::string_view event) {
    socket_->send(text_message(event_text(subscription, event)));
}

// The hub has ended the listener.
void WsSubscriptions::drop(unsigned subscription) {
    const std::scoped_lock lock{mutex_};
    opens_.erase(subscription);
}

}  // namespace api::binance
