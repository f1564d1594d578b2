// Services that check customers for us, and tell by signed messages what they found. Each speaks
// its own language; what is left of a message here is a finding. What a finding does to an
// application is the same for all of them: moves_of(). The manual way is staff's own decision.
//
//     TRY(const Finding finding, provider.read(request, now));      // signature, time, words
//     for (const Onboarding to : moves_of(customer.onboarding, finding.verdict)) ...
//
// Errors   unauthorized: not signed by them. malformed_json, malformed_field: signed, and not what
//          we know. timestamp_skew: older or newer than five minutes.
// Threads  any.
#pragma once

#include <string>
#include <vector>

#include "api/access/http.hpp"
#include "api/operations/house.hpp"

namespace api {

// What a provider says of an applicant, whatever words it has for it.
enum class ProviderVerdict : std::uint8_t {
    nothing,        // a message that changes nothing here
    checking,       // the provider has all it needs
    approved,       // who he says he is
    ask_again,      // something is missing or unreadable; the customer can mend it
    doubtful,       // a person of ours has to look
    to_be_renewed,  // what was found no longer counts
};

struct Finding {
    core::CustomerId customer;
    ProviderVerdict verdict{};
    core::ReasonCode reason;    // public; never more than the customer may know
    std::string comment;        // meant for the customer's eyes
    core::Fingerprint message;  // the same for every repetition
};

class Provider {
  public:
    virtual ~Provider() = default;
    virtual Answer<Finding> read(const Request& request, core::Timestamp now) const = 0;
};

// The states to go through, in this order; none where the finding says nothing new. Providers
// never end an application: a person does.
std::vector<core::Onboarding> moves_of(core::Onboarding from, ProviderVerdict verdict);

}  // namespace api
