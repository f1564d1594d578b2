#include "api/operations/house.hpp"

#include <algorithm>

#include "api/operations/in_flight.hpp"
#include "api/operations/numbers.hpp"
#include "base/decimal.hpp"

namespace api {
namespace {

template <class Id>
bool listed(const std::vector<Id>& list, Id id) {
    return list.empty() || std::ranges::find(list, id) != list.end();
}

std::string as_text(core::Timestamp time) {
    std::string text;
    append_time(text, time);
    return text;
}

void bind(core::PlaceOrder& order, std::uint64_t session) {
    if (!order.terms) order.terms.emplace();
    order.terms->session = session;
}
void bind(core::CancelReplace& command, std::uint64_t session) { bind(command.place, session); }
void bind(core::PlaceOrderList& command, std::uint64_t session) {
    for (core::PlaceOrder& order : command.orders) bind(order, session);
}
void bind(auto&, std::uint64_t) {}

Answer<engine::Reply> answer_of(const House& house, engine::Reply&& reply) {
    if (reply.fate == engine::Reply::Fate::unavailable) {
        auto refused = refuse(core::Reject::unavailable);
        refused.error().facts.push_back({"not_executed", "true", true});
        return refused;
    }
    if (!reply.rejection) return std::move(reply);
    const auto live = house.live.read();
    return std::unexpected(refusal_of(live->state.catalogue, *reply.rejection));
}

}  // namespace

core::Envelope envelope_of(const Caller& caller) {
    return {.customer = caller.customer,
            .account = caller.account,
            .key = caller.key,
            .surface = caller.surface,
            .ip = caller.ip_hash,
            .idempotency = caller.idempotency,
            .request = caller.request,
            .nonce = caller.nonce,
            .deadline = caller.deadline,
            .person = caller.person};
}

Refusal refusal_of(const core::Catalogue& catalogue, const core::Rejection& rejection) {
    Refusal refusal{.rejection = rejection, .facts = {}};
    const core::Asset* asset = catalogue.find_asset(rejection.asset);
    const auto text = [&](core::Amount amount) {
        return base::format_decimal(amount.units, asset == nullptr ? 0 : asset->decimals);
    };
    const auto add = [&](const char* name, std::string value) {
        refusal.facts.push_back({name, std::move(value), false});
    };
    switch (rejection.reject) {
        case core::Reject::cap_exceeded:
            add("remaining", text(rejection.available));
            if (rejection.until != core::never) add("resets_at", as_text(rejection.until));
            break;
        case core::Reject::step_up_locked:
            add("until", as_text(rejection.until));
            break;
        default:
            if (asset == nullptr) break;
            add("asset", std::string{asset->code.view()});
            add("available", text(rejection.available));
            add("needed", text(rejection.needed));
            break;
    }
    return refusal;
}

void submit(House& house, const Caller& caller, core::Command command, Then<engine::Reply> then) {
    const bool once = static_cast<bool>(caller.idempotency);
    const core::AccountId account = caller.account;
    const core::Fingerprint key = caller.idempotency;
    if (once && !house.in_flight.enter(account, key)) {
        return then(refuse(core::Reject::idempotency_in_flight));
    }
    if (caller.session != 0) {
        std::visit([&](auto& wish) { bind(wish, caller.session); }, command);
    }
    house.engine.submit(
        std::move(command), envelope_of(caller),
        [&house, once, account, key, then = std::move(then)](engine::Reply&& reply) mutable {
            if (once) house.in_flight.leave(account, key);
            then(answer_of(house, std::move(reply)));
        });
}

Answer<void> try_out(House& house, const Caller& caller, const core::Command& command) {
    static thread_local core::Draft draft;
    const core::Timestamp now = house.engine.now();
    const auto live = house.live.read();
    const core::State& state = live->state;
    const core::Stamp stamp{core::Sequence{state.stamp.sequence.value + 1},
                            std::max(now, state.stamp.time)};
    core::Envelope envelope = envelope_of(caller);
    envelope.nonce = {};
    const core::Verdict verdict = core::decide(state, envelope, command, stamp, draft);
    std::optional<core::Rejection> refused;
    if (!verdict) refused = verdict.error();
    // Of a replacement whose other half would be done.
    for (const core::Event& event : draft.events()) {
        const auto* half = std::get_if<core::PlaceRefused>(&event);
        if (half != nullptr) refused = half->rejection;
    }
    draft.clear();
    if (refused) return std::unexpected(refusal_of(state.catalogue, *refused));
    return {};
}

Answer<void> may_touch(const Caller& caller, const core::Market& market) {
    if (caller.proved == nullptr) return {};
    return may_touch(caller.proved->rules, market);
}

Answer<void> may_touch(const core::KeyRules& rules, const core::Market& market) {
    if (!listed(rules.markets, market.id)) return refuse(core::Reject::constraint_market, "market");
    if (!listed(rules.assets, market.base) || !listed(rules.assets, market.quote)) {
        return refuse(core::Reject::constraint_asset, "asset");
    }
    return {};
}

bool is_held_to_markets(const Caller& caller) {
    return caller.proved != nullptr &&
           (!caller.proved->rules.markets.empty() || !caller.proved->rules.assets.empty());
}

bool may_see(const Caller& caller, core::AssetId asset) {
    return caller.proved == nullptr || listed(caller.proved->rules.assets, asset);
}

}  // namespace api
