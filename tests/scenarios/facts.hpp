// What told*.cpp share: one event as a line, a class per subject. told.cpp joins them.
#pragma once

#include "base/decimal.hpp"
#include "base/described_json.hpp"
#include "scenarios/town.hpp"

namespace scenarios {

// "cancel_only"
template <class Enum>
std::string word(Enum value) {
    std::string json;
    base::append_json(json, value);
    return json.substr(1, json.size() - 2);
}

// told_people.cpp
class PeopleFacts {
  public:
    explicit PeopleFacts(const Town& town) : town_{town} {}

    std::string operator()(const core::UserRegistered& event) const;
    std::string operator()(const core::StaffChanged& event) const;
    std::string operator()(const core::PasswordChanged& event) const;
    std::string operator()(const core::FactorAdded& event) const;
    std::string operator()(const core::FactorConfirmed& event) const;
    std::string operator()(const core::FactorUsed& event) const;
    std::string operator()(const core::FactorFailed& event) const;
    std::string operator()(const core::FactorRemoved& event) const;
    std::string operator()(const core::SecretsChanged& event) const;
    std::string operator()(const core::SessionOpened& event) const;
    std::string operator()(const core::SessionTouched& event) const;
    std::string operator()(const core::SessionEnded& event) const;

  private:
    const Town& town_;
};

// told_customers.cpp
class CustomerFacts {
  public:
    explicit CustomerFacts(const Town& town) : town_{town} {}

    std::string operator()(const core::CustomerRegistered& event) const;
    std::string operator()(const core::CustomerStatusChanged& event) const;
    std::string operator()(const core::OnboardingMoved& event) const;
    std::string operator()(const core::DocumentAttached& event) const;
    std::string operator()(const core::LockChanged& event) const;
    std::string operator()(const core::ApiAccessChanged& event) const;
    std::string operator()(const core::PolicyPosted& event) const;
    std::string operator()(const core::PolicyAccepted& event) const;
    std::string operator()(const core::HouseRulesSet& event) const;
    std::string operator()(const core::Proposed& event) const;
    std::string operator()(const core::ProposalEnded& event) const;

  private:
    const Town& town_;
};

// told_orders.cpp
class OrderFacts {
  public:
    explicit OrderFacts(const Town& town) : town_{town} {}

    std::string operator()(const core::OrderParked& event) const;
    std::string operator()(const core::OrderActivated& event) const;
    std::string operator()(const core::OrderRefreshed& event) const;
    std::string operator()(const core::OrderAmended& event) const;
    std::string operator()(const core::OrderListOpened& event) const;
    std::string operator()(const core::TradePrevented& event) const;
    std::string operator()(const core::CancelRefused& event) const;
    std::string operator()(const core::PlaceRefused& event) const;
    std::string operator()(const core::DeadManSet& event) const;
    std::string operator()(const core::DeadManFired& event) const;
    std::string operator()(const core::AuctionPriced& event) const;
    std::string operator()(const core::FeeTiersSet& event) const;

  private:
    const Town& town_;
};

// told_keys.cpp
class KeyFacts {
  public:
    explicit KeyFacts(const Town& town) : town_{town} {}

    std::string operator()(const core::KeyCreated& event) const;
    std::string operator()(const core::KeyEdited& event) const;
    std::string operator()(const core::KeyStatusChanged& event) const;
    std::string operator()(const core::KeyRotated& event) const;
    std::string operator()(const core::KeyTakenOver& event) const;
    std::string operator()(const core::KeyUsed& event) const;
    std::string operator()(const core::KeyIdleNoticed& event) const;
    std::string operator()(const core::CapUsed& event) const;
    std::string operator()(const core::KeyConfirmationDue& event) const;
    std::string operator()(const core::IncidentOpened& event) const;
    std::string operator()(const core::IncidentClosed& event) const;

  private:
    const Town& town_;
};

}  // namespace scenarios
