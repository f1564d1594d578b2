// A notice to one person, and those who carry notices out.
#pragma once

#include <boost/describe.hpp>
#include <string>

#include "core/types/ids.hpp"
#include "core/types/time.hpp"
#include "links/mail/delivery.hpp"

namespace links {

enum class NoticeKind : std::uint8_t {
    welcome,
    registration_tried,  // somebody registered with an address that has an account
    signed_in_from_new_address,
    password_changed,
    factor_added,
    factor_removed,
    factors_locked,
    key_created,
    key_activated,
    key_deactivated,
    key_frozen,
    key_revoked,
    key_expired,
    key_rotated,
    key_expiring,
    key_used_from_new_address,
    key_confirmation_due,
    onboarding_decided,
    api_access_decided,
    policy_posted,
    customer_suspended,
    customer_locked,
    incident_opened,
    proposal_waiting,
};
BOOST_DESCRIBE_ENUM(NoticeKind, welcome, registration_tried, signed_in_from_new_address,
                    password_changed, factor_added, factor_removed, factors_locked, key_created,
                    key_activated, key_deactivated, key_frozen, key_revoked, key_expired,
                    key_rotated, key_expiring, key_used_from_new_address, key_confirmation_due,
                    onboarding_decided, api_access_decided, policy_posted, customer_suspended,
                    customer_locked, incident_opened, proposal_waiting)

struct Notice {
    // "1207.2.4": the record, the event in it (0: the command itself), the user. It is the same
    // whenever the notice is made again, so that a repetition can be told.
    std::string id;
    NoticeKind kind{};
    core::UserId to;
    core::Timestamp at;
    std::string subject;
    std::string text;  // paragraphs, without greeting
};

// Carries notices out. Called by one thread, which it may keep waiting.
class Receiver {
  public:
    virtual ~Receiver() = default;
    virtual Delivery give(const Notice& notice) = 0;
    // Why the last one was not accepted: a sentence without anything personal.
    virtual std::string trouble() const = 0;
    // From any thread: what is under way is given up.
    virtual void abort() {}
};

}  // namespace links
