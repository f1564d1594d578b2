// Money that leaves.
#pragma once

#include <array>

#include "api/operations/refusal_words.hpp"

namespace api::refusal_rows {

inline constexpr auto of_money = std::to_array<RefusalRow>({
    {Reject::address_not_allowed, rejected, 422, after_fix, "",
     "The address is not in the account's address book.", "Add it there first.",
     withdrawal(-4007, "The address is not in the address book.")},
    {Reject::address_cooling_off, rejected, 422, later, "until",
     "The address was added too recently.", "Wait until its cooling-off ends.",
     withdrawal(-4007, "The address is still cooling off.")},
    {Reject::address_unproved, rejected, 422, after_fix, "",
     "The ownership of the address was not proved.",
     "Prove it with a signed message or a small deposit.",
     withdrawal(-4007, "The ownership of the address is not proved.")},
    {Reject::information_required, rejected, 422, after_fix, "fields",
     "More information is needed.", "Supply the fields that are named.",
     withdrawal(-4104, "The questionnaire format is not valid.")},
    {Reject::travel_rule_fields_missing, rejected, 422, after_fix, "fields",
     "Travel-rule information is missing.", "Supply the fields that are named.",
     withdrawal(-4104, "The questionnaire format is not valid.")},
    {Reject::screening_blocked, rejected, 422, never, "", "The address may not be paid.",
     "Ask the operator's support.", withdrawal(-4034, "This address is blocked.")},
    {Reject::screening_pending, rejected, 422, later, "", "The address is being checked.",
     "Ask again later.", withdrawal(-4007, "The address is being checked.")},
    {Reject::rule_blocked, rejected, 422, after_fix, "rule", "A rule forbids this.",
     "See which rule; its owner may change it.",
     withdrawal(-4001, "A rule forbids this operation.")},
    {Reject::approval_pending, rejected, 422, later, "id", "This waits for somebody's approval.",
     "Ask again later, with the same id.", withdrawal(-4001, "The operation waits for approval.")},
});

}  // namespace api::refusal_rows
