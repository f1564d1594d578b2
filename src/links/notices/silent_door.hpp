// The door of a house without mail: notices go nowhere, and the log tells how many of each kind.
#pragma once

#include <chrono>
#include <functional>
#include <map>

#include "links/notices/notice.hpp"

namespace links {

class SilentDoor final : public Receiver {
  public:
    explicit SilentDoor(std::function<void(const std::string&)> tell) : tell_{std::move(tell)} {}

    Delivery give(const Notice& notice) override;
    std::string trouble() const override { return {}; }

  private:
    std::function<void(const std::string&)> tell_;
    std::map<NoticeKind, std::size_t> counts_;
    std::chrono::steady_clock::time_point told_;
};

}  // namespace links
