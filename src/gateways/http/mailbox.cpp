#include "gateways/http/mailbox.hpp"

#include <algorithm>
#include <utility>

#include "gateways/http/session.hpp"

namespace gateways::http {

Mailbox::Mailbox(std::function<void()> wake) : wake_{std::move(wake)} {}

Mailbox::~Mailbox() { close(); }

void Mailbox::push(std::shared_ptr<Session> session) {
    Session* const node = session.get();
    Session* behind = newest_.load(std::memory_order_relaxed);
    node->kept_ = std::move(session);
    do {
        if (behind == closed_mark()) {
            const auto last_hold = std::move(node->kept_);
            return;
        }
        node->next_ = behind;
    } while (!newest_.compare_exchange_weak(behind, node, std::memory_order_acq_rel,
                                            std::memory_order_relaxed));
    // From here on the owner may have taken, answered and let go of the node. The box itself
    // lives on: our caller holds it, as every session does.
    if (behind == nullptr) wake_();
}

std::vector<std::shared_ptr<Session>> Mailbox::take_all() {
    auto taken = unstrung(newest_.exchange(nullptr, std::memory_order_acquire));
    std::ranges::reverse(taken);
    return taken;
}

void Mailbox::close() {
    Session* const newest = newest_.exchange(closed_mark(), std::memory_order_acquire);
    if (newest != closed_mark()) unstrung(newest);
}

// Newest first; the sessions are held by the vector from now on, and by themselves no more.
std::vector<std::shared_ptr<Session>> Mailbox::unstrung(Session* newest) {
    std::vector<std::shared_ptr<Session>> sessions;
    while (newest != nullptr) {
        Session* const behind = newest->next_;
        sessions.push_back(std::move(newest->kept_));
        newest = behind;
    }
    return sessions;
}

}  // namespace gateways::http
