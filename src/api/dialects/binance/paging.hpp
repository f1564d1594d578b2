// Which rows of a list a request means.
//
//     limit=100                          the newest 100
//     fromId=7 or startTime=...          the oldest from there on
//     endTime=...                        the newest up to there, that millisecond included
#pragma once

#include <string_view>

#include "api/dialects/binance/parameters.hpp"
#include "core/types/time.hpp"
#include "views/market/page.hpp"

namespace api::binance {

struct PageNames {
    std::string_view from{};  // what an id to begin at is called; empty: there is none
    bool times{true};         // takes startTime and endTime
    bool within_a_day{};      // both together at most 24 hours apart, else -1127
};

// Up to 1000 rows, 500 unless said.
Result<views::Page> read_page(const Parameters& parameters, const PageNames& names);

// timeZone=+08:00, -1, 5:45; UTC unless said.
Result<core::Duration> read_time_zone(const Parameters& parameters);

}  // namespace api::binance
