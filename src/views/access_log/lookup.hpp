// The reading half of the access log: one connection, one question at a time.
#pragma once

#include <mutex>

#include "views/access_log/tables.hpp"

namespace views::access {

class Lookup {
  public:
    explicit Lookup(std::filesystem::path file) : file_{std::move(file)} {}

    Found<AccessPage> find(const AccessQuery& query) const;
    Found<KeyUse> use_of(std::string_view key, core::Timestamp since) const;
    void reopen();  // the file is another one now

  private:
    template <class Ask>
    auto ask(Ask&& ask) const -> Found<std::invoke_result_t<Ask, Database&>>;

    const std::filesystem::path file_;
    mutable std::mutex mutex_;
    mutable std::unique_ptr<Database> database_;
};

}  // namespace views::access
