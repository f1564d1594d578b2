// The public half of Reader: trades, one by one, aggregated, and as bars.
#include <algorithm>

#include "views/history/reader.hpp"
#include "views/history/row_columns.hpp"
#include "views/market/interval.hpp"

namespace views {
namespace {

struct TradeRow {
    PublicTrade trade;
    AggregateId aggregate;
};

TradeRow take_trade(Statement& row) {
    TradeRow taken;
    taken.trade.id = row.take<core::TradeId>();
    taken.aggregate = row.take<AggregateId>();
    taken.trade.time = row.take<core::Timestamp>();
    taken.trade.price = row.take<core::Price>();
    taken.trade.quantity = row.take<core::Quantity>();
    taken.trade.quote = row.take<core::Amount>();
    taken.trade.taker_side = row.take<core::Side>();
    return taken;
}

AggregateTrade alone(const TradeRow& row) {
    return {.id = row.aggregate,
            .first_trade = row.trade.id,
            .last_trade = row.trade.id,
            .time = row.trade.time,
            .price = row.trade.price,
            .quantity = row.trade.quantity,
            .quote = row.trade.quote,
            .taker_side = row.trade.taker_side};
}

// The trade may come before or after the others.
void join(AggregateTrade& aggregate, const PublicTrade& trade) {
    aggregate.first_trade = std::min(aggregate.first_trade, trade.id);
    aggregate.last_trade = std::max(aggregate.last_trade, trade.id);
    aggregate.quantity += trade.quantity;
    aggregate.quote += trade.quote;
}

core::Traded as_event(const PublicTrade& trade) {
    core::Traded event;
    event.trade = trade.id;
    event.taker_side = trade.taker_side;
    event.price = trade.price;
    event.quantity = trade.quantity;
    event.quote = trade.quote;
    return event;
}

constexpr std::int64_t no_limit = -1;

}  // namespace

std::vector<PublicTrade> Reader::trades(core::MarketId market, const Page& page) {
    const Moment moment{database_};
    const Ids ids = trade_ids(market, page);
    Statement& list = trades_.from(page);
    list.bind(market, ids.first, ids.end, page.limit);
    std::vector<PublicTrade> rows;
    while (list.next()) rows.push_back(take_trade(list).trade);
    if (!page.oldest()) std::ranges::reverse(rows);
    return rows;
}

// All trades of an aggregate have one time, so no bound cuts one in two.
std::vector<AggregateTrade> Reader::aggregates(core::MarketId market, const Page& page) {
    const Moment moment{database_};
    Page by_time = page;
    by_time.from.reset();
    Ids ids = trade_ids(market, by_time);
    if (page.from) ids.first = std::max(ids.first, first_trade(market, AggregateId{*page.from}));
    Statement& list = trades_.from(page);
    list.bind(market, ids.first, ids.end, no_limit);
    std::vector<AggregateTrade> rows;
    while (page.limit > 0 && list.next()) {
        const TradeRow row = take_trade(list);
        if (!rows.empty() && rows.back().id == row.aggregate) {
            join(rows.back(), row.trade);
        } else if (rows.size() == page.limit) {
            break;
        } else {
            rows.push_back(alone(row));
        }
    }
    list.restart();
    if (!page.oldest()) std::ranges::reverse(rows);
    return rows;
}

std::vector<TimedBar> Reader::bars(core::MarketId market, const Span& span, core::Duration step) {
    const Moment moment{database_};
    return step < core::minutes(1) ? seconds(market, span) : minutes(market, span);
}

// Seconds are not kept; the trades are.
std::vector<TimedBar> Reader::seconds(core::MarketId market, const Span& span) {
    market_.bind(market);
    core::Amount lot;
    if (market_.next()) {
        market_.take<core::AssetId>();
        market_.take<core::AssetId>();
        lot = market_.take<core::Amount>();
    }
    market_.restart();
    std::vector<TimedBar> bars;
    trades_.oldest.bind(market, first_trade(market, span.from), INT64_MAX, no_limit);
    while (trades_.oldest.next()) {
        const PublicTrade trade = take_trade(trades_.oldest).trade;
        if (trade.time >= span.until) break;
        const core::Timestamp opens = floor_to(trade.time, core::seconds(1));
        if (bars.empty() || bars.back().opens != opens) bars.push_back({opens, {}});
        bars.back().bar.add(bar_of(as_event(trade), lot));
    }
    trades_.oldest.restart();
    return bars;
}

std::vector<TimedBar> Reader::minutes(core::MarketId market, const Span& span) {
    minutes_.bind(market, span.from, span.until);
    std::vector<TimedBar> bars;
    while (minutes_.next()) bars.push_back(take_minute(minutes_));
    return bars;
}

}  // namespace views
