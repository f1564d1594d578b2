#include "core/types/access.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace core {
namespace {

constexpr std::array<std::string_view, scope_count + 1> names = {
    "",
    "account:read",
    "balance:read",
    "ledger:read",
    "order:read",
    "order:create",
    "order:cancel",
    "order:amend",
    "trade:read",
    "convert:quote",
    "convert:execute",
    "transfer:read",
    "transfer:create",
    "deposit:read",
    "deposit:address",
    "withdraw:read",
    "withdraw:create",
    "withdraw:cancel",
    "withdraw:approve",
    "address:read",
    "address:create",
    "voucher:create",
    "voucher:redeem",
    "travelrule:read",
    "travelrule:write",
    "webhook:read",
    "webhook:write",
    "risk:read",
    "risk:write",
    "key:read",
    "key:freeze",
    "audit:read",
};

}  // namespace

std::string_view name_of(Scope scope) {
    const auto number = static_cast<std::size_t>(scope);
    CHECK(number >= 1 && number < names.size());
    return names[number];
}

std::optional<Scope> scope_named(std::string_view name) {
    const auto* found = std::find(names.begin() + 1, names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Scope>(found - names.begin());
}

}  // namespace core
