#include "core/access/scope_sets.hpp"

#include <array>

namespace core {
namespace {

constexpr Scopes without(Scopes scopes, Scopes taken) {
    scopes.bits &= ~taken.bits;
    return scopes;
}

constexpr Scopes every_scope() {
    Scopes scopes;
    for (int number = 1; number <= scope_count; ++number) scopes.add(static_cast<Scope>(number));
    return scopes;
}

constexpr Scopes beside_withdrawals_forbidden{Scope::address_create, Scope::risk_write};

using enum Scope;

constexpr auto choices = std::to_array<ScopeSet>({
    {"balance", {account_read, balance_read, ledger_read}},
    {"exchange",
     {convert_quote, convert_execute, order_read, order_create, order_cancel, order_amend,
      trade_read}},
    {"transfers", {transfer_read, transfer_create}},
    {"deposit", {deposit_read, deposit_address}},
    {"withdrawal", {withdraw_read, withdraw_create, withdraw_cancel, address_read}},
});

constexpr auto purposes = std::to_array<ScopeSet>({
    {"reporting",
     {account_read, balance_read, ledger_read, order_read, trade_read, transfer_read, deposit_read,
      withdraw_read}},
    {"market_maker",
     {account_read, balance_read, order_read, order_create, order_cancel, order_amend, trade_read,
      key_read, key_freeze}},
    {"payout",
     {account_read, balance_read, withdraw_read, withdraw_create, withdraw_cancel, address_read,
      travelrule_read, travelrule_write, key_read, key_freeze}},
    {"treasury",
     {account_read, balance_read, ledger_read, convert_quote, convert_execute, transfer_read,
      transfer_create, deposit_read, deposit_address, withdraw_read, address_read}},
    {"tax", {ledger_read, trade_read, transfer_read, deposit_read, withdraw_read}},
    {"monitor",
     {account_read, balance_read, ledger_read, order_read, trade_read, transfer_read, deposit_read,
      withdraw_read, address_read, travelrule_read, webhook_read, risk_read, key_read, audit_read}},
});

}  // namespace

Scopes all_scopes() { return every_scope(); }

Scopes all_that_may_stand_together() {
    return without(every_scope(), beside_withdrawals_forbidden);
}

bool may_stand_together(Scopes scopes) {
    return !scopes.has(withdraw_create) || (scopes.bits & beside_withdrawals_forbidden.bits) == 0;
}

std::span<const ScopeSet> simple_choices() { return choices; }
std::span<const ScopeSet> templates() { return purposes; }

std::optional<Scopes> scope_set_named(std::string_view name) {
    for (const auto sets : {simple_choices(), templates()}) {
        for (const ScopeSet& set : sets) {
            if (set.name == name) return set.scopes;
        }
    }
    return std::nullopt;
}

}  // namespace core
