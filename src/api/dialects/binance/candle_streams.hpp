// Candles: the running one when it has changed, each second those of one second, every two seconds
// the others; and each one once more, closed.
//
//     09:00:00  {"x":false ...}   09:00:58  {"x":false ...}   09:01:00  {"x":true ...}, the next
//     one
//
// A candle is closed when no trade can come any more that belongs to it: once the live view stands
// at a record of a later time, or the house knows that no record of an earlier one is under way
// (`settled`), however long its disk takes. So what is told as closed is what REST says ever after.
#pragma once

#include "api/dialects/binance/stream_table.hpp"
#include "api/streams/hub.hpp"

namespace api::binance {

class CandleStreams {
  public:
    // Whether anything must be read: there are such streams.
    bool plan(const StreamTable& table) const;
    void read(const StreamTable& table, const views::Present& live, const Flush& flush);
    void say(Voice& voice, core::Timestamp now);

  private:
    struct Told {
        Stream* stream{};
        views::Candle candle;
        bool closed{};
    };
    void read(Stream& stream, const views::Present& live, core::Timestamp now,
              core::Timestamp settled);

    std::vector<Told> told_;
};

}  // namespace api::binance
