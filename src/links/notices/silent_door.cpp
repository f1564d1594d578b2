#include "links/notices/silent_door.hpp"

#include <fmt/format.h>

namespace links {
namespace {

constexpr std::chrono::hours tell_apart{1};

}  // namespace

Delivery SilentDoor::give(const Notice& notice) {
    ++counts_[notice.kind];
    const auto now = std::chrono::steady_clock::now();
    if (told_ == std::chrono::steady_clock::time_point{}) told_ = now;
    if (now < told_ + tell_apart) return Delivery::accepted;
    std::string list;
    for (const auto& [kind, count] : counts_) {
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", count,
                            boost::describe::enum_to_string(kind, "?"));
    }
    tell_(fmt::format("No mail server is configured, so these notices went nowhere: {}.", list));
    counts_.clear();
    told_ = now;
    return Delivery::accepted;
}

}  // namespace links
