// A house with one market, erin with a session, a factor and API access, and a market maker for
// whom the operator places orders. For tests only.
//
//     KeysHouse house;
//     const KeyId key = house.make_key(rules);
//     house.by_erin(EditKey{key, narrower, false});     // in her session, without a factor
//     house.by_key(order, key);
#pragma once

#include "core/exchange/bare_house_for_tests.hpp"

namespace core::testing {

inline constexpr AccountId erins{3};
inline constexpr AccountId makers{4};
inline constexpr AssetId apl{1};
inline constexpr AssetId usd{2};

class KeysHouse : public BareHouse {
  public:
    KeysHouse();

    void by_operator(const Command& command);
    Verdict by_erin(const Command& command, bool with_factor = false);
    Verdict by_key(const Command& command, KeyId key, Fingerprint ip = {});
    KeyId make_key(const KeyRules& rules);
    void tick();
    // The state anew, from a snapshot of it.
    void restore();

  private:
    void sign_in();

    SessionId session_;
    std::uint64_t step_{100};
};

}  // namespace core::testing
