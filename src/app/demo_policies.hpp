// The demo's policies: short, and made for trying things out.
#pragma once

#include <array>
#include <string_view>

#include "core/types/onboarding.hpp"

namespace app {

struct DemoPolicy {
    core::PolicyType type{};
    std::string_view body;
};

inline constexpr std::array demo_policies = {
    DemoPolicy{core::PolicyType::terms,
               R"(# Terms of the Postern demo

1. This exchange runs on your own machine. Its coins exist nowhere else and are worth nothing.
2. You may place, change and cancel orders as you like. Trades are final, as on any exchange.
3. Whoever holds your password, second factor or keys acts in your name. Keep them apart.
4. We may halt a market to show what a halt looks like. Open orders stay where they are.
5. When the demo ends, so does this agreement.
)"},
    DemoPolicy{core::PolicyType::privacy,
               R"(# Privacy in the Postern demo

1. Your name, e-mail address and documents lie encrypted in the vault of this folder, under a key
   of your own. Deleting that key makes all copies unreadable.
2. The journal holds numbers and rules, never who you are. Addresses that you call from stand in
   the access log for 90 days and are then gone.
3. Nothing leaves this machine unless a mail server is configured; then only notices to you do.
)"},
    DemoPolicy{core::PolicyType::api_policy,
               R"(# API policy of the Postern demo

1. Give each program a key of its own, with no more scopes than it needs, and a list of addresses
   if they are known.
2. A key that nobody uses freezes by itself. We tell you 14, 7 and 1 days before.
3. If a key may be in wrong hands, report it: it freezes at once, and withdrawals are locked.
4. Stay within the request budget that each answer names. Who goes on beyond it waits.
)"},
};

}  // namespace app
