// The streams that orders can be bound to: `stream_id` of an order is cancelled with its stream.
//
//     sessions.open(id, account);          // its owner wants it so
//     sessions.is_open(id, account)
//     sessions.close(id);                  // before its orders are cancelled
//
// Threads: any, at once.
#pragma once

#include <map>
#include <mutex>

#include "core/types/ids.hpp"

namespace api {

class StreamSessions {
  public:
    void open(std::uint64_t id, core::AccountId account) {
        const std::scoped_lock lock{mutex_};
        open_.emplace(id, account);
    }
    void close(std::uint64_t id) {
        const std::scoped_lock lock{mutex_};
        open_.erase(id);
    }
    bool is_open(std::uint64_t id, core::AccountId account) const {
        const std::scoped_lock lock{mutex_};
        const auto found = open_.find(id);
        return found != open_.end() && found->second == account;
    }

  private:
    mutable std::mutex mutex_;
    std::map<std::uint64_t, core::AccountId> open_;
};

}  // namespace api
