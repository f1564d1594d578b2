// Numbers for what happens to orders, one by one, through the history of the house: whoever reads
// the same record gives the same ones.
//
//     Executions executions{record.stamp.sequence};
//     for (const core::Event& event : record.events) {
//         const std::uint64_t first = executions.of(event);   // a trade takes two: taker, maker
//     }
//
// At most 4,096 in one record, whose bounds keep it far below (fills_max, open_orders_max). So they
// stay below 2^53, which JavaScript still counts in, for 2^41 records.
#pragma once

#include <cstdint>

#include "base/check.hpp"
#include "core/types/record.hpp"

namespace views {

class Executions {
  public:
    static constexpr std::uint64_t per_record = 4'096;

    explicit Executions(core::Sequence record) : first_{record.value * per_record} {}

    // The first number of those that belong to the event; the next one's if none does.
    std::uint64_t of(const core::Event& event) {
        const std::uint64_t number = first_ + used_;
        used_ += std::visit([](const auto& what) { return count(what); }, event);
        CHECK(used_ <= per_record);
        return number;
    }

  private:
    static std::uint64_t count(const core::OrderAccepted&) { return 1; }
    static std::uint64_t count(const core::OrderActivated&) { return 1; }
    static std::uint64_t count(const core::OrderAmended&) { return 1; }
    static std::uint64_t count(const core::OrderClosed&) { return 1; }
    static std::uint64_t count(const core::Traded&) { return 2; }
    static std::uint64_t count(const core::TradePrevented&) { return 2; }
    static std::uint64_t count(const auto&) { return 0; }

    std::uint64_t first_;
    std::uint64_t used_{};
};

}  // namespace views
