#include "api/operations/test_funds.hpp"

#include "api/operations/errands.hpp"
#include "api/operations/numbers.hpp"
#include "api/operations/operators.hpp"

namespace api::handlers {
namespace {

// For the person's own account, and not more than may be taken at once.
Answer<core::FundAccount> read_funds(const Call& call) {
    const auto live = call.house.live.read();
    const auto accounts = live->state.accounts.of(call.caller.customer);
    if (accounts.empty()) return refuse(core::Reject::not_found, "account");
    TRY(const core::Asset* asset, read_asset(live->state, call.inputs));
    TRY(const std::string_view text, call.inputs.text("amount"));
    TRY(const core::Amount amount, read_amount(*asset, "amount", text));
    core::Int128 most = test_funds_whole_max;
    for (int i = 0; i < asset->decimals; ++i) most *= 10;
    // Judged here, because every recorded command counts against the day.
    const bool fits = amount >= core::Amount{1} && amount <= core::Amount{most};
    if (!fits) return malformed("amount", "out_of_range");
    return core::FundAccount{accounts.front(), asset->id, amount};
}

// Money comes from the house, whoever asked for it.
Caller house_for(const Caller& person, core::AccountId account) {
    Caller house;
    house.customer = person.customer;
    house.account = account;
    house.surface = core::Surface::system;
    house.ip_hash = person.ip_hash;
    house.idempotency = person.idempotency;
    house.request = person.request;
    return house;
}

Answer<bool> took_enough(House& house, core::AccountId account) {
    views::CommandQuery query;
    query.account = account;
    query.command = core::FundAccount::type_number;
    query.surface = core::Surface::system;
    query.since = house.engine.now() - core::hours(24);
    query.limit = test_funds_per_day;
    const auto taken = house.history.commands(query);
    if (!taken) return refuse(core::Reject::unavailable);
    return taken->size() >= test_funds_per_day;
}

}  // namespace

void take_test_funds(const Call& call, Tell then) {
    const Answer<core::FundAccount> fund = read_funds(call);
    if (!fund) return then(std::unexpected(fund.error()));
    House& house = call.house;
    when_history_is_there(
        house, [&house, fund = *fund, caller = house_for(call.caller, fund->account),
                validate_only = call.validate_only, then = std::move(then)](bool there) mutable {
            if (!there) return then(refuse(core::Reject::unavailable));
            const Answer<bool> enough = took_enough(house, fund.account);
            if (!enough) return then(std::unexpected(enough.error()));
            if (*enough) return then(refuse(core::Reject::too_many, "asset"));
            run_command(house, caller, validate_only, core::Command{fund}, std::move(then),
                        [fund](Json& json, const views::Present& present, const engine::Reply&) {
                            const core::Asset& asset = present.state.catalogue.asset(fund.asset);
                            json.number_text("account_id", fund.account.value);
                            json.text("asset", asset.code.view());
                            json.decimal("amount", fund.amount.units, asset.decimals);
                        });
        });
}

}  // namespace api::handlers
