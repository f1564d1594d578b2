// The small town where scenarios play: names for people, keys, assets and markets, and numbers
// that a reader can check in his head.
//
//     assets     APL, PER, USD    no decimals: one unit is one apple, one pear, one dollar
//     markets    APLUSD, PERUSD   tick 1, lot 1: buying 8 @ 101 costs 808; no fees;
//                                 price at most 1000, quantity at most 1000 (at market 500),
//                                 value 10 .. 100000, four open orders per account
//     people     alice, bob, carol with 10000 APL, 10000 PER, 100000 USD each; dave not verified
//                and without money. Each has a key `main` that may create, amend and cancel orders.
#pragma once

#include <map>
#include <string>

#include "core_house/house.hpp"

namespace scenarios {

class Town {
  public:
    Town() : beginning_{house.clock.now()} {}  // nothing in it
    void make_usual();

    core_house::House house;

    core::Timestamp beginning() const { return beginning_; }
    core::AccountId account(const std::string& name) const;
    core::CustomerId customer(const std::string& name) const;
    core::KeyId key(const std::string& owner, const std::string& name) const;  // 999 when unknown
    core::UserId user(const std::string& name) const;  // 999 when unknown; so the two below
    core::FactorId factor(const std::string& owner, const std::string& name) const;
    core::SessionId last_session(const std::string& owner) const;
    bool has_account(const std::string& name) const { return accounts_.contains(name); }
    core::AssetId asset(const std::string& code) const;
    core::MarketId market(const std::string& symbol) const;

    std::string name_of(core::AccountId account) const;
    std::string name_of(core::KeyId key) const;        // "main of alice"
    std::string name_of(core::UserId user) const;      // "nobody" when there is none
    std::string name_of(core::FactorId factor) const;  // "totp of erin"
    std::string code_of(core::AssetId asset) const;
    std::string symbol_of(core::MarketId market) const;

    // Names are given before the command is asked: the core counts in a known way.
    void expect_person(const std::string& name);
    void expect_user(const std::string& name);

  private:
    core::Timestamp beginning_;
    std::map<std::string, core::AccountId> accounts_;
    std::map<std::string, core::UserId> users_;
};

// One line after "> ": asks it, and says what happened, a fact per line.
std::string facts_of(Town& town, const std::string& line);
// One line after "? ": "alice" for her balances, "book" or "book PERUSD" for the open orders.
std::string answer_to(const Town& town, const std::string& line);

// said.cpp, told.cpp
struct Said {
    core::Command command;
    core::Envelope envelope;
};
Said command_of(Town& town, const std::string& line);
std::string told(const Town& town, const core_house::Turn& turn);
std::string told(const Town& town, const core::Record& record);
std::string told(const Town& town, core::Timestamp time);  // "+30s"

}  // namespace scenarios
