// Sets of scopes that people choose by one name, and which scopes may stand in one key.
//
//     scope_set_named("exchange")  -> convert:* order:* trade:read
//
// Separation of duties: a key that creates withdrawals must not also choose where they may go
// (address:create) or how much is suspicious (risk:write).
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/types/access.hpp"

namespace core {

struct ScopeSet {
    std::string_view name;
    Scopes scopes;
};

Scopes all_scopes();
// Everything but address:create and risk:write, so that withdraw:create may be among them.
Scopes all_that_may_stand_together();
bool may_stand_together(Scopes scopes);

// What the bot and the console offer as single ticks: balance, exchange, transfers, deposit,
// withdrawal. Several together make the union.
std::span<const ScopeSet> simple_choices();
// Ready-made sets for a purpose: reporting, market_maker, payout, treasury, tax, monitor.
std::span<const ScopeSet> templates();
// Of the choices or the templates.
std::optional<Scopes> scope_set_named(std::string_view name);

}  // namespace core
