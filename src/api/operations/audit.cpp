#include "api/operations/audit.hpp"

namespace api {

void RecentRefusals::refused(Refused what) {
    if (next_ != nullptr) next_->refused(what);
    const std::lock_guard lock{mutex_};
    refused_.push_back(std::move(what));
    if (refused_.size() > kept_) refused_.pop_front();
}

std::vector<Refused> RecentRefusals::latest() const {
    const std::lock_guard lock{mutex_};
    return {refused_.begin(), refused_.end()};
}

}  // namespace api
