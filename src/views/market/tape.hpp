// The newest trades of one market, one by one and aggregated.
//
//     taker #9 buys 2 @ 100, 3 @ 100, 1 @ 101      trades 7, 8, 9
//     aggregates                                   4: 5 @ 100, trades 7-8     5: 1 @ 101, trade 9
//
// An aggregate is what one taker order traded at one price at one time, that is in one record. Its
// ids count per market from 1 without gaps, as those of trades do.
//
// Memory   `capacity` of either, 1.3 MB per market at most.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "base/codec.hpp"
#include "core/types/record.hpp"
#include "views/market/page.hpp"

namespace views {

using AggregateId = base::Id<struct AggregateKind>;

struct PublicTrade {
    core::TradeId id;
    core::Timestamp time;
    core::Price price;
    core::Quantity quantity;
    core::Amount quote;
    core::Side taker_side{};  // buy: the buyer took, the seller was the maker

    friend bool operator==(const PublicTrade&, const PublicTrade&) = default;
};
BOOST_DESCRIBE_STRUCT(PublicTrade, (), (id, time, price, quantity, quote, taker_side))

struct AggregateTrade {
    AggregateId id;
    core::TradeId first_trade;
    core::TradeId last_trade;
    core::Timestamp time;
    core::Price price;
    core::Quantity quantity;
    core::Amount quote;
    core::Side taker_side{};

    friend bool operator==(const AggregateTrade&, const AggregateTrade&) = default;
};
BOOST_DESCRIBE_STRUCT(AggregateTrade, (),
                      (id, first_trade, last_trade, time, price, quantity, quote, taker_side))

// The trade as everybody may know it.
PublicTrade public_trade_of(core::Timestamp time, const core::Traded& trade);

// Tells which aggregate a trade belongs to. The tape asks it, and so does history.
class Aggregation {
  public:
    Aggregation() = default;
    explicit Aggregation(AggregateId last) : last_{last} {}

    AggregateId last() const { return last_; }
    AggregateId place(core::Sequence record, const core::Traded& trade);

  private:
    AggregateId last_;
    core::Sequence record_;  // of the last trade; a snapshot stands between records, so it is
    core::OrderId taker_;    // never asked for these three again
    core::Price price_;
};

class Tape {
  public:
    static constexpr std::size_t capacity = 10'000;

    void add(core::Stamp stamp, const core::Traded& trade);

    // Nothing: older trades than the tape holds would be needed; history has them.
    std::optional<std::vector<PublicTrade>> trades(const Page& page) const;
    std::optional<std::vector<AggregateTrade>> aggregates(const Page& page) const;
    AggregateId last_aggregate() const { return aggregation_.last(); }
    const PublicTrade* last() const { return trades_.empty() ? nullptr : &trades_.back(); }

    void encode(base::Bytes& out) const;
    void decode(base::Decoder& in);

  private:
    std::deque<PublicTrade> trades_;
    std::deque<AggregateTrade> aggregates_;
    Aggregation aggregation_;
};

}  // namespace views
