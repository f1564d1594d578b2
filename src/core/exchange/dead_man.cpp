// Decides dead-man timers: orders that end unless their owner goes on saying that he is there.
//
//     14:00:00  SetDeadMan 60 s   -> DeadManSet, deadline 14:01:00
//     14:00:30  SetDeadMan 60 s   -> DeadManSet, deadline 14:01:30
//     14:01:30  Tick              -> OrderClosed (dead_man) for each order, DeadManFired
//
// Of a key: the orders that it placed. Of a person: all of the account.
//
// Rejects  not_found "market", malformed_field "timeout", too_many
#include "core/exchange/deciders.hpp"
#include "core/exchange/exchange.hpp"
#include "core/exchange/matching.hpp"

namespace core {
namespace {

// A timer's own orders in one record; the rest follows in the next ones.
constexpr std::size_t closed_max = 200;
// While a market is halted nothing there is cancelled; then it is tried again.
constexpr Duration halted_retry = seconds(1);

bool is_timeout(Duration timeout) {
    return timeout == Duration{} || (timeout >= seconds(1) && timeout <= hours(24));
}

struct Meant {
    std::vector<OpenOrder> orders;  // to be closed now
    bool more{};                    // others can be closed in the next record
    bool halted{};                  // others are in a market that is halted
};

Meant meant_by(const State& state, const DeadMan& timer, const Draft& draft) {
    Meant meant;
    const bool by_facts = timer.key || !timer.tag.empty();
    state.orders.of_account(timer.account, [&](const auto& summary) {
        if (timer.market && summary.market != timer.market) return;
        if (meant.more || draft.closed(summary.id)) return;
        OpenOrder order = *state.orders.find(summary.id);
        if (by_facts && timer.key && order.key != timer.key) return;
        const OrderTag tag = order.terms ? order.terms->tag : OrderTag{};
        if (!timer.tag.empty() && tag != timer.tag) return;
        if (state.catalogue.market(order.market).mode == MarketMode::halt) {
            meant.halted = true;
        } else if (meant.orders.size() == closed_max) {
            meant.more = true;
        } else {
            meant.orders.push_back(std::move(order));
        }
    });
    return meant;
}

}  // namespace

Verdict decide(const State& state, Asked asked, const SetDeadMan& command, Draft& draft) {
    if (command.market && state.catalogue.find_market(command.market) == nullptr) {
        return reject(Reject::not_found, "market");
    }
    if (!is_timeout(command.timeout)) return reject(Reject::malformed_field, "timeout");
    DeadMan timer{.id = {},
                  .account = asked.envelope.account,
                  .key = asked.envelope.key,
                  .market = command.market,
                  .tag = command.tag,
                  .deadline = never};
    const DeadMan* before = state.dead_men.find(timer.account, timer.key, timer.market, timer.tag);
    if (before != nullptr) timer.id = before->id;
    if (command.timeout != Duration{}) {
        if (before == nullptr && state.dead_men.count(timer.account) >= dead_men_max) {
            return reject(Reject::too_many);
        }
        if (before == nullptr) timer.id = state.dead_men.next_id();
        timer.deadline = asked.stamp.time + command.timeout;
    }
    draft.add(DeadManSet{timer});
    return {};
}

void fire_dead_man(const State& state, const Timer& timer, Timestamp now, Draft& draft) {
    DeadMan man = *state.dead_men.find(DeadManId{timer.subject});
    const Meant meant = meant_by(state, man, draft);
    for (const OpenOrder& order : meant.orders) {
        close_order(state, order, CloseReason::dead_man, draft);
    }
    const bool done = !meant.more && !meant.halted;
    draft.add(DeadManFired{man.id, man.account, done});
    if (done || meant.more) return;
    man.deadline = now + halted_retry;
    draft.add(DeadManSet{man});
}

}  // namespace core
