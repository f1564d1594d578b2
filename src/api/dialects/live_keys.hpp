// Keys and their holders as the live view has them: where the gate looks.
#pragma once

#include "api/access/gate.hpp"
#include "core/exchange/standing.hpp"
#include "views/live.hpp"

namespace api {

class LiveKeys final : public KeyDirectory {
  public:
    explicit LiveKeys(const views::Live& live) : live_{live} {}

    std::optional<KeyHolder> find(core::KeyName name, core::Timestamp now) const override {
        const auto live = live_.read();
        const core::Key* key = live->state.keys.find(name);
        if (key == nullptr) return std::nullopt;
        return KeyHolder{*key, core::standing_of(live->state, key->customer, now)};
    }

  private:
    const views::Live& live_;
};

}  // namespace api
