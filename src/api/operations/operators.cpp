// The operator's view of customers and accounts.
#include "api/operations/operators.hpp"

#include "api/access/randomness.hpp"
#include "api/operations/account.hpp"
#include "api/operations/numbers.hpp"

namespace api::handlers {
namespace {

constexpr std::uint64_t rows_default = 1'000;
constexpr std::uint64_t rows_max = 10'000;

// Shows the customer as the status change left him.
void set_status(const Call& call, Tell then, core::SetCustomerStatus (*change)(core::Customer)) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Customer* customer, read_customer(live->state, call.inputs));
        return change(*customer);
    }();
    run_command(call, command, std::move(then),
                [](Json& json, const views::Present& present, const engine::Reply& reply) {
                    const auto& event = the<core::CustomerStatusChanged>(reply);
                    json.name("customer");
                    tell(json, present.state.customers.at(event.customer));
                });
}

void tell_account(Json& json, const core::State& state, const core::Account& account) {
    json.begin_object();
    json.number_text("account_id", account.id.value);
    json.number_text("customer_id", account.customer.value);
    json.number("open_orders", state.orders.count(account.id));
    json.end_object();
}

}  // namespace

void register_customer(const Call& call, Tell then) {
    const core::RegisterCustomer command{random_vault_ref(call.house.randomness)};
    run_command(
        call, core::Command{command}, std::move(then),
        [](Json& json, const views::Present&, const engine::Reply& reply) {
            json.number_text("customer_id", the<core::CustomerRegistered>(reply).customer.id.value);
            json.number_text("account_id", the<core::AccountOpened>(reply).account.id.value);
        });
}

Answer<Told> list_customers(const Call& call) {
    TRY(const std::uint64_t limit, call.inputs.integer_or("limit", rows_default, rows_max));
    TRY(const std::uint64_t from, call.inputs.integer_or("cursor", 1, INT64_MAX));
    const auto live = call.house.live.read();
    const auto& all = live->state.customers.all();
    return told(live->state.stamp.sequence, [&](Json& json) {
        json.name("customers");
        json.begin_array();
        std::uint64_t next = from;
        for (; next <= all.size() && next - from < limit; ++next) tell(json, all[next - 1]);
        json.end_array();
        next <= all.size() ? json.number_text("next", next) : json.null("next");
    });
}

Answer<Told> show_customer(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Customer* customer, read_customer(state, call.inputs));
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("customer");
        tell(json, *customer);
        json.name("accounts");
        json.begin_array();
        for (const core::AccountId id : state.accounts.of(customer->id)) {
            tell_account(json, state, state.accounts.at(id));
        }
        json.end_array();
    });
}

void verify_customer(const Call& call, Tell then) {
    set_status(call, std::move(then), [](core::Customer customer) {
        return core::SetCustomerStatus{customer.id, true, customer.suspended, {}};
    });
}

void unverify_customer(const Call& call, Tell then) {
    set_status(call, std::move(then), [](core::Customer customer) {
        return core::SetCustomerStatus{customer.id, false, customer.suspended, {}};
    });
}

void suspend_customer(const Call& call, Tell then) {
    set_status(call, std::move(then), [](core::Customer customer) {
        return core::SetCustomerStatus{customer.id, customer.verified, true, "by_operator"};
    });
}

void unsuspend_customer(const Call& call, Tell then) {
    set_status(call, std::move(then), [](core::Customer customer) {
        return core::SetCustomerStatus{customer.id, customer.verified, false, {}};
    });
}

void approve_api(const Call& call, Tell then) {
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Customer* customer, read_customer(live->state, call.inputs));
        return core::DecideApiAccess{customer->id, core::ApiAccess::approved, {}};
    }();
    run_command(call, command, std::move(then),
                [](Json& json, const views::Present& present, const engine::Reply& reply) {
                    const auto& event = the<core::ApiAccessChanged>(reply);
                    json.name("customer");
                    tell(json, present.state.customers.at(event.customer));
                });
}

Answer<Told> list_accounts(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const std::uint64_t customer, call.inputs.integer_or("customer_id", 0, INT64_MAX));
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("accounts");
        json.begin_array();
        for (const core::Account& account : state.accounts.all()) {
            const bool wanted = customer == 0 || account.customer.value == customer;
            if (wanted && account.customer) tell_account(json, state, account);
        }
        json.end_array();
    });
}

Answer<Told> show_account(const Call& call) {
    const auto live = call.house.live.read();
    const core::State& state = live->state;
    TRY(const core::Account* account, read_account(state, call.inputs));
    return told(state.stamp.sequence, [&](Json& json) {
        json.name("account");
        tell_account(json, state, *account);
        json.name("balances");
        json.begin_array();
        for (const core::Asset& asset : state.catalogue.assets()) {
            tell_balance(json, asset, state.ledger.balance(account->id, asset.id));
        }
        json.end_array();
    });
}

void fund_account(const Call& call, Tell then) {
    core::FundAccount fund;
    const auto command = [&]() -> Answer<core::Command> {
        const auto live = call.house.live.read();
        TRY(const core::Account* account, read_account(live->state, call.inputs));
        TRY(const core::Asset* asset, read_asset(live->state, call.inputs));
        TRY(const std::string_view amount, call.inputs.text("amount"));
        TRY(fund.amount, read_amount(*asset, "amount", amount));
        fund.account = account->id;
        fund.asset = asset->id;
        return fund;
    }();
    run_command(call, command, std::move(then),
                [fund](Json& json, const views::Present& present, const engine::Reply&) {
                    const core::Asset& asset = present.state.catalogue.asset(fund.asset);
                    json.number_text("account_id", fund.account.value);
                    json.text("asset", asset.code.view());
                    json.decimal("amount", fund.amount.units, asset.decimals);
                });
}

}  // namespace api::handlers
